"""From a pool and a challenge to what a search finds: all that later questions start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from teamforge.challenge import Challenge
from teamforge.challenge.matching import require_fit
from teamforge.dates import day_number, to_date
from teamforge.errors import InternalError
from teamforge.pool import Pool
from teamforge.problem import Choice, Given, Problem, Screen, compile_problem, derive, screen
from teamforge.search import Found, Limits, Progress, StopWatch, search
from teamforge.team import Team

__all__ = ["Study", "choice_of", "start_of", "team_of", "work_out"]


@dataclass(frozen=True, eq=False)
class Study:
    """
    All that was worked out on the way to a result: what later questions start from.

    Parameters
    ----------
    given, screened, problem
        The pool and the challenge with what follows from them.
    found
        What the search found.
    """

    given: Given
    screened: Screen
    problem: Problem
    found: Found


def work_out(
    pool: Pool,
    challenge: Challenge,
    *,
    time_limit: float | None = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Study:
    """Return what `compose` finds, before it is put together."""
    watch = StopWatch.start(time_limit)
    require_fit(pool, challenge)
    tell = progress or (lambda _line: None)
    tell("finding conflicts of interest")
    given = derive(pool, challenge)
    screened = screen(given)
    tell("compiling the problem")
    problem = compile_problem(given, screened)
    tell(f"searching among {len(problem):,} candidates and {len(problem.starts)} windows")
    return Study(given, screened, problem, search(problem, Limits(time_limit, seed), progress, watch))


def team_of(problem: Problem, choice: Choice) -> Team:
    """Return a choice by the ids of its seats and peers."""
    start = start_of(problem, choice.window)
    peers = {int(problem.seat[place]): str(problem.peer_ids[problem.peers[place]]) for place in choice.candidates}
    return Team(start, tuple((problem.seats[seat], peers[seat]) for seat in sorted(peers)))


def choice_of(problem: Problem, team: Team) -> Choice:
    """Return a team by its positions in a problem that it is a team of."""
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
