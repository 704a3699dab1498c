"""Prices from the linear relaxation: on tiny problems they prove its bound."""

from __future__ import annotations

from random import Random

import numpy as np

from teamforge.problem import Tallies
from teamforge.search.bound import SCALE, bound, no_prices
from teamforge.search.relax import relax

from .problems import best_choices, ints, make, random_problem


def test_a_pair_has_a_price() -> None:
    """
    A (10) and C (8) may not be together; B (6) and D (7) may with anybody: the best is A and D, 17.

    Without prices the bound is 18; the linear relaxation has no gap, so its prices prove 17.
    """
    problem = make(
        [("A", 0), ("B", 0), ("C", 1), ("D", 1)],
        required=[True, True],
        points=[10, 6, 8, 7],
        rules=[Tallies.one("pair", ints([0, 2]), (), maximum=1)],
    )
    assert bound(problem, no_prices(problem)).windows.tolist() == [18 * SCALE]
    prices = relax(problem, 1_000).prices
    assert -4 * SCALE <= int(prices[-1][0]) <= -SCALE
    assert bound(problem, prices).windows.tolist() == [17 * SCALE]


def test_a_gain_is_shared() -> None:
    """The first of three on different seats earns 4; its price, from 0 to 4, is what each seems worth."""
    problem = make(
        [("A", 0), ("B", 0), ("C", 1), ("D", 1)],
        required=[True, True],
        points=[0, 3, 0, 3],
        tallies=[Tallies.one("match", ints([0, 2]), (4,))],
    )
    assert best_choices(problem)[0] == 7
    relaxed = relax(problem, 1_000)
    prices, seats = relaxed.prices, relaxed.seats
    assert bound(problem, prices).windows.tolist() == [7 * SCALE]
    assert len(seats) == 2


def test_a_minimum_has_a_price() -> None:
    """B (1) must be there though A (5) is worth more: 1, proved by a price of at least 4 for B."""
    problem = make([("A", 0), ("B", 0)], points=[5, 1], rules=[Tallies.one("least", ints([1]), (), minimum=1)])
    relaxed = relax(problem, 1_000)
    prices, seats = relaxed.prices, relaxed.seats
    assert int(prices[-1][0]) >= 4 * SCALE
    assert bound(problem, prices).windows.tolist() == [SCALE]
    assert int(seats[0]) == SCALE + int(prices[-1][0])


def test_the_value_of_a_seat() -> None:
    """For another candidate, the value above which they would help; for an empty seat, what it costs."""
    seats = relax(make([("A", 0), ("B", 0)], points=[5, 1]), 1_000).seats
    assert seats.tolist() == [5 * SCALE]
    seats = relax(make([("A", 0)], required=[True, True], points=[5]), 1_000).seats
    assert seats.tolist() == [5 * SCALE, -1_000 * SCALE]
    seats = relax(make([("A", 0)], required=[False], points=[-5]), 1_000).seats
    assert seats.tolist() == [0]


def test_never_worse_than_no_prices() -> None:
    """On random problems that have a team; most gaps are closed, and no bound is below the best."""
    before_all, after_all = 0, 0
    for number in range(150):
        problem = random_problem(Random(number))
        one = problem.restrict(np.flatnonzero(problem.serves[:, 0]), np.array([0]))
        most, _ = best_choices(one)
        if most is None:
            continue
        before = int(bound(one, no_prices(one)).windows[0])
        after = int(bound(one, relax(one, 1_000).prices).windows[0])
        assert most * SCALE <= after
        assert after <= before + 64, "prices are rounded to a unit"
        before_all += before - most * SCALE
        after_all += after - most * SCALE
    assert after_all < before_all / 3


def test_a_tally_that_only_the_seats_bound() -> None:
    """At least one of A, who has the only seat: no price is needed, and none may loosen the bound."""
    problem = make(
        [("A", 0), ("B", 1), ("C", 2)],
        required=[True] * 3,
        points=[5, 5, 5],
        tallies=[Tallies.one("soft", ints([0]), (-3,))],
        rules=[Tallies.one("least", ints([0]), (), minimum=1)],
    )
    assert bound(problem, relax(problem, 1_000).prices).windows.tolist() == [12 * SCALE]
