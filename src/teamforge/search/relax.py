"""
The linear relaxation of a small problem in one window, for its prices: DESIGN.md section 3, step 1.

GLOP solves it in floating point. Nothing rests on that: any prices give a true bound, good ones a tight one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import inf

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from teamforge.problem import Problem, Tallies
from teamforge.search.bound import SCALE, Prices, no_prices

__all__ = ["Relaxed", "relax"]


@dataclass(frozen=True, eq=False)
class Relaxed:
    """
    The relaxation solved.

    Parameters
    ----------
    prices
        The dual prices of the tallies.
    seats
        A value a seat above which another candidate would help, in units of 1/`SCALE` point.
    shares
        How much of each candidate is chosen, from 0 to 1; not a number where GLOP gave up.
    """

    prices: Prices
    seats: NDArray[np.int64]
    shares: NDArray[np.float64]


def relax(problem: Problem, empty_seat: int) -> Relaxed:
    """
    Return the prices of a problem of one window, and the shares that its relaxation chooses.

    Parameters
    ----------
    problem
        A problem of one window.
    empty_seat
        What a required seat costs when it stays empty, and each one missing to the minimum of a tally: more than
        any points, so that prices are found where too few candidates were generated, or no team exists.
    """
    solver = pywraplp.Solver.CreateSolver("GLOP")
    goal = solver.Objective()
    goal.SetMaximization()
    seats = []
    for required in problem.required:
        row = solver.Constraint(1.0, 1.0)
        nobody = solver.NumVar(0.0, 1.0, "")
        row.SetCoefficient(nobody, 1.0)
        goal.SetCoefficient(nobody, -float(empty_seat) if required else 0.0)
        seats.append(row)
    candidates = [solver.NumVar(0.0, solver.infinity(), "") for _ in range(len(problem))]
    for candidate, points, seat in zip(candidates, problem.points.tolist(), problem.seat.tolist(), strict=True):
        goal.SetCoefficient(candidate, float(points))
        seats[seat].SetCoefficient(candidate, 1.0)
    rows: list[tuple[int, int, pywraplp.Constraint]] = []
    prices = tuple(_of_nobody(tallies, empty_seat) for tallies in problem.tallies)
    for family, tallies in enumerate(problem.tallies):
        for tally, number in _in_order(tallies):
            members = tallies.of(tally)
            steps = _steps(tallies, len(np.unique(problem.seat[members])), empty_seat)
            if steps is None:
                continue
            row = solver.Constraint(0.0, 0.0)
            for member in members.tolist():
                row.SetCoefficient(candidates[member], 1.0)
            for gain, width in steps:
                step = solver.NumVar(0.0, width, "")
                row.SetCoefficient(step, -1.0)
                goal.SetCoefficient(step, float(gain))
            rows.append((family, number, row))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return Relaxed(no_prices(problem), np.zeros(len(seats), dtype=np.int64), np.full(len(problem), np.nan))
    for family, number, row in rows:
        prices[family][number] = round(-row.dual_value() * SCALE)
    return Relaxed(
        tuple({number: price for number, price in priced.items() if price} for priced in prices),
        np.array([round(row.dual_value() * SCALE) for row in seats], dtype=np.int64),
        np.array([candidate.solution_value() for candidate in candidates]),
    )


def _in_order(tallies: Tallies) -> list[tuple[int, int]]:
    """Return the tallies that somebody is in, and their numbers, by label: whatever the order of rows."""
    numbers = range(len(tallies)) if tallies.numbers is None else tallies.numbers.tolist()
    filled = np.diff(tallies.offsets) > 0
    pairs = [(place, number) for place, number in enumerate(numbers) if filled[place]]
    return sorted(pairs, key=lambda pair: tallies.labels[pair[1]])


def _of_nobody(tallies: Tallies, empty_seat: int) -> dict[int, int]:
    """
    Return the prices of tallies as if nobody were in them: what the first of them would gain.

    A tally that gains and has no candidate in the problem would otherwise be counted as if it gained all.
    """
    first = (*tallies.gains_to(1), 0)[0] + (empty_seat if tallies.minimum else 0)
    return dict.fromkeys(range(len(tallies.labels)), first * SCALE) if first > 0 else {}


def _steps(tallies: Tallies, most: int, empty_seat: int) -> list[tuple[int, float]] | None:
    """
    Return the runs of equal gains of a tally and their widths; None for a tally that nothing depends on.

    Where only the seats bound a tally its last run is open: bounded twice it could have any price that is lower
    still, and such prices prove little.
    """
    limit = most if tallies.maximum is None else min(most, tallies.maximum)
    gains = [
        gain + (empty_seat if place < tallies.minimum else 0) for place, gain in enumerate(tallies.gains_to(limit))
    ]
    if not any(gains) and limit == most:
        return None
    steps = [(gain, float(len(list(run)))) for gain, run in groupby(gains)]
    if limit == most:
        steps[-1] = (steps[-1][0], inf)
    return steps
