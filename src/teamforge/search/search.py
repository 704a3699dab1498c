"""The search: which team is best, and how do we know?"""

from __future__ import annotations

import math

from ortools.sat.python import cp_model

from teamforge.errors import InternalError
from teamforge.problem import Choice, Problem
from teamforge.search.bound import seat_bound
from teamforge.search.found import Found, Status
from teamforge.search.limits import Limits, Progress, StopWatch
from teamforge.search.model import Model, build
from teamforge.search.solver import Profile, Solved, solve
from teamforge.search.ties import tie_costs

__all__ = ["search"]

_ROUNDING = 1e-6
"""CP-SAT reports integer bounds as floats; below 2⁵³ they are off by far less than this."""


def search(problem: Problem, limits: Limits, progress: Progress | None = None, watch: StopWatch | None = None) -> Found:
    """
    Return the best team of a problem, with what is proved of it.

    Parameters
    ----------
    problem
        The compiled problem.
    limits
        What may be spent, and the seed that breaks ties.
    progress
        Is told in words of each better team.
    watch
        The running clock, where the time began before the search did.

    Returns
    -------
    Found
        `optimal` only if bound and points, recomputed in integers, are equal; `infeasible` only if two
        profiles of the solver agree, or a seat has no candidate at all.

    Raises
    ------
    InternalError
        If the solver contradicts itself or our arithmetic.
    """
    watch = watch or StopWatch.start(limits.seconds)
    ceiling = seat_bound(problem)
    if ceiling is None:
        return Found(Status.INFEASIBLE, None, None, None, None, tie_broken=True)

    def tell(points: float, bound: float) -> None:
        if progress is not None:
            progress(f"best so far {points:,.0f} points, at most {min(bound, ceiling):,.0f}")

    def best() -> Model:
        model = build(problem)
        model.cp.maximize(model.points)
        return model

    model, solved = solve(best, watch, Profile(), tell)
    if solved.answer == cp_model.INFEASIBLE:
        return _infeasible(problem, watch, ceiling)
    bound = _bound(solved, ceiling)
    if model is None or not solved.has_values or solved.solver is None:
        return Found(Status.UNKNOWN, None, None, bound, _stopped(watch), tie_broken=False)
    choice = model.choice(solved.solver)
    points = problem.score(choice)
    if points != round(solved.solver.objective_value) or points > bound:
        raise InternalError(f"CP-SAT reports {solved.solver.objective_value} for a team of {points} points")
    if points < bound:
        return Found(Status.FEASIBLE, choice, points, bound, _stopped(watch), tie_broken=False)
    if progress is not None:
        progress(f"{points:,} points is the most there is; breaking ties")
    return _break_ties(problem, choice, points, limits.seed, watch)


def _break_ties(problem: Problem, choice: Choice, points: int, seed: int, watch: StopWatch) -> Found:
    """Return, of the teams with the most points, the one that seed and content name."""
    lots, window_costs = tie_costs(problem, seed)

    def cheapest() -> Model:
        model = build(problem)
        model.cp.add(model.points >= points)
        terms = [*model.candidates, *model.windows]
        model.cp.minimize(cp_model.LinearExpr.weighted_sum(terms, [*lots, *window_costs]))
        for place in choice.candidates:
            model.cp.add_hint(model.candidates[place], True)
        model.cp.add_hint(model.windows[choice.window], True)
        return model

    model, solved = solve(cheapest, watch, Profile())
    broken = solved.answer == cp_model.OPTIMAL
    if solved.answer == cp_model.INFEASIBLE:
        raise InternalError("CP-SAT finds no team of the points it found before")
    if model is not None and solved.has_values and solved.solver is not None:
        named = model.choice(solved.solver)
        if problem.score(named) != points:
            raise InternalError("CP-SAT breaks a tie with a team of other points")
        choice = named
    return Found(Status.OPTIMAL, choice, points, points, None if broken else _stopped(watch), tie_broken=broken)


def _infeasible(problem: Problem, watch: StopWatch, ceiling: int) -> Found:
    """Ask for a second opinion: infeasibility is a claim that nothing else can check."""

    def any_team() -> Model:
        return build(problem)

    _, second = solve(any_team, watch, Profile(presolve=False, seed=2))
    if second.has_values:
        raise InternalError("CP-SAT finds a team in a problem that it called infeasible")
    if second.answer == cp_model.INFEASIBLE:
        return Found(Status.INFEASIBLE, None, None, None, None, tie_broken=True)
    return Found(Status.UNKNOWN, None, None, ceiling, _stopped(watch), tie_broken=False)


def _bound(solved: Solved, ceiling: int) -> int:
    """Return the better of CP-SAT's bound and our own."""
    if solved.bound is None or not math.isfinite(solved.bound):
        return ceiling
    return min(ceiling, math.floor(solved.bound + _ROUNDING))


def _stopped(watch: StopWatch) -> str:
    return "interrupt" if watch.interrupted.is_set() else "time"
