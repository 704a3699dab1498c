"""Every valid window with its best team, and how deep its reserves are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from teamforge.explain.reserves import least_depth
from teamforge.page.listing import Listing
from teamforge.page.plain import Plain, frame
from teamforge.problem import Problem
from teamforge.result.data import ResultData
from teamforge.search import Budget, Progress, SearchLimits, SearchResult, search
from teamforge.solve import Solved, start_of, team_of
from teamforge.spec.dates import day_number
from teamforge.spec.status import Status
from teamforge.team import SeatedPeer, Team
from teamforge.verify import check

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class BestWindow(Plain):
    """
    The best team of a window.

    Parameters
    ----------
    start
        The first day of the window.
    status
        `optimal`: no team has more points; `infeasible`: there is no team; otherwise time ran out.
    points, bound
        The points of the window's best team, None without one; and their proved bound.
    depth
        How many could step in on the seat with the fewest reserves, with everybody else kept; None without a team.
    team
        The best team; None without one.
    """

    start: date
    status: Status
    points: int | None
    bound: int | None
    depth: int | None
    team: Team | None

    _KEYS = ("start", "status", "points", "bound", "depth", "members")

    @property
    def members(self) -> tuple[SeatedPeer, ...]:
        """Who sits where; empty without a team."""
        return () if self.team is None else self.team.members

    def __str__(self) -> str:
        """Return the window as a sentence."""
        if self.points is None:
            return f"{self.start}: {'no valid team' if self.status is Status.INFEASIBLE else 'not known'}."
        return f"{self.start}: {self.points:,} points; at least {self.depth} could step in for any member."


@dataclass(frozen=True)
class BestWindows(Plain, Listing[BestWindow]):
    """Every valid window of a challenge in date order, with its best team."""

    challenge_id: str
    answers: tuple[BestWindow, ...]

    _LIST = "answers"
    _KEYS = ("challenge_id", ("windows", "answers"))

    def __repr__(self) -> str:
        """Return how many windows there are, and how many have a team."""
        teams = sum(each.points is not None for each in self.answers)
        return f"<BestWindows {self.challenge_id}: {len(self.answers)}, {teams} with a team>"

    def to_frame(self) -> pd.DataFrame:
        """
        Return the windows as a data frame.

        Returns
        -------
        pandas.DataFrame
            One row per window, in date order: ``start``, ``status``, ``points`` and ``bound`` of its best team, and
            ``depth``, the number of reserves of its thinnest seat; numbers are missing if there is no team.
        """
        numbers = ("points", "bound", "depth")
        return frame(self.answers, ("start", "status", *numbers), may_miss=numbers)


def windows(
    result: ResultData,
    solved: Solved,
    *,
    starts: Collection[date] | None = None,
    time_limit: float | None = 60.0,
    progress: Progress | None = None,
) -> BestWindows:
    """Answer `Result.windows`, which describes parameters and errors."""
    budget = Budget.start(time_limit)
    answers = []
    days = None if starts is None else {day_number(start) for start in starts}
    for window, start in enumerate(solved.problem.starts.tolist()):
        if days is not None and start not in days:
            continue
        rows = np.flatnonzero(solved.problem.serves[:, window])
        part = solved.problem.restrict(rows, np.array([window]))
        if progress is not None:
            progress(f"window {window + 1} of {len(solved.problem.starts)}")
        found = search(part, SearchLimits(budget.left, result.seed), None, budget)
        answers.append(_of_window(solved, part, found))
    budget.raise_interrupt()
    return BestWindows(result.challenge_id, tuple(answers))


def _of_window(solved: Solved, part: Problem, found: SearchResult) -> BestWindow:
    start = start_of(part, 0)
    if found.choice is None or found.points is None:
        return BestWindow(start, found.status, None, found.bound, None, None)
    team = team_of(part, found.choice)
    pool, challenge = solved.instance.pool, solved.instance.challenge
    check(pool, challenge, team, found.points)
    depth = least_depth(pool, challenge, solved.unpinned, team)
    return BestWindow(start, found.status, found.points, found.bound, depth, team)
