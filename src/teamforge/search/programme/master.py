"""
The prices of what challenges share: a linear program whose columns are teams. It is reused; its prices stay in a box.

Any prices give a true bound. Those of the plain program jump about while its columns are few, so they are kept within a
box around the best so far (Marsten, Hogan and Blankenship 1975, *The Boxstep method for large-scale optimization*).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ortools.linear_solver import linear_solver_pb2, pywraplp

from teamforge.errors import InternalError
from teamforge.search.budget import Budget
from teamforge.search.programme.linear import optimal

_EPSILON = 1e-6
_SHARE = 1e-3
"""The smallest share of a team that counts, if the program is solved nearly."""
_LARGE = 1_000
"""With more rows than this the program is solved nearly, by PDLP: GLOP, even from its last basis, takes far longer."""
_NEARLY = (
    "termination_criteria { simple_optimality_criteria { eps_optimal_relative: 5e-5 eps_optimal_absolute: 1e-4 }"
    " eps_primal_infeasible: 0 eps_dual_infeasible: 0 }"
)
"""
How exactly PDLP solves. Prices change more than this from round to round, and any prices give a true bound. There is
always a solution: where going without a team costs much, PDLP would otherwise see proofs that there is none.
"""
_EXACTLY = "use_preprocessing:false"
"""With preprocessing GLOP would not start from its last basis."""
_PULL = 0.05
"""The cost of moving a price by a point: of equally good prices, those near the best so far are tried."""
_MOST_COLUMNS = 40
"""The most columns of a challenge that stay in the program: those that the last prices favour."""
R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Solution(Generic[R, C]):
    """
    The program, solved.

    Parameters
    ----------
    worth
        The points of the solution: what the prices promise at best.
    prices
        The dual of each row.
    values
        The chosen fraction of each column, if above 0.
    walls
        Whether the box holds some price back: only if not is `worth` that of the program itself.
    """

    worth: float
    prices: Mapping[R, float]
    values: Mapping[C, float]
    walls: bool


@dataclass(frozen=True, slots=True)
class Box:
    """The range of a price, and the value it is drawn towards."""

    low: float
    centre: float
    high: float


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, with the variables that keep its price in its box (over, under) and draw it to the centre (up, down)."""

    constraint: pywraplp.Constraint
    over: pywraplp.Variable
    under: pywraplp.Variable
    up: pywraplp.Variable
    down: pywraplp.Variable


