"""
The same problem as a mixed-integer linear programme, on HiGHS through MathOpt.

The rows are those of the tight CP-SAT model, which suit a linear solver better than the plain one's. They are laid out
in NumPy and handed over as a protocol buffer: MathOpt's own expressions would spend most of the time in Python. The
steps of a tally are continuous, since their bounds are whole numbers and so are the counts that they share out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from math import floor, inf

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from benchmarks.rivals.answer import Answer
from teamforge.problem import Choice, Problem, Tallies
from teamforge.spec.status import Status

_STATUS = {
    mathopt.TerminationReason.OPTIMAL: Status.OPTIMAL,
    mathopt.TerminationReason.FEASIBLE: Status.FEASIBLE,
    mathopt.TerminationReason.INFEASIBLE: Status.INFEASIBLE,
    mathopt.TerminationReason.NO_SOLUTION_FOUND: Status.UNKNOWN,
}


def solve(problem: Problem, seconds: float) -> Answer:
    """Return what HiGHS answers; its gap tolerances are set to prove whole points."""
    began = time.perf_counter()
    model = mathopt.Model.from_model_proto(_proto(problem))
    built = time.perf_counter()
    result = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            time_limit=timedelta(seconds=max(0.0, seconds - (built - began))),
            relative_gap_tolerance=0.0,  # 0.0001 by default: three points of 30,000
            absolute_gap_tolerance=0.5,
        ),
    )
    solved = time.perf_counter()
    status = _STATUS[result.termination.reason]
    dual = result.termination.objective_bounds.dual_bound
    return Answer(
        status,
        _choice(problem, result) if result.has_primal_feasible_solution() else None,
        floor(dual + 1e-6) if dual < inf and status is not Status.INFEASIBLE else None,
        built - began,
        solved - built,
    )


def _choice(problem: Problem, result: mathopt.SolveResult) -> Choice:
    chosen = np.array(sorted(variable.id for variable, value in result.variable_values().items() if value > 1 / 2))
    candidates, windows = len(problem), len(problem.starts)
    window = chosen[(chosen >= candidates) & (chosen < candidates + windows)] - candidates
    return Choice(int(window[0]), tuple(chosen[chosen < candidates].tolist()))


@dataclass(eq=False)
class _Layout:
    """The variables and rows so far; blocks of entries, one NumPy array each."""

    columns: int
    rows: int = 0
    upper: list[NDArray[np.float64]] = field(default_factory=list)
    worth: list[NDArray[np.float64]] = field(default_factory=list)
    bounds: list[NDArray[np.float64]] = field(default_factory=list)
    entries: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]] = field(default_factory=list)

    def add_rows(self, number: int, least: float, most: float) -> NDArray[np.int64]:
        """Add rows with bounds; return their positions."""
        self.bounds.append(np.tile([least, most], (number, 1)))
        self.rows += number
        return np.arange(self.rows - number, self.rows)

    def add_columns(self, upper: NDArray[np.float64], worth: float) -> NDArray[np.int64]:
        """Add continuous variables from 0; return their positions."""
        self.upper.append(upper)
        self.worth.append(np.full(len(upper), worth))
        self.columns += len(upper)
        return np.arange(self.columns - len(upper), self.columns)

    def put(self, rows: NDArray[np.integer], columns: NDArray[np.integer], value: float) -> None:
        """Put one coefficient in some places."""
        self.entries.append((rows.astype(np.int64), columns.astype(np.int64), np.full(len(rows), value)))


def _proto(problem: Problem) -> model_pb2.ModelProto:
    """Return the model: candidates first, then windows, then steps."""
    binary = len(problem) + len(problem.starts)
    windows = np.arange(len(problem), binary)
    layout = _Layout(binary)
    layout.put(np.repeat(layout.add_rows(1, 1, 1), len(windows)), windows, 1)
    for seat, required in enumerate(problem.required):
        members = np.flatnonzero(problem.seat == seat)
        layout.put(np.repeat(layout.add_rows(1, int(required), 1), len(members)), members, 1)
        absent = ~problem.serves[members]
        closed = np.flatnonzero(absent.any(axis=0))
        rows = layout.add_rows(len(closed), -inf, 1)
        layout.put(rows, windows[closed], 1)
        who, which = np.nonzero(absent[:, closed])
        layout.put(rows[which], members[who], 1)
    for tallies in problem.tallies:
        _add_tallies(layout, tallies, len(problem.seats))
    own = np.concatenate((problem.points, problem.window_points)).astype(np.float64)
    proto = model_pb2.ModelProto()
    variables = proto.variables
    variables.ids.extend(range(layout.columns))
    variables.lower_bounds.extend(np.zeros(layout.columns).tolist())
    variables.upper_bounds.extend(np.concatenate((np.ones(binary), *layout.upper)).tolist())
    variables.integers.extend((np.arange(layout.columns) < binary).tolist())
    proto.objective.maximize = True
    proto.objective.offset = problem.constant
    worth = np.concatenate((own, *layout.worth))
    proto.objective.linear_coefficients.ids.extend(np.flatnonzero(worth).tolist())
    proto.objective.linear_coefficients.values.extend(worth[worth != 0].tolist())
    bounds = np.concatenate(layout.bounds)
    proto.linear_constraints.ids.extend(range(layout.rows))
    proto.linear_constraints.lower_bounds.extend(bounds[:, 0].tolist())
    proto.linear_constraints.upper_bounds.extend(bounds[:, 1].tolist())
    rows, columns, values = (np.concatenate(part) for part in zip(*layout.entries, strict=True))
    order = np.lexsort((columns, rows))
    matrix = proto.linear_constraint_matrix
    matrix.row_ids.extend(rows[order].tolist())
    matrix.column_ids.extend(columns[order].tolist())
    matrix.coefficients.extend(values[order].tolist())
    return proto


def _add_tallies(layout: _Layout, tallies: Tallies, most: int) -> None:
    """Add tallies of which at most `most` candidates each can be chosen: their bounds, and their points by steps."""
    sizes = np.diff(tallies.offsets)
    tally = np.repeat(np.arange(len(tallies)), sizes)
    if tallies.minimum or tallies.maximum is not None:
        most_of_each = inf if tallies.maximum is None else tallies.maximum
        layout.put(layout.add_rows(len(tallies), tallies.minimum, most_of_each)[tally], tallies.members, 1)
    gains = tallies.gains_to(most)
    if not any(gains):
        return
    runs = [(gain, len(list(run))) for gain, run in groupby(gains)]
    rows = layout.add_rows(len(tallies), 0, sum(width for gain, width in runs if gain == 0))
    layout.put(rows[tally], tallies.members, 1)
    for gain, width in runs:
        if gain != 0:
            layout.put(rows, layout.add_columns(np.minimum(width, sizes).astype(np.float64), gain), -1)
