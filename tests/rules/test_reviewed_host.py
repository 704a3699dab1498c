"""`reviewed_host`: the peer reviewed a host or a predecessor of one within five years, or is booked to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    HOSTS_PLUS,
    STATUSES,
    rules_of_v,
)
from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
)
from tests.world import OPEN, World, team

FIRING = {"engagements": [("M", "H", "2026-01-05", "2026-01-07", "done")]}
"""A pool in which the rule fires for the manager."""


# What is found


def hosted(start: str, end: str, host: str = "H", status: str = "done", of: str | None = None) -> World:
    """Return the world in which A reviewed a host."""
    return World().peer(at="X").booking("A", start, end, host, status, of)


def test_dates() -> None:
    """Current, or ended within five years."""
    past, too_long_ago = "2022-01-11", "2022-01-10"
    for start, end in (
        *(("2020-01-01", "2027-01-11"), ("2028-01-11", "2028-01-13")),
        *((past, past), ("2020-01-01", past), ("2027-01-08", "2027-01-10")),
    ):
        assert hosted(start, end).fired("reviewed_host") == ["A"]
    for start, end in (("2028-01-12", "2028-01-13"), (too_long_ago, too_long_ago), ("2020-01-01", too_long_ago)):
        assert hosted(start, end).fired("reviewed_host") == []


@pytest.mark.parametrize(("status", "of", "expected"), STATUSES)
def test_only_done_and_confirmed_count(status: str, of: str | None, expected: list[str]) -> None:
    """Neither cancelled nor proposed ones, nor those of this challenge."""
    assert expected == hosted("2027-05-03", "2027-05-05", "H", status, of).fired("reviewed_host")


def test_evidence_in_words() -> None:
    """The review, and the way from a predecessor to the host."""
    world = hosted("2024-02-05", "2024-02-07", "G").relation("G", "predecessor_of", "H")
    assert world.paths("reviewed_host") == ["A — reviewed, 2024-02-05…2024-02-07 — G — predecessor of — H"]
    assert world.sources("reviewed_host") == [[("engagements", 2), ("relations", 2)]]


def test_elsewhere() -> None:
    """Reviews of others do not count, nor those that others did."""
    world = hosted("2024-02-05", "2024-02-07", "Y").peer("B").booking("B", "2024-02-05", "2024-02-07", "H", "done")
    assert world.fired("reviewed_host") == ["B"]


def test_a_progress_review_may_be_done_by_the_same() -> None:
    """Never when the purpose is a progress review, whatever `rules` says; always otherwise unless it is off."""
    for purpose, strength, expected in (
        ("challenge", "hard", ["A"]),
        ("progress_review", "hard", []),
        ("progress_review", "review", []),
        ("challenge", "off", []),
    ):
        world = World(purpose=purpose, rules={"reviewed_host": {"strength": strength}}).peer()
        assert expected == world.booking("A", "2024-02-05", "2024-02-07", "H", "done").fired("reviewed_host")


# What the verifier says


@pytest.mark.parametrize(
    ("row", "fires"),
    [
        (("2022-01-30", "2022-02-01", "done"), True),
        (("2022-01-30", "2022-01-31", "done"), False),
        (("2022-01-30", "2022-02-01", "confirmed"), True),
        (("2022-01-30", "2022-02-01", "cancelled"), False),
        (("2022-01-30", "2022-02-01", "proposed"), False),
        (("2022-01-30", "2022-02-01", "done", "this"), False),
        (("2022-01-30", "2022-02-01", "done", "that"), True),
        (("2028-02-01", "2028-02-03", "confirmed"), True),
        (("2028-02-02", "2028-02-03", "confirmed"), False),
        (("2028-02-01", "2028-02-03", "proposed"), False),
    ],
)
@pytest.mark.parametrize("host", [*HOSTS_PLUS, "FAR"])
def test_verdict(row: tuple[Any, ...], fires: bool, host: str) -> None:  # noqa: FBT001 -- a table
    """An engagement done or confirmed at some h ∈ H⁺, current or past within five years."""
    fires &= host != "FAR"
    assert rules_of_v(engagements=[("V", host, *row)]) == (["reviewed_host"] if fires else [])


@pytest.mark.parametrize("strength", ["review", "hard"])
def test_the_verifier_on_a_progress_review(strength: str) -> None:
    """Never when the purpose is a progress review, whatever `rules` says."""
    pool = make_pool(engagements=[("V", "H", "2026-01-05", "2026-01-07", "done")])
    rules = {"reviewed_host": {"strength": strength}}
    assert broken(pool, make_challenge(rules=rules)) == [("reviewed_host", "vcs", ("V",))]
    assert broken(pool, make_challenge(rules=rules, purpose="progress_review")) == []


# Both


def test_both_sides_agree() -> None:
    """One was there lately, one long ago, one elsewhere."""
    world = team("A", "B", "C", seats=OPEN).peer("D").booking("A", "2024-02-05", "2024-02-07", "H", "done")
    world.booking("B", "2021-02-05", "2021-02-07", "H", "done").booking("C", "2024-02-05", "2024-02-07", "Y", "done")
    assert world.agreement() == (21, 104)


MUTANTS = mutants_of(
    "conflicts/rules/reviewed_host.py",
    (
        "reviewed_host: past alone",
        "graph.horizon.current(tie.start, tie.end) or graph.horizon.past(tie.end, years)",
        "graph.horizon.past(tie.end, years)",
    ),
)
