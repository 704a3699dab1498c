"""`declaration`: none made, or more than 365 days before the decision."""

from __future__ import annotations

import pytest

from tests.world import World


@pytest.mark.parametrize(
    ("declared", "expected"),
    [(None, ["A"]), ("2026-01-10", ["A"]), ("2026-01-11", []), ("2027-01-11", []), ("2027-06-01", [])],
)
def test_how_old_it_may_be(declared: str | None, expected: list[str]) -> None:
    """365 days before 11 January 2027 is 11 January 2026."""
    assert expected == World().peer(declared=declared).fired("declaration")


def test_without_the_column() -> None:
    """The rule does not apply."""
    assert World().peer(declared=None).leave_out("declared_on").fired("declaration") == []


def test_evidence_in_words() -> None:
    """When, and in which row."""
    world = World().peer(declared="2025-12-31").peer("B", declared=None)
    assert world.paths("declaration") == [
        "A — last declared their interests — on 2025-12-31",
        "B — made no declaration of interests — never",
    ]
    assert world.sources("declaration") == [[("peers", 2)], [("peers", 3)]]
