"""
The linear relaxation of a small problem in one window, for its prices: DESIGN.md section 3, step 1.

GLOP solves it in floating point. No proof depends on that: any prices give a true bound, good prices a tight one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import inf

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from teamforge.problem import Problem, Tallies
from teamforge.problem.arrays import Points
from teamforge.search.bound import SCALE, Prices, fitting, no_prices


@dataclass(frozen=True, eq=False)
class LpSolution:
    """
    The relaxation, solved.

    Parameters
    ----------
    prices
        The duals of the tallies.
    seats
        The duals of the seats, in units of 1/`SCALE` point: another candidate with a higher value would help.
    values
        The value of each candidate's variable, from 0 to 1; NaN if GLOP gave up.
    """

    prices: Prices
    seats: Points
    values: NDArray[np.float64]


def relax(problem: Problem, artificial_cost: int) -> LpSolution:
    """
    Return the duals and the values of the relaxation of a problem of one window.

    Parameters
    ----------
    problem
        A problem of one window.
    artificial_cost
        The cost of an empty required seat, and of each candidate short of a tally's minimum: more than any points. With
        it the relaxation has a solution even if too few candidates were generated, or no team exists.
    """
    solver = pywraplp.Solver.CreateSolver("GLOP")
    goal = solver.Objective()
    goal.SetMaximization()
    seats = []
    for required in problem.required:
        row = solver.Constraint(1.0, 1.0)
        nobody = solver.NumVar(0.0, 1.0, "")
        row.SetCoefficient(nobody, 1.0)
        goal.SetCoefficient(nobody, -float(artificial_cost) if required else 0.0)
        seats.append(row)
    candidates = [solver.NumVar(0.0, solver.infinity(), "") for _ in range(len(problem))]
    for candidate, points, seat in zip(candidates, problem.points.tolist(), problem.seat.tolist(), strict=True):
        goal.SetCoefficient(candidate, float(points))
        seats[seat].SetCoefficient(candidate, 1.0)
    rows: list[tuple[int, int, pywraplp.Constraint]] = []
    prices = tuple(_prices_of_empty(tallies, artificial_cost) for tallies in problem.tallies)
    seat_of = problem.seat.tolist()
    for family, tallies in enumerate(problem.tallies):
        for tally, number in _in_order(tallies):
            members = tallies.of(tally).tolist()
            steps = _steps(tallies, len({seat_of[member] for member in members}), artificial_cost)
            if steps is None:
                continue
            row = solver.Constraint(0.0, 0.0)
            for member in members:
                row.SetCoefficient(candidates[member], 1.0)
            for gain, width in steps:
                step = solver.NumVar(0.0, width, "")
                row.SetCoefficient(step, -1.0)
                goal.SetCoefficient(step, float(gain))
            rows.append((family, number, row))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return LpSolution(no_prices(problem), np.zeros(len(seats), dtype=np.int64), np.full(len(problem), np.nan))
    for family, number, row in rows:
        prices[family][number] = round(-row.dual_value() * SCALE)
    return LpSolution(
        fitting(problem, tuple({number: price for number, price in priced.items() if price} for priced in prices)),
        np.array([round(row.dual_value() * SCALE) for row in seats], dtype=np.int64),
        np.array([candidate.solution_value() for candidate in candidates]),
    )


def _in_order(tallies: Tallies) -> list[tuple[int, int]]:
    """Return the tallies with members, and their numbers, by label: GLOP must not see the order of rows."""
    numbers = range(len(tallies)) if tallies.numbers is None else tallies.numbers.tolist()
    filled = np.diff(tallies.offsets) > 0
    pairs = [(place, number) for place, number in enumerate(numbers) if filled[place]]
    return sorted(pairs, key=lambda pair: tallies.labels[pair[1]])


def _prices_of_empty(tallies: Tallies, artificial_cost: int) -> dict[int, int]:
    """
    Return prices for tallies as if none had members: what the first member would gain.

    At price 0 a tally without members in this problem would count as if it gained everything.
    """
    first = (*tallies.gains_to(1), 0)[0] + (artificial_cost if tallies.minimum else 0)
    return dict.fromkeys(range(len(tallies.labels)), first * SCALE) if first > 0 else {}


def _steps(tallies: Tallies, most: int, artificial_cost: int) -> list[tuple[int, float]] | None:
    """
    Return the runs of equal gains of a tally and their widths; None for a tally that changes nothing.

    If only the seats bound a tally, its last run has no upper bound. A second bound there would allow any lower price
    as well, and such prices prove little.
    """
    limit = most if tallies.maximum is None else min(most, tallies.maximum)
    gains = [
        gain + (artificial_cost if place < tallies.minimum else 0) for place, gain in enumerate(tallies.gains_to(limit))
    ]
    if not any(gains) and limit == most:
        return None
    steps = [(gain, float(len(list(run)))) for gain, run in groupby(gains)]
    if limit == most:
        steps[-1] = (steps[-1][0], inf)
    return steps
