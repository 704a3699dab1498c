"""
The one way CP-SAT is run: in a thread, under a profile that avoids its known faults, with its status always read.

The numbers of issues are those of google/or-tools.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ortools.sat.python.cp_model_helper import (
    FEASIBLE,
    INFEASIBLE,
    MODEL_INVALID,
    OPTIMAL,
    UNKNOWN,
    CpModelProto,
    CpSatHelper,
    CpSolverResponse,
    CpSolverStatus,
    SatParameters,
    SolveWrapper,
)

from teamforge.errors import InternalError
from teamforge.search.budget import Budget

__all__ = ["FEASIBLE", "INFEASIBLE", "OPTIMAL", "UNKNOWN", "CpSatModel", "Profile", "Solver", "SolverRun", "solve"]

_POLL = 0.05
_GRACE = 0.4
"""Seconds that a stopped solver may take to return before it is abandoned: presolve does not watch the clock."""


class CpSatModel(Protocol):
    """Anything with a CP-SAT model."""

    @property
    def proto(self) -> CpModelProto:
        """The model."""


M = TypeVar("M", bound=CpSatModel)


class Solver:
    """CP-SAT, without the class of OR-Tools: that imports pandas, which takes longer than most searches."""

    def __init__(self) -> None:
        self.parameters = SatParameters()
        self._wrapper = SolveWrapper()
        self._response: CpSolverResponse | None = None

    def solve(self, proto: CpModelProto) -> CpSolverStatus:
        """Solve a model under the parameters; return the status."""
        self._wrapper.set_parameters(self.parameters)
        response: CpSolverResponse = self._wrapper.solve(proto)  # type: ignore[no-untyped-call]
        self._response = response
        status: CpSolverStatus = response.status
        return status

    def stop_search(self) -> None:
        """Stop, from another thread."""
        self._wrapper.stop_search()

    def value(self, variable: int) -> int:
        """Return the value of a variable; 0 if there is no solution."""
        return int(self._answer.solution[variable])

    @property
    def objective_value(self) -> float:
        """The value of the objective; 0 if there is no solution."""
        return float(self._answer.objective_value)

    @property
    def best_objective_bound(self) -> float:
        """The bound on the objective."""
        return float(self._answer.best_objective_bound)

    @property
    def work(self) -> float:
        """What CP-SAT calls deterministic time: work, the same on any machine."""
        return float(self._answer.deterministic_time)

    @property
    def _answer(self) -> CpSolverResponse:
        if self._response is None:
            raise InternalError("CP-SAT was not asked")
        return self._response


@dataclass(frozen=True, slots=True)
class Profile:
    """
    Parameters that differ from one solve to the next.

    Parameters
    ----------
    presolve
        Whether to presolve. Off for a second opinion on an infeasible problem: most wrong answers came from presolve
        (#5274, #4426).
    seed
        The seed of CP-SAT's own random choices; the path to the answer depends on it, the answer does not.
    work
        How much work CP-SAT may do, in its deterministic time; None for whatever the budget allows.
    """

    presolve: bool = True
    seed: int = 1
    work: float | None = None

    def apply(self, solver: Solver, budget: Budget) -> None:
        """Set the parameters of a solver, within a budget."""
        parameters = solver.parameters
        parameters.num_workers = 1  # several workers race for the answer, and reduced problems need no more
        parameters.linearization_level = 2  # proves in 0.1 s what the default leaves open
        parameters.presolve_inclusion_work_limit = 0  # #5293: a wrong OPTIMAL
        parameters.catch_sigint_signal = False  # the default leaves Ctrl-C killing the interpreter
        parameters.cp_model_presolve = self.presolve
        parameters.random_seed = self.seed
        if works := [work for work in (self.work, budget.share) if work is not None]:
            parameters.max_deterministic_time = min(works)
        if budget.deadline is not None:
            parameters.max_time_in_seconds = budget.left


@dataclass(frozen=True, slots=True)
class SolverRun:
    """
    What CP-SAT answered, with its status read.

    Parameters
    ----------
    answer
        CP-SAT's own status.
    solver
        The solver, which holds the values; None if it was abandoned.
    bound
        The proved bound on the objective; None without one.
    """

    answer: CpSolverStatus
    solver: Solver | None
    bound: float | None

    @property
    def has_values(self) -> bool:
        """Whether there is a solution to read: without one, values are 0 and no error is raised."""
        return self.solver is not None and self.answer in {OPTIMAL, FEASIBLE}


def solve(
    make: Callable[[], M],
    budget: Budget,
    profile: Profile,
) -> tuple[M | None, SolverRun]:
    """
    Build and solve a model in a thread of its own, so that Ctrl-C reaches Python at once.

    Parameters
    ----------
    make
        Builds the model, in the thread.
    budget
        The time that is left, and the work, of which this takes its own.
    profile
        The solver's parameters.

    Returns
    -------
    tuple
        The model (None if there was no time to build it) and what CP-SAT answered.

    Raises
    ------
    InternalError
        If CP-SAT calls the model invalid: our mistake.
    """
    run = _Run(make, budget, profile)
    threading.Thread(target=run, name="teamforge-search").start()
    late = 0.0
    try:
        while not run.ended.is_set() and late < _GRACE:
            try:
                # Not `join`: up to Python 3.12, Ctrl-C in it marks a running thread as one that has ended (bpo-45274).
                run.ended.wait(_POLL)
            except KeyboardInterrupt:
                if budget.interrupted.is_set():
                    raise
                budget.interrupted.set()
            if budget.over():
                run.solver.stop_search()
                late += _POLL
    finally:
        run.solver.stop_search()
    if not run.ended.is_set():
        return None, SolverRun(UNKNOWN, None, None)
    if run.failure is not None:
        raise run.failure
    if budget.share is not None and run.solved.solver is not None:
        budget.share -= run.solved.solver.work
    return run.model, run.solved


class _Run(Generic[M]):
    """One run of the solver; its fields are read when the thread has ended."""

    def __init__(self, make: Callable[[], M], budget: Budget, profile: Profile) -> None:
        self.solver = Solver()
        self.model: M | None = None
        self.solved = SolverRun(UNKNOWN, None, None)
        self.failure: BaseException | None = None
        self.ended = threading.Event()
        self._make, self._watch, self._profile = make, budget, profile

    def __call__(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 -- carried to the caller's thread and raised there
            self.failure = error
        finally:
            self.ended.set()

    def _work(self) -> None:
        if self._watch.over():
            return
        self.model = self._make()
        if self._watch.over():
            return
        self._profile.apply(self.solver, self._watch)
        answer = self.solver.solve(self.model.proto)
        if answer == MODEL_INVALID:
            raise InternalError(f"CP-SAT calls the model invalid: {CpSatHelper.validate_model(self.model.proto)}")
        known = answer in {OPTIMAL, FEASIBLE, UNKNOWN}
        self.solved = SolverRun(answer, self.solver, self.solver.best_objective_bound if known else None)
