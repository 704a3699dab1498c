"""`neighbour`: the peer's is an organisation that neighbours a host."""

from __future__ import annotations

from tests.rules.patterns import (
    Beside,
)
from tests.world import OPEN, World, team

FIRING = {"peers": {"M": {"at": "FAR"}}, "relations": [("FAR", "neighbour_of", "I")]}
"""A pool in which the rule fires for the manager."""


class TestNeighbour(Beside):
    """That relation."""

    rule = "neighbour"
    kind = "neighbour_of"


# What is found


def test_two_hosts_are_two_paths() -> None:
    """One finding, a path a host."""
    world = World(hosts=["H", "I"]).peer(at="X").relation("X", "neighbour_of", "H").relation("I", "neighbour_of", "X")
    assert world.fired("neighbour") == ["A"]
    assert world.paths("neighbour") == ["A — works at — X — neighbour of — H", "A — works at — X — neighbour of — I"]


# Both


def test_both_sides_agree() -> None:
    """One beside the host, one beside its predecessor, one elsewhere."""
    world = (
        team("D", seats=OPEN).peer("A", at="X").peer("B", at="Y").peer("C", at="Z").relation("X", "neighbour_of", "H")
    )
    world.relation("G", "predecessor_of", "H").relation("Y", "neighbour_of", "G")
    assert world.agreement() == (21, 104)
