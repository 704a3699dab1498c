"""`friendship`: a current friendship with a host or a predecessor of one."""

from __future__ import annotations

from datetime import date

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    EndingTie,
)
from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
    make_team,
)
from tests.world import OPEN, team, waiver

FIRING = {"interests": [("M", "friendship", "H")]}
"""A pool in which the rule fires for the manager."""


class TestFriendship(EndingTie):
    """Such ties."""

    rule = "friendship"
    kinds = ("friendship",)


# What the verifier says


def test_leap_year_within_the_year() -> None:
    """365 days from 1 March 2027 end on 29 February 2028, not on 1 March."""
    challenge = make_challenge(as_of=date(2027, 3, 1), on_site={"windows": (date(2027, 5, 11),)})
    for start, fires in (("2028-02-29", True), ("2028-03-01", False)):
        pool = make_pool(interests=[("V", "friendship", "H", start, None)])
        found = broken(pool, challenge, make_team(date(2027, 5, 11)))
        assert found == ([("friendship", "vcs", ("V",))] if fires else [])


# Both


def test_both_sides_agree() -> None:
    """One is waived, one is not, one is over."""
    world = team("A", "B", "C", seats=OPEN, waivers=[waiver("A", "friendship")]).interest("A", "friendship", "H")
    world.interest("B", "friendship", "H").interest("C", "friendship", "H", None, "2027-01-10")
    assert world.agreement() == (6, 58)


MUTANTS = mutants_of(
    "conflicts/rules/friendship.py",
    ("friendship: takes family", '("friendship",)', '("friendship", "family")'),
    ("friendship: past too", " if graph.horizon.current(tie.start, tie.end)", ""),
)
