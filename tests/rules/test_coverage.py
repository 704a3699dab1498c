"""`coverage`: for each theme, the highest levels among the members, the highest first."""

from __future__ import annotations

from typing import Any

from teamforge.team import Team
from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    FULL,
    START,
    entries,
    make_challenge,
    make_pool,
)
from tests.world import OPEN, THREE, World, team

# What it compiles to


def weighed(criterion: str, **keys: Any) -> dict[str, dict[str, Any]]:
    """Return the rules that override one criterion."""
    return {criterion: keys}


def test_tallies() -> None:
    """
    Weights 3 and 1, depth 4, 2, 1: c_{t,k} = round(10000·w·a / (4·4·7)).

    10000·3·4/112 = 1071.4, ·2 535.7, ·1 267.9; of housing 357.1, 178.6, 89.3. One tally for each level from 1 to 4.
    """
    world = World(seats=THREE, scope={"prevention": 3, "housing": 1})
    world.peer("A", prevention=4, housing=0).peer("B", prevention=1, housing=2)
    first, second = world.problem.terms["coverage"].tallies
    assert (first.gains, second.gains) == ((1071, 536, 268), (357, 179, 89))
    assert world.tallied("coverage") == [
        (["A", "A", "B", "B"], (1071, 536, 268), 0, None),
        (["A", "A"], (1071, 536, 268), 0, None),
        (["A", "A"], (1071, 536, 268), 0, None),
        (["A", "A"], (1071, 536, 268), 0, None),
        (["B", "B"], (357, 179, 89), 0, None),
        (["B", "B"], (357, 179, 89), 0, None),
        ([], (357, 179, 89), 0, None),
        ([], (357, 179, 89), 0, None),
    ]


def test_another_depth_and_weight() -> None:
    """10·1000·5·1/(4·5·2) = 1250 twice; with weight 1 it is 125; a theme of weight 0 has no tally."""
    for weight, gain in ((10, 1250), (1, 125)):
        world = World(scope={"prevention": 5, "housing": 0}, rules=weighed("coverage", weight=weight, depth=[1, 1]))
        (tallies,) = world.peer(prevention=1).problem.terms["coverage"].tallies
        assert tallies.gains == (gain, gain)


def test_rounds_half_up() -> None:
    """1·1000·1·1/(4·2·1) = 125 and of weight 7 1000·7·1/(4·7·4): 62.5 is 63."""
    world = World(scope={"prevention": 7}, rules=weighed("coverage", weight=1, depth=[1, 1, 1, 1]))
    assert world.peer().problem.terms["coverage"].tallies[0].gains == (63, 63, 63, 63)


# What the verifier says


def test_points() -> None:
    """
    One theme: Σw = 10, Σa = 7.

    c_k = round(10000·10·a_k/(4·10·7)): 400000/280 = 1428.57 → 1429; 714.29 → 714; 357.14 → 357.
    Levels 4, 3, 3 of L, E, V: 1429·4 = 5716, 714·3 = 2142, 357·3 = 1071; the manager's 4 is no member's.
    """
    levels = {"L": {"prevention": 4}, "E": {"prevention": 3}, "V": {"prevention": 3}, "M": {"prevention": 4}}
    expected = [(5716, "L", "lead"), (2142, "E", "elected"), (1071, "V", "vcs")]
    assert entries("coverage", pool=make_pool(peers=levels)) == expected


def test_by_level_then_by_seat() -> None:
    """Levels 1, 4, 1, 4 of L, E, V, S: E and S first, by seat, then L; V is fourth and counts for nothing."""
    levels = {"L": {"prevention": 1}, "E": {"prevention": 4}, "V": {"prevention": 1}, "S": {"prevention": 4}}
    team = Team(START, FULL.seats[::-1])
    expected = [(1429 * 4, "E", "elected"), (714 * 4, "S", "spare"), (357, "L", "lead")]
    assert entries("coverage", pool=make_pool(peers=levels), team=team) == expected


def test_two_themes() -> None:
    """
    Weights 10 and 5: Σw = 15, so 4·Σw·Σa = 420; a third theme of weight 0 changes nothing.

    prevention: 400000/420 = 952.38 → 952; housing: 200000/420 = 476.19 → 476, 100000/420 = 238.10 → 238.
    """
    levels = {"L": {"prevention": 2, "housing": 1}, "E": {"housing": 3}}
    expected = [(1904, "L", "lead"), (1428, "E", "elected"), (238, "L", "lead")]
    challenge = make_challenge(scope={"prevention": 10, "Housing": 5})
    assert entries("coverage", pool=make_pool(peers=levels), challenge=challenge) == expected
    alone = make_challenge(scope={"prevention": 10, "housing": 0})
    assert entries("coverage", pool=make_pool(peers=levels), challenge=alone) == [(2858, "L", "lead")]


def test_depth_and_weight() -> None:
    """Depth (1, 1): Σa = 2; weight 3: c_k = round(3000·10/(4·10·2)) = 375 for both."""
    levels = {"L": {"prevention": 2}, "E": {"prevention": 4}, "V": {"prevention": 1}}
    challenge = make_challenge(rules={"coverage": {"weight": 3, "depth": (1, 1)}})
    expected = [(1500, "E", "elected"), (750, "L", "lead")]
    assert entries("coverage", pool=make_pool(peers=levels), challenge=challenge) == expected


def test_deeper_than_the_team() -> None:
    """Ranks that nobody holds are worth 0: with depth of five each c is round(100000·1/(4·10·5)) = 500."""
    challenge = make_challenge(rules={"coverage": {"depth": (1, 1, 1, 1, 1)}})
    pool = make_pool(peers={"L": {"prevention": 1}})
    assert entries("coverage", pool=pool, challenge=challenge) == [(500, "L", "lead")]


# Both


def test_both_sides_agree() -> None:
    """Two themes, two members and a manager whose level counts for nothing."""
    world = team("A", "B", seats=OPEN, scope={"prevention": 3, "housing": 1}).peer("A", prevention=4, housing=1)
    world.peer("B", prevention=1, housing=2)
    assert world.agreement() == (6, 21)


MUTANTS = mutants_of(
    "problem/criteria/coverage.py",
    ("coverage: themes weigh the same", "* scope[theme] * step", "* step"),
    ("coverage: a level less", "levels >= level", "levels > level"),
    ("coverage: the manager's too", "compilation.members & (levels", "(levels"),
    ("coverage: the best alone", "for step in depth)", "for step in depth[:1])"),
)
