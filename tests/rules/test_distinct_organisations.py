"""`distinct_organisations`: members of the same organisation cost."""

from __future__ import annotations

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    FULL,
    make_pool,
    points,
)
from tests.world import OPEN, THREE, World, team

# What it compiles to


def test_tallies() -> None:
    """4000/2 for each member beyond the first; independents have none, the manager is no member."""
    world = World(seats=THREE).peer("A", at="X").peer("B", at="X").peer("C").peer("D").peer("E", at="Y")
    assert world.tallied("distinct_organisations") == [
        (["A", "A", "B", "B"], (0, -2000), 0, None),
        (["E", "E"], (0, -2000), 0, None),
    ]


# What the verifier says


@pytest.mark.parametrize(
    ("homes", "expected"),
    [
        ({}, 0),
        ({"E": "OL"}, -1000),
        ({"E": "OL", "V": "OL"}, -2000),
        ({"E": "OL", "S": "OV"}, -2000),
        ({"L": None, "E": None, "V": None}, 0),
        ({"M": "OL"}, 0),
    ],
)
def test_points(homes: dict[str, str | None], expected: int) -> None:
    """Each organisation with m > 1 members costs (m - 1)·round(4000/4); independents cost nothing."""
    pool = make_pool(peers={peer: {"at": home} for peer, home in homes.items()})
    assert points(pool, team=FULL)["distinct_organisations"] == expected


# Both


def test_both_sides_agree() -> None:
    """Two of one organisation, one of another, one independent."""
    world = team("D", seats=OPEN).peer("A", at="X").peer("B", at="X").peer("C", at="Y")
    assert world.agreement() == (52, 73)


MUTANTS = mutants_of(
    "problem/criteria/distinct_organisations.py",
    ("distinct_organisations: independents are one", " & (organisation >= 0)", ""),
    ("distinct_organisations: the first costs too", "(0, -cost)", "(-cost,)"),
)
