"""The teams near a bound: all of them are enumerated, each with its points by definition."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from teamforge.problem import Choice, Problem
from teamforge.search import Effort
from teamforge.search.bound import NEVER, SCALE, Bounds, bound, no_prices
from teamforge.search.enumerate import NearOptimal, TooManyError, combinations
from teamforge.search.totals import EMPTY, Totals

from .problems import every_choice, make, one_window, worth


def reduced_cost(problem: Problem, bounds: Bounds, choice: Choice) -> int:
    """Return the reduced cost of a choice: how far it is below the best over all seats, empty ones included."""
    seats = dict(zip(problem.seat[list(choice.candidates)].tolist(), choice.candidates, strict=True))
    return sum(
        int(bounds.seats[seat, 0]) - (int(bounds.values[seats[seat]]) if seat in seats else 0)
        for seat in range(len(problem.seats))
    )


def test_points_by_definition() -> None:
    """For every way to fill the seats, valid or not, whichever seat is added last; none exceeds its bound."""
    seen = 0
    for seed, problem, _ in one_window():
        totals = Totals(problem)
        seats = range(len(problem.seats))
        options = [np.append(np.flatnonzero(problem.seat == seat), EMPTY) for seat in seats]
        last = Random(seed).choice(seats)
        every = list(product(*(options[seat] for seat in seats if seat != last)))[:300]
        partials = np.array(every, dtype=np.intp).reshape(len(every), len(seats) - 1)
        points, most = totals.with_each(partials, options[last]), totals.at_most(partials, options[last])
        for row, partial in enumerate(partials.tolist()):
            for column, other in enumerate(options[last].tolist()):
                chosen = Choice(0, tuple(place for place in (*partial, other) if place != EMPTY))
                by_hand = worth(problem, chosen)
                assert points[row, column] == (NEVER if by_hand is None else by_hand), seed
                assert by_hand is None or by_hand <= most[row]
                seen += 1
    assert seen > 1000


@pytest.mark.parametrize("most", [10**6, 0])
def test_the_best_within_a_slack(most: int) -> None:
    """It is the best of all that lose no more, or a better one; it is None if nothing reaches the target."""
    found = 0
    for seed, problem, bounds in one_window():
        every = list(every_choice(problem))
        near, rng = NearOptimal(problem, bounds, effort=Effort(partial_teams=most)), Random(seed)
        slack = rng.choice((0, 2, 5, 40)) * SCALE
        best = max((points for choice, points in every if reduced_cost(problem, bounds, choice) <= slack), default=None)
        if not most:
            if near.count(slack) > 0 and len(problem.seats) > 1:
                with pytest.raises(TooManyError):
                    near.best(slack, -1000)
            continue
        for target in (-1000, best, None if best is None else best + 1):
            if target is None:
                continue
            choice = near.best(slack, target)
            if best is not None and best >= target:
                assert choice is not None, seed
                assert problem.holds(choice)
                assert problem.score(choice) >= best
                found += 1
            elif choice is not None:
                assert problem.score(choice) >= target
    assert found > 50 or not most


def test_the_cheapest_of_the_best() -> None:
    """Among all teams with the most points, the one with the lowest costs."""
    several = 0
    for seed, problem, bounds in one_window():
        every = list(every_choice(problem))
        if not every:
            continue
        points = max(points for _, points in every)
        costs = np.array([Random(seed + place).randint(0, 99) for place in range(len(problem))], dtype=np.int64)
        equals = [choice for choice, own in every if own == points]
        several += len(equals) > 1
        slack = int(bounds.windows[0]) - points * SCALE
        choice = NearOptimal(problem, bounds, costs).cheapest(slack, points)
        assert choice is not None
        assert problem.score(choice) == points
        assert costs[list(choice.candidates)].sum() == min(costs[list(each.candidates)].sum() for each in equals), seed
        assert NearOptimal(problem, bounds, costs).cheapest(slack, points + 1) is None
    assert several > 10


def test_combinations() -> None:
    """All that fit into the slack, and how much they lose; None if there are too many."""
    options = [
        (np.array([1, 2, 3]), np.array([0, 2, 5])),
        (np.array([7, EMPTY]), np.array([0, 3])),
        (np.array([9]), np.array([1])),
    ]
    found = combinations(options, 5, 10)
    assert found is not None
    ways = {tuple(way): spent for way, spent in zip(found[0].tolist(), found[1].tolist(), strict=True)}
    assert ways == {(1, 7, 9): 1, (1, EMPTY, 9): 4, (2, 7, 9): 3}
    assert combinations(options, 5, 4) is None  # without the last seat there are five
    assert combinations(options, 5, 5) is not None
    empty = combinations(options, 0, 3)
    assert empty is not None
    assert len(empty[0]) == 0


@pytest.mark.parametrize("effort", [Effort(table_cells=0), Effort(teams=0)])
def test_too_large_to_be_enumerated(effort: Effort) -> None:
    """Too many teams, or too large tables, are refused."""
    _, problem, bounds = next(each for each in one_window() if len(each[1].seats) > 1 and list(every_choice(each[1])))
    slack = int(bounds.windows[0]) + 1000 * SCALE
    assert NearOptimal(problem, bounds).best(slack, -1000) is not None
    with pytest.raises(TooManyError):
        NearOptimal(problem, bounds, effort=effort).best(slack, -1000)


def test_in_pieces() -> None:
    """The size of the pieces does not change what is found."""
    for _, problem, bounds in one_window():
        slack = int(bounds.windows[0]) + 1000 * SCALE
        whole = NearOptimal(problem, bounds).best(slack, -1000)
        effort = Effort(partials_at_once=2, teams_at_once=1)
        pieces = NearOptimal(problem, bounds, effort=effort).best(slack, -1000)
        assert (whole and problem.score(whole)) == (pieces and problem.score(pieces))


def test_too_many_candidates() -> None:
    """They are refused before anybody is compared."""
    problem = make([("A", 0), ("B", 0), ("C", 0)], points=[3, 3, 2])
    with pytest.raises(TooManyError):
        NearOptimal(problem, bound(problem, no_prices(problem)), effort=Effort(enumerated_candidates=2))
