"""
The prices of what challenges share: a linear program whose columns are teams, kept alive and its prices in a box.

Any prices give a true bound. Those of the plain program jump about while its columns are few, so they are kept within a
box around the best so far (Marsten, Hogan and Blankenship 1975, *The Boxstep method for large-scale optimization*).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ortools.linear_solver import pywraplp

from teamforge.errors import InternalError

__all__ = ["Master", "Solution"]

_EPSILON = 1e-6
R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Solution(Generic[R, C]):
    """
    The program, solved.

    Parameters
    ----------
    worth
        The points of its solution: what the prices promise at best.
    prices
        The dual of each row.
    values
        How much of each column is chosen, for those of which any is.
    walls
        Whether the box holds some price back: only without is `worth` that of the program itself.
    """

    worth: float
    prices: Mapping[R, float]
    values: Mapping[C, float]
    walls: bool


class Master(Generic[R, C]):
    """
    The linear program over the teams found so far.

    Parameters
    ----------
    without
        For each challenge the points that going without a team costs.
    """

    def __init__(self, without: Mapping[int, int]) -> None:
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._solver.SetSolverSpecificParametersAsString("use_preprocessing:false")
        self._goal = self._solver.Objective()
        self._goal.SetMaximization()
        self._one = {each: self._solver.Constraint(1.0, 1.0) for each in without}
        for each, cost in without.items():
            nobody = self._solver.NumVar(0.0, 1.0, "")
            self._one[each].SetCoefficient(nobody, 1.0)
            self._goal.SetCoefficient(nobody, -float(cost))
        self._rows: dict[R, tuple[pywraplp.Constraint, pywraplp.Variable, pywraplp.Variable]] = {}
        self._columns: dict[C, pywraplp.Variable] = {}

    def add_row(self, row: R, limit: int, uses: Mapping[C, int]) -> None:
        """Add a row, with how often each column uses it."""
        constraint = self._solver.Constraint(-self._solver.infinity(), float(limit))
        over, under = (self._solver.NumVar(0.0, self._solver.infinity(), "") for _ in range(2))
        constraint.SetCoefficient(over, -1.0)
        constraint.SetCoefficient(under, 1.0)
        for column, use in uses.items():
            constraint.SetCoefficient(self._columns[column], float(use))
        self._rows[row] = constraint, over, under

    def add_column(self, column: C, challenge: int, points: int, uses: Mapping[R, int]) -> None:
        """Add a team of a challenge, with how often it uses each row."""
        chosen = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._goal.SetCoefficient(chosen, float(points))
        self._one[challenge].SetCoefficient(chosen, 1.0)
        for row, use in uses.items():
            self._rows[row][0].SetCoefficient(chosen, float(use))
        self._columns[column] = chosen

    def solve(self, box: Mapping[R, tuple[float, float]]) -> Solution[R, C]:
        """
        Return the prices, each within its bounds.

        Raises
        ------
        InternalError
            If GLOP finds no solution: there always is one.
        """
        for row, (low, high) in box.items():
            _, over, under = self._rows[row]
            self._goal.SetCoefficient(over, -high)
            self._goal.SetCoefficient(under, low)
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise InternalError("the relaxation of a programme has no solution")
        worth = self._goal.Value()
        walls = any(
            over.solution_value() > _EPSILON or (box[row][0] > 0 and under.solution_value() > _EPSILON)
            for row, (_, over, under) in self._rows.items()
        )
        values = {column: chosen.solution_value() for column, chosen in self._columns.items()}
        return Solution(
            worth,
            {row: constraint.dual_value() for row, (constraint, _, _) in self._rows.items()},
            {column: value for column, value in values.items() if value > _EPSILON},
            walls,
        )
