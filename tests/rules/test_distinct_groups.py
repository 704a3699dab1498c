"""`distinct_groups`: members on political seats of the same political group cost."""

from __future__ import annotations

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    FULL,
    make_challenge,
    make_pool,
    points,
)
from tests.world import World, seat

# What it compiles to


def test_tallies() -> None:
    """Four political seats, one not counting: 4000/3 = 1333 for each beyond the first; the unknown are a group."""
    seats = [seat(name, political=True) for name in "stu"] + [seat("m", political=True, counts=False), seat("v")]
    world = World(seats=seats).peer("A", group="green").peer("B", group="green").peer("C").peer("D")
    world.peer("E", group="labour")
    assert sorted(world.tallied("distinct_groups")) == [
        (["A"] * 3 + ["B"] * 3, (0, -1333), 0, None),
        (["C"] * 3 + ["D"] * 3, (0, -1333), 0, None),
        (["E"] * 3, (0, -1333), 0, None),
    ]


def test_from_two_seats() -> None:
    """With one political seat there is nothing to compare; with two the cost is the whole weight."""
    one = World(seats=[seat("s", political=True), seat("t")]).peer("A").peer("B")
    assert one.gives_nothing("distinct_groups")
    two = World(seats=[seat("s", political=True), seat("t", political=True)]).peer("A").peer("B")
    assert two.tallied("distinct_groups") == [(["A", "A", "B", "B"], (0, -4000), 0, None)]


# What the verifier says


@pytest.mark.parametrize(
    ("groups", "political", "expected"),
    [
        # s = 2: (2 - 1)·round(4000/1).
        ({"E": "green", "S": "green"}, {}, -4000),
        ({"E": "green", "S": "red"}, {}, 0),
        ({"E": "green", "S": None}, {}, 0),
        ({"E": None, "S": None}, {}, -4000),
        # s = 1: nothing.
        ({"E": "green", "S": "green"}, {"spare": False}, 0),
        # s = 3: each round(4000/2) = 2000.
        ({"E": "green", "S": "green", "L": "green"}, {"lead": True}, -4000),
        ({"E": "green", "S": "green", "L": "red"}, {"lead": True}, -2000),
        # The manager's seat makes s = 3 and its peer is no member.
        ({"E": "green", "S": "green", "M": "green"}, {"manager": True}, -2000),
        # s = 4: each round(4000/3) = round(1333.33) = 1333; two groups of two.
        ({"E": "green", "S": "red", "L": "green", "V": "red"}, {"lead": True, "vcs": True}, -2666),
    ],
)
def test_points(groups: dict[str, str | None], political: dict[str, bool], expected: int) -> None:
    """Each group with m > 1 members on political seats costs (m - 1)·round(4000/(s - 1)); the unknown are one."""
    pool = make_pool(peers={peer: {"group": group} for peer, group in groups.items()})
    challenge = make_challenge(seats={seat: {"political": flag} for seat, flag in political.items()})
    assert points(pool, challenge, FULL)["distinct_groups"] == expected


# Both


def test_both_sides_agree() -> None:
    """Two of one group, one of none that is known."""
    world = World(seats=[seat("s", political=True), seat("t", political=True), seat("m", counts=False, political=True)])
    world.peer("A", group="green").peer("B", group="green").peer("C")
    assert world.agreement() == (6, 58)


MUTANTS = mutants_of(
    "problem/criteria/distinct_groups.py",
    ("distinct_groups: one seat too many", "seats - 1)", "seats)"),
    ("distinct_groups: the first costs too", "(0, -cost)", "(-cost,)"),
)
