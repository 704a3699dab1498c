"""From a pool and a challenge to a solved problem, where every question and every way to make a team starts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from logging import DEBUG

import numpy as np

from teamforge.challenge import Challenge
from teamforge.challenge.matching import require_fit
from teamforge.errors import InternalError
from teamforge.log import phase
from teamforge.pool import Pool
from teamforge.problem import Choice, Eligibility, Instance, Problem, compile_problem, eligibility_of, prepare
from teamforge.problem.arrays import Rows
from teamforge.search import Budget, Effort, Progress, SearchLimits, SearchResult, search
from teamforge.search.bound import Prices, carried_over
from teamforge.search.effort import DEFAULT_EFFORT
from teamforge.spec.dates import day_number, to_date
from teamforge.team import Team

_TRIED = 4
"""How many candidates are tried for a seat that somebody has left."""


@dataclass(frozen=True, eq=False)
class Solved:
    """
    A challenge, compiled and searched.

    Parameters
    ----------
    instance, eligibility, problem
        The pool with the challenge, who can sit where, and the compiled problem.
    outcome
        The result of the search.
    limits
        The seed, the time limit and the effort of the search.
    """

    instance: Instance
    eligibility: Eligibility
    problem: Problem
    outcome: SearchResult
    limits: SearchLimits

    @cached_property
    def unpinned(self) -> Problem:
        """
        The problem as if no pin and no confirmation kept a seat for one peer.

        Whoever drops out is no longer pinned, nor counts as confirmed, as in a repair.
        """
        challenge = self.instance.challenge
        if not challenge.pins:
            return self.problem
        return compile_problem(replace(self.instance, challenge=challenge.settled(pins={})))


def solve(
    pool: Pool,
    challenge: Challenge,
    *,
    time_limit: float | None = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
    effort: Effort = DEFAULT_EFFORT,
    like: Solved | None = None,
) -> Solved:
    """
    Compile and search a challenge.

    Parameters
    ----------
    pool, challenge
        The pool and the challenge.
    time_limit
        Seconds for everything; None for no limit.
    seed
        Breaks ties between teams of equal points.
    progress
        Called with a line of text as the work proceeds.
    effort
        How much work each step of the search does before the next takes over.
    like
        A similar challenge, solved: its team and its prices are tried first, and what the pools share is not worked
        out again. An answer does not depend on it, unless the search was ended early.

    Raises
    ------
    InputError
        If the challenge does not fit the pool; every fault is listed.
    """
    budget = Budget.start(time_limit)
    require_fit(pool, challenge)
    report = progress or (lambda _line: None)
    report("finding conflicts of interest")
    with phase("prepare", DEBUG, challenge=challenge.id):
        instance = prepare(pool, challenge, None if like is None else like.instance)
        eligibility = _eligibility_from(like, pool, challenge) or eligibility_of(instance)
    report("compiling the problem")
    with phase("compile", DEBUG, challenge=challenge.id) as facts:
        problem = compile_problem(instance, eligibility)
        facts.update({"candidates": len(problem), "windows": len(problem.starts)})
    report(f"searching among {len(problem):,} candidates and {len(problem.starts)} windows")
    limits = SearchLimits(time_limit, seed, effort)
    with phase("search", DEBUG, challenge=challenge.id) as facts:
        outcome = search(problem, limits, progress, budget, _prices_for(problem, like), _choice_for(problem, like))
        facts.update({"status": str(outcome.status), "points": outcome.points, "bound": outcome.bound})
    return Solved(instance, eligibility, problem, outcome, limits)


def _eligibility_from(like: Solved | None, pool: Pool, challenge: Challenge) -> Eligibility | None:
    """Return who can sit where, if it is known from a challenge that differs only in the weights of its scope."""
    if like is None or like.instance.pool is not pool:
        return None
    before = like.instance.challenge
    return like.eligibility if before.model_copy(update={"scope": challenge.scope}) == challenge else None


def _prices_for(problem: Problem, like: Solved | None) -> tuple[Prices, ...]:
    """Return the prices of another problem that can be tried here, each once."""
    if like is None:
        return ()
    found = carried_over(like.outcome.prices, like.problem, problem)
    return tuple({id(prices): prices for prices in found}.values())


def _choice_for(problem: Problem, like: Solved | None) -> Choice | None:
    """Return a good team with most members of the best team of another problem; None if none is found at once."""
    if like is None or like.outcome.choice is None:
        return None
    old = team_of(like.problem, like.outcome.choice)
    windows, seated = np.flatnonzero(problem.starts == day_number(old.start)), dict(old.seats)
    if not len(windows):
        return None
    window, kept, free = int(windows[0]), list[int](), list[Rows]()
    ids = problem.peer_ids[problem.peers]
    for place, seat in enumerate(problem.seats):
        here = np.flatnonzero((problem.seat == place) & problem.serves[:, window])
        stays = here[ids[here] == seated.get(seat)]
        if len(stays):
            kept.append(int(stays[0]))
        elif problem.required[place]:
            free.append(here[np.argsort(-problem.points[here], kind="stable")[:_TRIED]])
    if len(free) > 1:
        return None
    tried = [tuple(kept)] if not free else [(*kept, place) for place in free[0].tolist()]
    found = [choice for each in tried if problem.holds(choice := Choice(window, tuple(sorted(each))))]
    return max(found, key=problem.score, default=None)


def team_of(problem: Problem, choice: Choice) -> Team:
    """Return a choice as a team: by the ids of seats and peers."""
    start = start_of(problem, choice.window)
    peers = {int(problem.seat[place]): str(problem.peer_ids[problem.peers[place]]) for place in choice.candidates}
    return Team(start, tuple((problem.seats[seat], peers[seat]) for seat in sorted(peers)))


def choice_of(problem: Problem, team: Team) -> Choice:
    """Return a team as a choice: by positions in the problem."""
    window = int(np.flatnonzero(problem.starts == day_number(team.start))[0])
    seated = dict(team.seats)
    ids = problem.peer_ids[problem.peers]
    here = [
        int(np.flatnonzero((problem.seat == place) & (ids == seated[seat]))[0])
        for place, seat in enumerate(problem.seats)
        if seat in seated
    ]
    return Choice(window, tuple(sorted(here)))


def start_of(problem: Problem, window: int) -> date:
    """Return the first day of a window."""
    start = to_date(int(problem.starts[window]))
    if start is None:
        raise InternalError("a window has no date")
    return start
