"""
First prices, by an assignment of peers to seats: a linear program that knows what each peer is worth on each seat.

What members are worth together is in the prices of the tallies, which the search of each challenge alone has found.
Windows are ignored. So the program is small, and its duals are near those of the whole (DESIGN.md section 10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from teamforge.problem import Problem
from teamforge.problem.arrays import Bools
from teamforge.search.bound import NEVER, SCALE, Prices, bound
from teamforge.search.budget import Budget
from teamforge.search.programme.linear import optimal

_FIRST, _MORE, _ROUNDS = 30, 15, 8
"""How many candidates a seat starts with, how many each round adds, and the most rounds."""
_HALF = 0.5
"""A difference of up to half a point is rounding."""


@dataclass(frozen=True, slots=True)
class ChallengeDemand:
    """
    A challenge that wants peers.

    Parameters
    ----------
    problem, priority, without
        The compiled problem, the factor on its points, and the cost of going without a team.
    prices
        The prices of its tallies, in the window of its best team.
    window
        The window of its best team.
    places
        The kind of place that each candidate takes; -1 if it is not scarce.
    """

    problem: Problem
    priority: int
    without: int
    prices: Prices
    window: int
    places: NDArray[np.int64]


def first_prices(challenges: Sequence[ChallengeDemand], limits: Sequence[int], budget: Budget) -> list[float]:
    """
    Return a price for each kind of place; `limits` has the number of places of each kind.

    Raises
    ------
    KeyboardInterrupt, TimeUpError
        If it is ended early.
    """
    solver = pywraplp.Solver.CreateSolver("GLOP")
    solver.SetSolverSpecificParametersAsString("use_preprocessing:false")
    goal = solver.Objective()
    goal.SetMaximization()
    rows = [solver.Constraint(0.0, float(limit)) for limit in limits]
    seats = [_Seats(solver, each) for each in challenges]
    duals = np.zeros(len(limits) + 1)
    for _ in range(_ROUNDS):
        # Read before the program changes: afterwards every dual would be 0.
        worth = [each.worth() for each in seats]
        added = [each.extend(solver, rows, duals, own) for each, own in zip(seats, worth, strict=True)]
        if not any(added):
            break
        if not optimal(solver, budget):
            return [0.0] * len(limits)  # prices of 0 are prices too
        duals[:-1] = [row.dual_value() for row in rows]
    return [float(dual) for dual in duals[:-1]]


class _Seats:
    """The seats of a challenge in the program: each is filled if the challenge has a team."""

    def __init__(self, solver: pywraplp.Solver, challenge: ChallengeDemand) -> None:
        problem, self.places = challenge.problem, challenge.places
        bounds = bound(problem, challenge.prices)
        scale = challenge.priority / SCALE
        self.values = np.asarray(bounds.values * scale, dtype=np.float64)
        self.seat, self.goal = problem.seat, solver.Objective()
        filled = np.where(bounds.seats == NEVER, 0, bounds.seats).sum(axis=0)
        team = solver.NumVar(0.0, 1.0, "")
        rest = float(bounds.windows[challenge.window] - filled[challenge.window]) * scale
        self.goal.SetCoefficient(team, rest + challenge.without)
        self.rows = []
        for required in problem.required:
            row = solver.Constraint(0.0, 0.0)
            row.SetCoefficient(team, -1.0)
            if not required:
                row.SetCoefficient(solver.NumVar(0.0, 1.0, ""), 1.0)
            self.rows.append(row)
        self.known: Bools = np.zeros(len(problem), dtype=np.bool_)
        # A candidate who serves in few windows is not available in all of them.
        self.most = np.minimum(1.0, 1.5 * problem.serves.mean(axis=1))

    def worth(self) -> list[float]:
        """Return what a candidate for each seat must be worth to help; nothing before the first solution."""
        return [row.dual_value() + _HALF if self.known.any() else -np.inf for row in self.rows]

    def extend(
        self,
        solver: pywraplp.Solver,
        rows: Sequence[pywraplp.Constraint],
        duals: NDArray[np.float64],
        worth: Sequence[float],
    ) -> bool:
        """Add candidates that could help; return whether there were any."""
        left = self.values - duals[self.places]
        first = not self.known.any()
        added = False
        for seat, (row, least) in enumerate(zip(self.rows, worth, strict=True)):
            able = np.flatnonzero((self.seat == seat) & ~self.known & (left > least))
            for each in able[np.argsort(-left[able], kind="stable")][: _FIRST if first else _MORE].tolist():
                self._add(solver, rows, row, each)
                added = True
        return added

    def _add(
        self,
        solver: pywraplp.Solver,
        rows: Sequence[pywraplp.Constraint],
        row: pywraplp.Constraint,
        candidate: int,
    ) -> None:
        chosen = solver.NumVar(0.0, float(self.most[candidate]), "")
        self.goal.SetCoefficient(chosen, float(self.values[candidate]))
        row.SetCoefficient(chosen, 1.0)
        if self.places[candidate] >= 0:
            rows[self.places[candidate]].SetCoefficient(chosen, 1.0)
        self.known[candidate] = True
