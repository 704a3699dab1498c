"""CP-SAT on what is left of some windows: the best team, or the claim that no team reaches the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from teamforge.errors import InternalError
from teamforge.problem import Choice, Problem
from teamforge.search.budget import Budget

if TYPE_CHECKING:
    from teamforge.search.model import Model

_ROUNDING = 1e-6
"""CP-SAT reports integer bounds as floats; below 2⁵³ they are off by far less than this."""


@dataclass(frozen=True, slots=True)
class CpSatResult:
    """
    What CP-SAT found in some windows.

    Parameters
    ----------
    choice
        The best team it found; None without one.
    complete
        Whether it claims that no better team exists.
    """

    choice: Choice | None
    complete: bool


def finish(  # noqa: PLR0913 -- what is asked, and how
    problem: Problem,
    candidates: NDArray[np.intp],
    windows: NDArray[np.intp],
    target: int,
    budget: Budget,
    costs: NDArray[np.int64] | None = None,
    *,
    confirm: bool = False,
    work: float | None = None,
) -> CpSatResult:
    """
    Return the best team of some windows and candidates, if it has at least `target` points.

    Parameters
    ----------
    candidates
        Positions of the candidates, in the order of `in_order`.
    windows
        Positions of the windows.
    target
        The fewest points that the team must have.
    costs
        The cost of each candidate. If given, the cheapest team of at least `target` points is wanted instead.
    confirm
        Whether to ask again under a second profile before believing that no team exists.
    work
        How much work CP-SAT may do, in its own deterministic time; None for whatever the budget allows.

    Raises
    ------
    InternalError
        If CP-SAT's points are not the team's.
    """
    with budget.asked_by_ctrl_c():  # OR-Tools turns an interrupt of its import into an ImportError
        from teamforge.search.model import build  # noqa: PLC0415 -- CP-SAT is slow to import and seldom needed
        from teamforge.search.solver import INFEASIBLE, OPTIMAL, Profile, solve  # noqa: PLC0415 -- likewise

    small = problem.restrict(candidates, windows)

    def make() -> Model:
        model = build(small)
        model.limit(model.points, least=target)
        if costs is None:
            model.maximize(model.points)
        else:
            model.minimize(model.costs(costs.tolist()))
        return model

    model, solved = solve(make, budget, Profile(work=work))
    if solved.answer == INFEASIBLE:
        if not confirm:
            return CpSatResult(None, complete=True)
        _, second = solve(make, budget, Profile(presolve=False, seed=2))
        if second.has_values:
            raise InternalError("CP-SAT finds a team in a problem that it called infeasible")
        return CpSatResult(None, complete=second.answer == INFEASIBLE)
    if model is None or solved.solver is None or not solved.has_values:
        return CpSatResult(None, complete=False)
    chosen = model.choice(solved.solver.value)
    choice = Choice(int(windows[chosen.window]), tuple(int(candidates[place]) for place in chosen.candidates))
    points = problem.score(choice)
    if points < target or (costs is None and points != round(solved.solver.objective_value)):
        raise InternalError(f"CP-SAT reports {solved.solver.objective_value} for a team of {points} points")
    value = points if costs is None else round(solved.solver.objective_value)
    proved = solved.bound is not None and abs(solved.bound - value) < _ROUNDING
    return CpSatResult(choice, complete=solved.answer == OPTIMAL and proved)
