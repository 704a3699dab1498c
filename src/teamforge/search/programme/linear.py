"""The one way the linear programs of a programme are solved: in a thread, so that time and Ctrl-C end them."""

from __future__ import annotations

import threading

from ortools.linear_solver import pywraplp

from teamforge.search.budget import Budget

_POLL = 0.05


def optimal(solver: pywraplp.Solver, budget: Budget) -> bool:
    """
    Solve a linear program, and return whether the solution is optimal.

    Raises
    ------
    KeyboardInterrupt, TimeUpError
        If the time ran out, or somebody asked to stop.
    Exception
        Whatever the solver raised in its thread.
    """
    status: list[int] = []
    failures: list[BaseException] = []
    ended = threading.Event()

    def solve() -> None:
        try:
            status.append(solver.Solve())
        except BaseException as error:  # noqa: BLE001 -- carried to the caller's thread and raised there
            failures.append(error)
        finally:
            ended.set()

    threading.Thread(target=solve, name="teamforge-linear").start()
    try:
        while not ended.wait(_POLL) and not budget.over():
            pass
    finally:
        while not ended.wait(_POLL):  # what is asked before the solver has begun is forgotten
            solver.InterruptSolve()
    if failures:
        raise failures[0]
    if budget.over():
        raise budget.ended()
    return status == [pywraplp.Solver.OPTIMAL]
