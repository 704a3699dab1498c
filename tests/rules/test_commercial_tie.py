"""`commercial_tie`: a contract or consultancy at a host that ended within five years."""

from __future__ import annotations

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    PastTie,
)
from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
)
from tests.world import OPEN, team

FIRING = {"interests": [("M", "contract", "H", None, "2026-01-01")]}
"""A pool in which the rule fires for the manager."""


class TestCommercialTie(PastTie):
    """Such ties."""

    rule = "commercial_tie"
    kinds = ("contract", "consultancy")


# What the verifier says


def test_years() -> None:
    """A challenge may look back further."""
    pool = make_pool(interests=[("V", "contract", "H", None, "2021-02-01")])
    assert broken(pool) == []
    challenge = make_challenge(rules={"commercial_tie": {"years": 6}})
    assert broken(pool, challenge) == [("commercial_tie", "vcs", ("V",))]


# Both


def test_both_sides_agree() -> None:
    """It ended yesterday, five years ago, and a day more."""
    world = team("A", "B", "C", seats=OPEN).interest("A", "contract", "H", None, "2027-01-10")
    world.interest("B", "consultancy", "H", None, "2022-01-11").interest("C", "contract", "H", None, "2022-01-10")
    world.peer("D")
    assert world.agreement() == (6, 119)


MUTANTS = mutants_of(
    "conflicts/rules/commercial_tie.py",
    ("commercial_tie: a year less", "rule.years or 0", "(rule.years or 0) - 1"),
    ("commercial_tie: consultancy forgotten", '("contract", "consultancy")', '("contract",)'),
)
