"""`personal_tie`: a current family or financial tie with a host or a predecessor of one."""

from __future__ import annotations

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    EndingTie,
)
from tests.world import OPEN, World, team

FIRING = {"interests": [("M", "family", "H")]}
"""A pool in which the rule fires for the manager."""


class TestPersonalTie(EndingTie):
    """Such ties."""

    rule = "personal_tie"
    kinds = ("family", "financial")


# What is found


def test_a_horizon_over_29_february() -> None:
    """365 days after 11 January 2028 is 10 January 2029: a leap year is a day longer."""
    for start, expected in (("2029-01-10", ["A"]), ("2029-01-11", [])):
        world = World(as_of="2028-01-11", on_site={"windows": ["2028-06-05"]}).peer(declared="2028-01-01")
        assert expected == world.interest("A", "family", "H", start).fired("personal_tie")


# Both


def test_both_sides_agree() -> None:
    """Two ties to the host, one that is over, one to another organisation."""
    world = (
        team("A", "B", "C", seats=OPEN)
        .peer("D")
        .interest("A", "family", "H")
        .interest("B", "financial", "H", "2028-01-11")
    )
    world.interest("C", "family", "H", None, "2027-01-10").interest("D", "family", "Y")
    assert world.agreement() == (6, 119)


MUTANTS = mutants_of(
    "conflicts/rules/personal_tie.py",
    ("personal_tie: money forgotten", '("family", "financial")', '("family",)'),
    ("personal_tie: past too", " if graph.horizon.current(tie.start, tie.end)", ""),
)
