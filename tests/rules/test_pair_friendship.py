"""`pair_friendship`: a current friendship between two of the team."""

from __future__ import annotations

import pytest

from teamforge.verify import LedgerEntry, score
from tests.rules.patterns import (
    PairTie,
)
from tests.rules.valid_team import (
    make_challenge,
    make_pool,
    make_team,
)
from tests.world import OPEN, World, seat, team, waiver

FIRING = {"interests": [("E", "friendship", "M")]}
"""A pool in which the rule fires for the manager and E."""


class TestPairFriendship(PairTie):
    """Such ties."""

    rule = "pair_friendship"
    kinds = ("friendship",)


# What is found


def test_a_waiver_in_either_order() -> None:
    """It lifts the pair it names, and no other."""
    for peer, other in (("A", "B"), ("B", "A")):
        lifted = waiver(peer, "pair_friendship", other_peer=other)
        world = World(waivers=[lifted]).peer("B").peer("A").peer("C")
        world.interest("A", "friendship", "B").interest("A", "friendship", "C")
        assert world.fired("pair_friendship") == ["A+B", "A+C"]
        assert [sorted(world.pool.peers.ids[pair].tolist()) for pair in world.conflicts.blocked_pairs()] == [["A", "C"]]


# What it compiles to


def test_a_soft_rule_of_pairs() -> None:
    """7000/2 for each pair of members, not with the manager; three pairs of three members cost three times."""
    seats = [seat("s"), seat("t"), seat("u"), seat("m", counts=False)]
    rules = {"pair_friendship": {"strength": "soft", "weight": 7}}
    world = team("A", "B", "C", rules=rules, seats=seats)
    world.interest("A", "friendship", "B").interest("B", "friendship", "C").interest("C", "friendship", "A")
    name = "soft:pair_friendship"
    assert world.cost(name, ("A", "s"), ("B", "t")) == -2333
    assert world.cost(name, ("A", "s"), ("B", "t"), ("C", "u")) == -6999
    assert world.cost(name, ("A", "s"), ("B", "m")) == 0
    assert world.tallied("blocked_pairs") == []


# What the verifier says


def test_soft_pair() -> None:
    """Each pair costs round(3·1000/4) = 750, once though both declared it."""
    ties = [("L", "friendship", "E"), ("E", "friendship", "L"), ("V", "friendship", "E")]
    challenge = make_challenge(rules={"pair_friendship": {"strength": "soft", "weight": 3}})
    ledger = score(make_pool(interests=ties), challenge, make_team())
    found = [entry for entry in ledger if entry.criterion == "soft:pair_friendship"]
    assert found == [
        LedgerEntry("soft:pair_friendship", -750, None, None, "L and E are friends"),
        LedgerEntry("soft:pair_friendship", -750, None, None, "E and V are friends"),
    ]


# Both


@pytest.mark.parametrize(("strength", "expected"), [("review", (7, 57)), ("soft", (21, 43))])
def test_both_sides_agree(strength: str, expected: tuple[int, int]) -> None:
    """It blocks, or it costs."""
    world = team("A", "B", "C", seats=OPEN, rules={"pair_friendship": {"strength": strength, "weight": 7}})
    assert world.interest("A", "friendship", "B").interest("C", "friendship", "B").agreement() == expected
