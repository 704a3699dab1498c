"""`shared_leadership`: the peer's is an organisation that shares leadership with a host."""

from __future__ import annotations

from tests.mutants.mutant import mutants_of
from tests.rules.patterns import (
    Beside,
)
from tests.world import OPEN, team

FIRING = {
    "peers": {"M": {"at": "FAR"}},
    "relations": [("H", "shares_leadership_with", "FAR")],
}
"""A pool in which the rule fires for the manager."""


class TestSharedLeadership(Beside):
    """That relation."""

    rule = "shared_leadership"
    kind = "shares_leadership_with"


# Both


def test_both_sides_agree() -> None:
    """One beside the host, one beside its predecessor, one elsewhere."""
    world = team("D", seats=OPEN).peer("A", at="X").peer("B", at="Y").peer("C", at="Z")
    world.relation("X", "shares_leadership_with", "H").relation("G", "predecessor_of", "H")
    world.relation("Y", "shares_leadership_with", "G")
    assert world.agreement() == (21, 104)


MUTANTS = mutants_of(
    "conflicts/rules/shared_leadership.py",
    ("shared_leadership: looks at neighbours", '"shares_leadership_with")', '"neighbour_of")'),
)
