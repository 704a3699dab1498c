"""
The linear relaxation of a small problem in one window, for its prices: DESIGN.md section 3, step 1.

GLOP solves it in floating point. Nothing rests on that: any prices give a true bound, good ones a tight one.
"""

from __future__ import annotations

from itertools import groupby
from math import inf

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from teamforge.problem import Problem, Tallies
from teamforge.search.bound import SCALE, Prices

__all__ = ["relax"]


def relax(problem: Problem, empty_seat: int) -> tuple[Prices, NDArray[np.int64]]:
    """
    Return the dual prices of the tallies and of the seats.

    Parameters
    ----------
    problem
        A problem of one window.
    empty_seat
        What a required seat costs when it stays empty, and each one missing to the minimum of a tally: more than
        any points, so that prices are found where too few candidates were generated, or no team exists.

    Returns
    -------
    tuple
        Prices, and a value a seat above which another candidate would help; in units of 1/`SCALE` point.
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
    for family, tallies in enumerate(problem.tallies):
        for tally in np.flatnonzero(np.diff(tallies.offsets)).tolist():
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
            rows.append((family, tally, row))
    solver.Solve()
    prices = tuple(np.zeros(len(tallies), dtype=np.int64) for tallies in problem.tallies)
    for family, tally, row in rows:
        prices[family][tally] = round(-row.dual_value() * SCALE)
    return prices, np.array([round(row.dual_value() * SCALE) for row in seats], dtype=np.int64)


def _steps(tallies: Tallies, most: int, empty_seat: int) -> list[tuple[int, float]] | None:
    """
    Return the runs of equal gains of a tally and their widths; None for a tally that nothing depends on.

    Where only the seats bound a tally its last run is open: bounded twice it could have any price that is lower
    still, and such prices prove little.
    """
    room = most if tallies.maximum is None else min(most, tallies.maximum)
    gains = [gain + (empty_seat if place < tallies.minimum else 0) for place, gain in enumerate(tallies.gains_to(room))]
    if not any(gains) and room == most:
        return None
    steps = [(gain, float(len(list(run)))) for gain, run in groupby(gains)]
    if room == most:
        steps[-1] = (steps[-1][0], inf)
    return steps
