"""
The whole problem on CP-SAT: the plain model, and the tighter one that our own engine has for what is left to it.

The numbers of issues are those of google/or-tools.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import floor

from ortools.sat.python import cp_model

from benchmarks.rivals import plain
from benchmarks.rivals.answer import Answer
from teamforge.problem import Problem
from teamforge.search import model as tight
from teamforge.spec.status import Status

__all__ = ["under"]

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


@dataclass(frozen=True, slots=True)
class _Variant:
    """A model, and the parameters that differ from CP-SAT's own."""

    build: Callable[[Problem], tight.Model]
    parameters: Mapping[str, int]


_VARIANTS = {
    "plain": _Variant(plain.build, _TRUE),
    "plain tuned": _Variant(plain.build, _TUNED),
    "tight tuned": _Variant(tight.build, _TUNED),
}


def under(name: str) -> Callable[[Problem, float], Answer]:
    """Return what solves a problem by one of the variants that `benchmarks.rivals` names."""
    return partial(_solve, _VARIANTS[name])


def _solve(variant: _Variant, problem: Problem, seconds: float) -> Answer:
    began = time.perf_counter()
    model = variant.build(problem)
    model.cp.maximize(model.points)
    built = time.perf_counter()
    solver = cp_model.CpSolver()
    for name, value in variant.parameters.items():
        setattr(solver.parameters, name, value)
    solver.parameters.max_time_in_seconds = max(0.0, seconds - (built - began))
    status = _STATUS[solver.solve(model.cp)]
    found = status in {Status.OPTIMAL, Status.FEASIBLE}  # without a solution the bound may be 0, and means nothing
    choice = model.choice(solver) if found else None
    bound = floor(solver.best_objective_bound + 1e-6) if found else None
    solved = time.perf_counter()
    return Answer(status, choice, bound, built - began, solved - built)
