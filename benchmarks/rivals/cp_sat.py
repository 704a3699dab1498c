"""
The whole problem on CP-SAT: the plain model, and the tighter one that our own engine has for what is left to it.

The numbers of issues are those of google/or-tools.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from math import floor

from ortools.sat.python import cp_model

from benchmarks.rivals import plain
from benchmarks.rivals.answer import Answer
from teamforge.problem import Choice, Problem
from teamforge.search import model as tight
from teamforge.search.solver import Solver
from teamforge.spec.status import Status

_TRUE: Mapping[str, int] = {"presolve_inclusion_work_limit": 0}
"""For a true answer, not for speed (#5293: a wrong OPTIMAL)."""

_TUNED: Mapping[str, int] = {
    **_TRUE,
    "num_workers": 1,
    "linearization_level": 2,
    "cp_model_probing_level": 0,
    "add_lp_constraints_lazily": False,
}
"""The best of those tried: README.md of the benchmarks lists them."""

_STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


def under(name: str) -> Callable[[Problem, float], Answer]:
    """Return what solves a problem by one of the variants that `benchmarks.rivals` names."""
    variants: Mapping[str, Callable[[Problem, float], Answer]] = {
        "plain": partial(_plain, _TRUE),
        "plain tuned": partial(_plain, _TUNED),
        "tight tuned": _tight,
    }
    return variants[name]


def _plain(parameters: Mapping[str, int], problem: Problem, seconds: float) -> Answer:
    began = time.perf_counter()
    model = plain.build(problem)
    model.cp.maximize(model.points)
    solver = cp_model.CpSolver()
    return _solved(solver, parameters, (began, seconds), lambda: solver.solve(model.cp), lambda: model.choice(solver))


def _tight(problem: Problem, seconds: float) -> Answer:
    began = time.perf_counter()
    model = tight.build(problem, together=False)
    model.maximize(model.points)
    solver = Solver()
    return _solved(
        solver, _TUNED, (began, seconds), lambda: solver.solve(model.proto), lambda: model.choice(solver.value)
    )


def _solved(
    solver: cp_model.CpSolver | Solver,
    parameters: Mapping[str, int],
    clock: tuple[float, float],
    solve: Callable[[], cp_model.CpSolverStatus],
    choose: Callable[[], Choice],
) -> Answer:
    """Return the answer to a model that was built since the clock began, within the seconds of the clock."""
    (began, seconds), built = clock, time.perf_counter()
    for name, value in parameters.items():
        setattr(solver.parameters, name, value)
    solver.parameters.max_time_in_seconds = max(0.0, seconds - (built - began))
    status = _STATUS[solve()]
    found = status in {Status.OPTIMAL, Status.FEASIBLE}  # without a solution the bound may be 0, and means nothing
    choice = choose() if found else None
    bound = floor(solver.best_objective_bound + 1e-6) if found else None
    return Answer(status, choice, bound, built - began, time.perf_counter() - built)
