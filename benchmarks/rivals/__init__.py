"""Those who might have solved the same compiled problems, each by the name that the records have for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever starts processes stays small: a child takes over its parent's peak of memory
    from benchmarks.rivals.answer import Answer
    from teamforge.problem import Problem

__all__ = ["EXACT", "PLAIN", "RIVALS", "solver"]

PLAIN = ("plain", "plain tuned")
"""The model that anybody would write, on CP-SAT with its own parameters and with the best of those tried."""

EXACT = (*PLAIN, "tight tuned", "highs")
"""The rivals that prove what they claim."""

RIVALS = (*EXACT, "greedy")


def solver(rival: str) -> Callable[[Problem, float], Answer]:
    """
    Return what answers for a rival, given a compiled problem and seconds of wall time for model and solving.

    Only its own solver is imported.
    """
    if rival == "greedy":
        from benchmarks.rivals import greedy  # noqa: PLC0415 -- its own solver only

        return greedy.solve
    if rival == "highs":
        from benchmarks.rivals import milp  # noqa: PLC0415 -- likewise

        return milp.solve
    from benchmarks.rivals import cp_sat  # noqa: PLC0415 -- likewise

    return cp_sat.under(rival)
