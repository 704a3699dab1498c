"""
The plain CP-SAT model of a whole problem, as anybody would write it: one Boolean a candidate and a window.

The numbers of issues are those of google/or-tools.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from math import floor

from ortools.sat.python import cp_model

from benchmarks.rivals.answer import Answer
from teamforge.problem import Problem
from teamforge.search.model import build
from teamforge.status import Status

__all__ = ["PROFILES", "under"]

PROFILES: dict[str, dict[str, int]] = {
    "cp-sat default": {"presolve_inclusion_work_limit": 0},
    "cp-sat tuned": {"presolve_inclusion_work_limit": 0, "linearization_level": 2, "num_workers": 1},
}
"""Parameters that differ from CP-SAT's own. The limit is for a true answer, not for speed (#5293: a wrong OPTIMAL)."""

_STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


def under(profile: str) -> Callable[[Problem, float], Answer]:
    """Return the plain model under a profile of `PROFILES`."""
    return partial(_solve, PROFILES[profile])


def _solve(parameters: dict[str, int], problem: Problem, seconds: float) -> Answer:
    began = time.perf_counter()
    model = build(problem)
    model.cp.maximize(model.points)
    built = time.perf_counter()
    solver = cp_model.CpSolver()
    for name, value in parameters.items():
        setattr(solver.parameters, name, value)
    solver.parameters.max_time_in_seconds = max(0.0, seconds - (built - began))
    status = _STATUS[solver.solve(model.cp)]
    solved = time.perf_counter()
    return Answer(
        status,
        model.choice(solver) if status in {Status.OPTIMAL, Status.FEASIBLE} else None,
        None if status is Status.INFEASIBLE else floor(solver.best_objective_bound + 1e-6),
        built - began,
        solved - built,
    )
