"""`outside_region`: members from outside the hosts' regions; as a hard rule nobody from inside."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    FULL,
    broken,
    make_challenge,
    make_pool,
    points,
)
from tests.world import OPEN, THREE, World, seat, team

# What it compiles to


def test_points_of_candidates() -> None:
    """6000/2 for members whose region is known and no host's; not for the manager."""
    world = World(seats=THREE, hosts=["H", "I"]).organisation("H", region="london").organisation("I", region="wales")
    world.organisation("X", region="kent").organisation("Y", region="wales").organisation("Z")
    world.peer("A", at="X").peer("B", at="Y").peer("C", at="Z").peer("D")
    assert world.points_of("outside_region") == {("A", "s"): 3000, ("A", "t"): 3000}


def test_unknown_hosts() -> None:
    """Where no host's region is known nobody is outside."""
    world = World(seats=THREE).organisation("X", region="kent").peer("A", at="X")
    assert world.gives_nothing("outside_region")


def test_hard() -> None:
    """Bars members whose known region is a host's; neither the manager nor the unknown."""

    def world(strength: str) -> World:
        rules = {"outside_region": {"strength": strength, "weight": 0}}
        made = World(rules=rules, hosts=["H", "I"], seats=[seat("s"), seat("m", counts=False)])
        made.organisation("H", region="kent").organisation("I", region="wales").organisation("X", region="wales")
        made.organisation("Y", region="london").organisation("Z")
        return made.peer("A", at="X").peer("B", at="Y").peer("C", at="Z").peer("D")

    assert world("hard").stopped() == {"outside_region": [("A", "s")]}
    assert world("off").stopped() == {}


# What the verifier says


@pytest.mark.parametrize(
    ("regions", "expected"),
    [
        # L, E and S from the south east, V from a place unknown: three times 1500.
        ({}, 4500),
        ({"OV": "london"}, 6000),
        ({"OL": "north west"}, 3000),
        # One host's region is enough to know what is outside, and either host's is inside.
        ({"H": None}, 4500),
        ({"H": "south east"}, 0),
        ({"H": "london", "OV": "london"}, 4500),
        ({"H": None, "I": None}, 0),
    ],
)
def test_points(regions: dict[str, str | None], expected: int) -> None:
    """Each member from a known region that is no host's: round(6000/4) = 1500."""
    pool = make_pool(organisations={name: {"region": region} for name, region in regions.items()})
    assert points(pool, team=FULL)["outside_region"] == expected
    hard = make_challenge(rules={"outside_region": {"strength": "hard"}})
    assert points(pool, hard, FULL)["outside_region"] == expected


def test_a_hard_rule() -> None:
    """Hard bars members whose known region is a host's, any host's; unknown regions and the manager may be."""
    hard = make_challenge(rules={"outside_region": {"strength": "hard"}})
    near: dict[str, Any] = {"organisations": {"OV": {"region": "north west"}}}
    assert broken(make_pool(), hard) == []
    assert broken(make_pool(**near)) == []
    assert broken(make_pool(**near), hard) == [("outside_region", "vcs", ("V",))]
    no_points = make_challenge(rules={"outside_region": {"strength": "hard", "weight": 0}})
    assert broken(make_pool(**near), no_points) == [("outside_region", "vcs", ("V",))]
    second = {"OV": {"region": "north west"}, "H": {"region": "london"}}
    assert broken(make_pool(organisations=second), hard) == [("outside_region", "vcs", ("V",))]
    blank = {"H": {"region": None}, "I": {"region": None}}
    assert broken(make_pool(organisations=blank), hard) == []
    assert broken(make_pool(peers={"M": {"at": "ICS"}}), hard) == []


# Both


@pytest.mark.parametrize(("strength", "valid"), [("off", 21), ("hard", 10)])
def test_both_sides_agree(strength: str, valid: int) -> None:
    """One from the region, one from outside, one from a place unknown."""
    world = team("A", "B", "C", seats=OPEN, rules={"outside_region": {"strength": strength}}).organisation(
        "H", region="kent"
    )
    world.organisation("X", region="kent").organisation("Y", region="london").organisation("Z")
    world.peer("A", at="X").peer("B", at="Y").peer("C", at="Z")
    assert world.agreement() == (valid, 64 - valid)


MUTANTS = mutants_of(
    "problem/criteria/outside_region.py",
    ("outside_region: the manager too", "compilation.members & ", ""),
)