class Master(Generic[R, C]):
    """
    The linear program over the teams found so far.

    Parameters
    ----------
    without
        The points that each challenge loses by going without a team.
    budget
        The time that is left.
    exact
        Whether it is always solved exactly, whatever its size.
    """

    def __init__(self, without: Mapping[int, int], budget: Budget, *, exact: bool = False) -> None:
        self._budget, self._exact = budget, exact
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._solver.SetSolverSpecificParametersAsString(_EXACTLY)
        self._solved = self._solver
        self._goal = self._solver.Objective()
        self._goal.SetMaximization()
        self._one = {each: self._solver.Constraint(1.0, 1.0) for each in without}
        for each, cost in without.items():
            nobody = self._solver.NumVar(0.0, 1.0, "")
            self._one[each].SetCoefficient(nobody, 1.0)
            self._goal.SetCoefficient(nobody, -float(cost))
        self._rows: dict[R, _Row] = {}
        self._columns: dict[C, pywraplp.Variable] = {}
        self._open: dict[int, dict[C, pywraplp.Variable]] = defaultdict(dict)

    @property
    def nearly(self) -> bool:
        """Whether it is large, and so solved nearly."""
        return len(self._rows) > _LARGE and not self._exact

    def add_row(self, row: R, limit: int, uses: Mapping[C, int]) -> None:
        """Add a row, with how often each column uses it."""
        constraint = self._solver.Constraint(-self._solver.infinity(), float(limit))
        over, under, up, down = (
            self._solver.NumVar(0.0, most, "") for most in (self._solver.infinity(),) * 2 + (_PULL,) * 2
        )
        for variable, sign in ((over, -1.0), (up, -1.0), (under, 1.0), (down, 1.0)):
            constraint.SetCoefficient(variable, sign)
        for column, use in uses.items():
            constraint.SetCoefficient(self._columns[column], float(use))
        self._rows[row] = _Row(constraint, over, under, up, down)

    def add_column(self, column: C, challenge: int, points: int, uses: Mapping[R, int]) -> None:
        """Add a team of a challenge, with how often it uses each row; reopen it if it was closed."""
        if column not in self._columns:
            chosen = self._solver.NumVar(0.0, self._solver.infinity(), "")
            self._goal.SetCoefficient(chosen, float(points))
            self._one[challenge].SetCoefficient(chosen, 1.0)
            for row, use in uses.items():
                self._rows[row].constraint.SetCoefficient(chosen, float(use))
            self._columns[column] = chosen
        self._columns[column].SetUb(self._solver.infinity())
        self._open[challenge][column] = self._columns[column]

    def solve(self, box: Mapping[R, Box]) -> Solution[R, C]:
        """
        Return the prices, each within its box.

        Raises
        ------
        InternalError
            If GLOP finds no solution, although one always exists.
        KeyboardInterrupt, TimeUpError
            If it is ended early.
        """
        for row, own in box.items():
            here = self._rows[row]
            self._goal.SetCoefficient(here.over, -own.high)
            self._goal.SetCoefficient(here.under, own.low)
            self._goal.SetCoefficient(here.up, -own.centre)
            self._goal.SetCoefficient(here.down, own.centre)
        least, solved = self._optimum()
        self._solved = solved
        worth = solved.Objective().Value()  # after any change of the program this would be 0
        walls = any(
            self._value(here.over) > least or (box[row].low > 0 and self._value(here.under) > least)
            for row, here in self._rows.items()
        )
        values = {
            column: value
            for columns in self._open.values()
            for column, chosen in columns.items()
            if (value := self._value(chosen)) > least
        }
        prices = {row: solved.constraint(here.constraint.index()).dual_value() for row, here in self._rows.items()}
        worth -= _PULL * sum(abs(price - box[row].centre) for row, price in prices.items())
        return Solution(worth, prices, values, walls)

    def fix(self, column: C, challenge: int) -> None:
        """Choose a column for good: the others of its challenge are closed."""
        for other, chosen in self._open[challenge].items():
            chosen.SetUb(float(other == column))
        self._columns[column].SetBounds(1.0, 1.0)
        self._open[challenge] = {column: self._columns[column]}

    def close(self) -> None:
        """Close the columns that the last prices favour least; call after `solve`."""
        many = [columns for columns in self._open.values() if len(columns) > _MOST_COLUMNS]
        costs = {
            column: -self._solved.variable(chosen.index()).reduced_cost()
            for columns in many
            for column, chosen in columns.items()
        }
        for columns in many:
            for column in sorted(columns, key=lambda each: (costs[each], each))[_MOST_COLUMNS:]:
                columns.pop(column).SetUb(0.0)

    def _optimum(self) -> tuple[float, pywraplp.Solver]:
        """Solve the program; return the smallest value that counts, and the solver."""
        for least, solver in self._ways():
            if optimal(solver, self._budget):
                return least, solver
        raise InternalError("the relaxation of a programme has no solution")

    def _ways(self) -> Iterator[tuple[float, pywraplp.Solver]]:
        """
        Yield the program in the ways to solve it, each with the smallest value that counts.

        What PDLP gives up GLOP solves, and where its last basis leads nowhere, from none.
        """
        if self.nearly:
            yield _SHARE, self._copied("PDLP", _NEARLY)
        yield _EPSILON, self._solver
        yield _EPSILON, self._copied("GLOP", _EXACTLY)

    def _copied(self, name: str, parameters: str) -> pywraplp.Solver:
        """Return the program as one for a solver with that name."""
        program = linear_solver_pb2.MPModelProto()
        self._solver.ExportModelToProto(program)
        solver = pywraplp.Solver.CreateSolver(name)
        solver.SetSolverSpecificParametersAsString(parameters)
        solver.LoadModelFromProto(program)
        return solver

    def _value(self, variable: pywraplp.Variable) -> float:
        """Return the value of a variable in the last solution."""
        return float(self._solved.variable(variable.index()).solution_value())
