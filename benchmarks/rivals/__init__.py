"""Those who might have solved the same compiled problems, each by the name that the records have for it."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.rivals.answer import Answer
from teamforge.problem import Problem

__all__ = ["EXACT", "RIVALS", "Answer", "answer"]

EXACT = ("cp-sat default", "cp-sat tuned", "highs")
"""The rivals that prove what they claim."""

RIVALS = (*EXACT, "greedy")


def answer(rival: str, problem: Problem, seconds: float) -> Answer:
    """
    Return what a rival answers.

    Parameters
    ----------
    rival
        One of `RIVALS`; only its own solver is imported.
    problem
        The compiled problem.
    seconds
        Wall time for building the model and solving it.
    """
    return _solver(rival)(problem, seconds)


def _solver(rival: str) -> Callable[[Problem, float], Answer]:
    if rival == "greedy":
        from benchmarks.rivals.greedy import solve  # noqa: PLC0415 -- its own solver only

        return solve
    if rival == "highs":
        from benchmarks.rivals.milp import solve as solve_milp  # noqa: PLC0415 -- likewise

        return solve_milp
    from benchmarks.rivals.cp_sat import solver  # noqa: PLC0415 -- likewise

    return solver(rival)
