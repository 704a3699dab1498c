"""`declaration`: none made, or more than 365 days before the decision."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    rules_of_v,
)
from tests.world import OPEN, World, team

FIRING = {"peers": {"M": {"declared": None}}}
"""A pool in which the rule fires for the manager."""


# What is found


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


# What the verifier says


@pytest.mark.parametrize(
    ("declared_on", "fires"),
    [("2026-02-01", False), ("2026-01-31", True), (None, True), ("2027-02-01", False), ("2027-03-01", False)],
)
def test_verdict(declared_on: str | None, fires: bool) -> None:  # noqa: FBT001 -- a table
    """1 February 2026 is 365 days before `as_of`, 31 January 366."""
    tables: dict[str, Any] = {"peers": {"V": {"declared": declared_on}}}
    assert rules_of_v(**tables) == (["declaration"] if fires else [])
    assert rules_of_v(**tables, without=["declared_on"]) == []


# Both


def test_both_sides_agree() -> None:
    """One never declared, one a year and a day ago, one a year ago."""
    world = (
        team("D", seats=OPEN).peer("A", declared=None).peer("B", declared="2026-01-10").peer("C", declared="2026-01-11")
    )
    assert world.agreement() == (6, 119)


MUTANTS = mutants_of(
    "conflicts/rules/declaration.py",
    ("declaration: a day short", "declared < graph", "declared <= graph"),
    (
        "declaration: none made is fine",
        "np.flatnonzero(declared < graph.horizon.as_of - DAYS)",
        "np.flatnonzero((declared < graph.horizon.as_of - DAYS) & (declared != ALWAYS))",
    ),
)
