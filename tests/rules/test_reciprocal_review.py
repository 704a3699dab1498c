"""`reciprocal_review`: somebody of a host reviewed the peer's organisation within three years, or is booked to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    STATUSES,
    rules_of_v,
)
from tests.world import World

FIRING = {
    "peers": {"M": {"at": "FAR"}},
    "engagements": [("X", "FAR", "2026-01-05", "2026-01-07", "done")],
}
"""A pool in which the rule fires for the manager."""


# What is found


def returned(start: str, end: str, host: str = "X", status: str = "done", of: str | None = None) -> World:
    """Return the world in which Q of the host reviewed A's organisation."""
    return World().peer(at="X").peer("Q", at="H").booking("Q", start, end, host, status, of)


def test_dates() -> None:
    """Current, or ended within three years."""
    past, too_long_ago = "2024-01-11", "2024-01-10"
    for start, end in (
        *(("2020-01-01", "2027-01-11"), ("2028-01-11", "2028-01-13")),
        *((past, past), ("2020-01-01", past), ("2027-01-08", "2027-01-10")),
    ):
        assert returned(start, end).fired("reciprocal_review") == ["A"]
    for start, end in (("2028-01-12", "2028-01-13"), (too_long_ago, too_long_ago), ("2020-01-01", too_long_ago)):
        assert returned(start, end).fired("reciprocal_review") == []


@pytest.mark.parametrize(("status", "of", "expected"), STATUSES)
def test_only_done_and_confirmed_count(status: str, of: str | None, expected: list[str]) -> None:
    """Neither cancelled nor proposed ones, nor those of this challenge."""
    assert expected == returned("2027-05-03", "2027-05-05", "X", status, of).fired("reciprocal_review")


def test_evidence_in_words() -> None:
    """Where the peer works, who of the host was there, when."""
    world = returned("2025-02-03", "2025-02-05")
    assert world.paths("reciprocal_review") == [
        "A — works at — X — reviewed by, 2025-02-03…2025-02-05 — Q — works at — H"
    ]
    assert world.sources("reciprocal_review") == [[("peers", 2), ("engagements", 2)]]


def test_who_reviewed() -> None:
    """Q may be untrained or not active, but works at a host, not at a predecessor, and reviewed org(p) itself."""
    days = ("2026-02-03", "2026-02-05", "X", "done")
    for at, expected in (("H", ["A"]), ("I", ["A"]), ("G", []), ("Y", []), (None, [])):
        world = World(hosts=["H", "I"]).peer(at="X").peer("Q", at=at, trained=False, active=False)
        assert expected == world.relation("G", "predecessor_of", "H").booking("Q", *days).fired("reciprocal_review")
    assert returned("2026-02-03", "2026-02-05", "Y").fired("reciprocal_review") == []
    # A review of the host by somebody of a predecessor is known to the graph, and is none of a host's staff.
    world = World().peer(at="H").peer("Q", at="G").relation("G", "predecessor_of", "H")
    assert world.booking("Q", "2026-02-03", "2026-02-05", "H", "done").fired("reciprocal_review") == []


def test_nobody_reviews_themselves() -> None:
    """Q is another than p: of a reviewed host its own reviewer is clear of this rule, their colleagues are not."""
    world = World().peer("Q", at="H").booking("Q", "2026-02-03", "2026-02-05", "H", "done")
    assert world.fired("reciprocal_review") == []
    world = World().peer("Q", at="H").peer("A", at="H").booking("Q", "2026-02-03", "2026-02-05", "H", "done")
    assert world.fired("reciprocal_review") == ["A"]
    world = World().peer("Q", at="H").peer("R", at="H").booking("Q", "2026-02-03", "2026-02-05", "H", "done")
    assert world.booking("R", "2026-02-03", "2026-02-05", "H", "done").fired("reciprocal_review") == ["Q", "R"]
    assert len(world.paths("reciprocal_review")) == 2


def test_independents_have_no_organisation_to_review() -> None:
    """Neither as the reviewed nor as the reviewer."""
    world = World().peer("B").peer("Q", at="H").booking("Q", "2026-02-03", "2026-02-05", "X", "done")
    assert world.fired("reciprocal_review") == []


# What the verifier says


@pytest.mark.parametrize(
    ("row", "fires"),
    [
        (("OV", "2024-01-30", "2024-02-01", "done"), True),
        (("OV", "2024-01-30", "2024-01-31", "done"), False),
        (("OV", "2028-02-01", "2028-02-02", "confirmed"), True),
        (("OV", "2028-02-02", "2028-02-02", "confirmed"), False),
        (("OV", "2028-02-01", "2028-02-02", "proposed"), False),
        (("OV", "2024-01-30", "2024-02-01", "cancelled"), False),
        (("OV", "2024-01-30", "2024-02-01", "done", "this"), False),
        (("OS", "2024-01-30", "2024-02-01", "done"), False),
    ],
)
@pytest.mark.parametrize("cells", [{}, {"trained": False}, {"active": False}, {"at": "I"}])
def test_verdict(row: tuple[Any, ...], fires: bool, cells: dict[str, Any]) -> None:  # noqa: FBT001 -- a table
    """X of a host, trained and active or not, reviewed OV, currently or within three years."""
    assert rules_of_v(peers={"X": cells}, engagements=[("X", *row)]) == (["reciprocal_review"] if fires else [])


@pytest.mark.parametrize("home", ["C", "FAR", None])
def test_the_verifier_on_other_reviewers(home: str | None) -> None:
    """A reviewer of a predecessor, of another organisation or of no organisation does not count as the host's."""
    assert rules_of_v(peers={"X": {"at": home}}, engagements=[("X", "OV", "2026-01-05", "2026-01-07", "done")]) == []


def test_the_verifier_on_oneself() -> None:
    """Who reviewed their own organisation is no other peer of the host."""
    tables = {"peers": {"V": {"at": "H"}}, "engagements": [("V", "H", "2026-01-05", "2026-01-07", "done")]}
    assert rules_of_v(**tables) == ["current_tie", "reviewed_host"]
    other = {**tables, "engagements": [("X", "H", "2026-01-05", "2026-01-07", "done")]}
    assert rules_of_v(**other) == ["current_tie", "reciprocal_review"]


# Both


def test_both_sides_agree() -> None:
    """Q of the host, who has the same conflict, reviewed X, where A works; B works elsewhere."""
    world = returned("2025-02-03", "2025-02-05").peer("B", at="Y").peer("C")
    assert world.agreement() == (2, 3)


MUTANTS = mutants_of(
    "conflicts/rules/reciprocal_review.py",
    (
        "reciprocal_review: staff of predecessors too",
        "{node.place for node in graph.hosts}",
        "{node.place for node in graph.lineage}",
    ),
    ("reciprocal_review: one reviews oneself", " if tie.source.place != peer]", "]"),
    ("reciprocal_review: a year less", "rule.years or 0", "(rule.years or 0) - 1"),
)
