"""`past_tie`: an employment or governance at a host that ended within five years."""

from __future__ import annotations

from datetime import date

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    PastTie,
)
from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
    make_team,
)
from tests.world import OPEN, World, team

FIRING = {"interests": [("M", "governance", "H", None, "2026-01-01")]}
"""A pool in which the rule fires for the manager."""


class TestPastTie(PastTie):
    """Such ties."""

    rule = "past_tie"
    kinds = ("employment", "governance")


# What is found


def test_the_look_back_of_29_february() -> None:
    """From 29 February 2028 five years back is 28 February 2023, four years 29 February 2024."""
    for years, end, expected in (
        (5, "2023-02-28", ["A"]),
        (5, "2023-02-27", []),
        (4, "2024-02-29", ["A"]),
        (4, "2024-02-28", []),
    ):
        world = World(as_of="2028-02-29", on_site={"windows": ["2028-06-05"]}, rules={"past_tie": {"years": years}})
        assert expected == world.peer(declared="2028-01-01").interest("A", "employment", "H", None, end).fired(
            "past_tie"
        )


# What the verifier says


@pytest.mark.parametrize(("end", "fires"), [("2023-02-28", True), ("2023-02-27", False)])
def test_29_february(end: str, fires: bool) -> None:  # noqa: FBT001 -- a table
    """Five years before 29 February 2028 is 28 February 2023."""
    pool = make_pool(without=["declared_on"], interests=[("V", "employment", "H", None, end)])
    on_site = {"windows": (date(2028, 5, 9),)}
    found = broken(pool, make_challenge(as_of=date(2028, 2, 29), on_site=on_site), make_team(date(2028, 5, 9)))
    assert found == ([("past_tie", "vcs", ("V",))] if fires else [])


# Both


def test_both_sides_agree() -> None:
    """It ended yesterday, five years ago, and a day more."""
    world = team("A", "B", "C", seats=OPEN).interest("A", "employment", "H", None, "2027-01-10")
    world.interest("B", "governance", "H", None, "2022-01-11").interest("C", "governance", "H", None, "2022-01-10")
    world.peer("D")
    assert world.agreement() == (6, 119)


MUTANTS = mutants_of(
    "conflicts/rules/past_tie.py",
    ("past_tie: for ever", "graph.horizon.past(tie.end, years)", "tie.end < graph.horizon.as_of"),
    ("past_tie: takes contracts", '("employment", "governance")', '("employment", "governance", "contract")'),
)
