"""Bounds by integer arithmetic: some worked by hand, and none ever below a team, whatever the prices."""

from __future__ import annotations

from random import Random

import pytest

from teamforge.problem import Problem, Tallies
from teamforge.search.bound import LARGEST, NEVER, SCALE, bound, carried_over, fitting, no_prices

from .problems import every_choice, ints, make, random_problem

PAIR = make(
    [("A", 0), ("B", 0), ("C", 1), ("D", 1)],
    required=[True, True],
    points=[10, 6, 8, 7],
    windows=[0, 5],
    serves=[[True, False], [True, True], [True, True], [True, True]],
    tallies=[Tallies.one("match", ints([1, 2]), (4,))],
    rules=[Tallies.one("pair", ints([0, 2]), (), maximum=1)],
    constant=100,
)
"""A and C may not be together. Best: A and D, 117 in the first window; B and D or C, 118, 123 in the second."""


@pytest.mark.parametrize("high", [1, 2, 1_000])
def test_without_prices(high: int) -> None:
    """Window 1: 100 + 10 + 8 and 4 of the match; window 2: 100 + 5 + 6 + 8 and 4."""
    found = bound(PAIR, no_prices(PAIR), high)  # the best of a seat serve in one window alone, or are all of it
    assert found.windows.tolist() == [122 * SCALE, 123 * SCALE]
    assert found.values.tolist() == [10 * SCALE, 6 * SCALE, 8 * SCALE, 7 * SCALE]
    assert found.seats.tolist() == [[10 * SCALE, 6 * SCALE], [8 * SCALE, 8 * SCALE]]


def test_with_prices() -> None:
    """
    A price of 2 on the match, −3 on the pair.

    Values: A 10 − 3 = 7, B 6 + 2 = 8, C 8 + 2 − 3 = 7, D 7. Match: max(0, 4 − 2, 4 − 2·2) = 2. Pair: max(0, 3) = 3.
    Window 1: 100 + 8 + 7 + 2 + 3 = 120, window 2: 5 more.
    """
    prices = ({0: 2 * SCALE}, {0: -3 * SCALE})
    found = bound(PAIR, prices)
    assert found.values.tolist() == [7 * SCALE, 8 * SCALE, 7 * SCALE, 7 * SCALE]
    assert found.windows.tolist() == [120 * SCALE, 125 * SCALE]


def test_optional_seats_and_nobody() -> None:
    """A seat that may stay empty is worth at least 0; a required one that nobody can fill in a window ends it."""
    problem = make([("A", 0), ("B", 1)], required=[True, False], points=[3, -4], serves=[[False], [True]])
    found = bound(problem, no_prices(problem))
    assert found.windows.tolist() == [NEVER]
    assert found.seats.tolist() == [[NEVER], [0]]
    problem = make([("A", 0), ("B", 1)], required=[True, False], points=[3, -4])
    assert bound(problem, no_prices(problem)).windows.tolist() == [3 * SCALE]


def test_a_minimum_that_cannot_be() -> None:
    """A minimum above the number of seats: no team in any window."""
    problem = make([("A", 0)], rules=[Tallies.one("least", ints([0]), (), minimum=2)])
    assert bound(problem, no_prices(problem)).windows.tolist() == [NEVER]


def test_a_minimum_and_its_price() -> None:
    """At least one is needed: at price −1 the tally pays at most 1 for each seat, and at least once."""
    problem = make([("A", 0)], points=[2], rules=[Tallies.one("least", ints([0]), (), minimum=1)])
    assert bound(problem, (*no_prices(problem)[:-1], {0: -SCALE})).windows.tolist() == [2 * SCALE]
    # With the price 5 the candidate is worth 7 and the tally pays −5, not 0.
    assert bound(problem, (*no_prices(problem)[:-1], {0: 5 * SCALE})).windows.tolist() == [2 * SCALE]


def test_never_below_a_team() -> None:
    """Whatever the prices, of either sign."""
    rng = Random(3)
    for number in range(80):
        problem = random_problem(Random(number))
        for most in (0, 1, 8):
            prices = tuple(
                {number: rng.randint(-most * SCALE, most * SCALE) for number in range(len(tallies))}
                for tallies in problem.tallies
            )
            ceilings = bound(problem, prices).windows.tolist()
            for choice, points in every_choice(problem):
                assert points * SCALE <= ceilings[choice.window]


def test_least_points() -> None:
    """No team, valid or not, falls below."""
    for number in range(60):
        problem = random_problem(Random(number))
        least = problem.least_points
        assert all(points >= least for _, points in every_choice(problem))
    # B and C, window 1: 100 + 6 + 7, and the match adds nothing below 0.
    assert PAIR.least_points <= 113


def test_prices_carried_over_fit() -> None:
    """Where a family is worth far more than before, its prices are scaled down: any prices give a true bound."""

    def worth_of_one(gain: int) -> Problem:
        return make([("A", 0), ("B", 0)], points=[1, 1], tallies=[Tallies.one("t", ints([0, 1]), (gain,))])

    old, new = worth_of_one(1), worth_of_one(2_500)
    (carried,) = carried_over([fitting(old, ({0: LARGEST},))], old, new)
    assert carried == fitting(new, carried)
    assert bound(new, carried).windows[0] >= 2_501 * SCALE
