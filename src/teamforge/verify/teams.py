"""
All teams of a part of a window that could have so many points, worked out one by one.

Nothing here is shared with the search, which worked them out too: who could be on such a team follows from the bounds
of `teamforge.verify.bounds`, and a team's points are counted anew.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem, Tallies

__all__ = ["NOBODY", "Candidates", "better_team", "rests_of"]

NOBODY = -1
"""Stands for an empty seat."""
_AT_ONCE = 1 << 18

Rows = NDArray[np.intp]
Points = NDArray[np.int64]
Candidates = Sequence[tuple[Rows, Points]]
"""Of each seat who could have it, `NOBODY` if it may stay empty, and what each loses against the best."""


def rests_of(candidates: Candidates, room: int, expected: int) -> tuple[Rows, Rows] | None:
    """
    Return every way to fill all seats but one that loses no more than `room`, and who could have that one.

    The seat left out is the first of those with the most who lose no more than `room`. None is returned where there
    are not as many ways as `expected`.
    """
    able = [int((lost <= room).sum()) for _, lost in candidates]
    last = able.index(max(able))
    rests, spent = np.zeros((1, 0), dtype=np.intp), np.zeros(1, dtype=np.int64)
    for seat, (rows, lost) in enumerate(candidates):
        if seat == last:
            continue
        within = lost <= room
        rest, row = np.nonzero(spent[:, None] + lost[within] <= room)
        # The best of each seat loses nothing: ways only become more.
        if len(rest) > expected:
            return None
        rests = np.column_stack([rests[rest], rows[within][row]])
        spent = spent[rest] + lost[within][row]
    rows, lost = candidates[last]
    return (rests, rows[lost <= room]) if len(rests) == expected else None


def better_team(problem: Problem, rests: Rows, others: Rows, target: int) -> bool:
    """Return whether a rest with one of the others, who fill the seat left out, is a team of `target` points."""
    if not len(rests) or not len(others):
        return False
    most = max(_most(problem, other) for other in others.tolist())
    rests = rests[_points(problem, rests, whole=False) + most >= target]
    for first in range(0, len(rests), max(1, _AT_ONCE // len(others))):
        some = rests[first : first + max(1, _AT_ONCE // len(others))]
        teams = np.column_stack([np.repeat(some, len(others), axis=0), np.tile(others, len(some))])
        if (_points(problem, teams, whole=True) >= target).any():
            return True
    return False


def _points(problem: Problem, teams: Rows, *, whole: bool) -> Points:
    """
    Return the points of each team, far below any where it breaks the bound of a tally.

    One that is not `whole` has a seat to be filled: minimums do not bind it yet.
    """
    own = np.append(problem.points, 0)
    points: Points = own[teams].sum(axis=1) + int(problem.window_points[0]) + problem.constant
    for tallies in problem.tallies:
        table = _table(tallies, teams.shape[1], whole=whole)
        play = np.zeros(len(problem) + 1, dtype=np.bool_)
        play[np.unique(teams)] = True
        play[NOBODY] = False
        for tally in range(len(tallies)):
            members = tallies.of(tally)
            if not play[members].any():
                points += table[0]
                continue
            member = np.zeros(len(problem) + 1, dtype=np.bool_)
            member[members] = True
            points += table[member[teams].sum(axis=1)]
    return points


def _table(tallies: Tallies, seats: int, *, whole: bool) -> Points:
    """Return the points of a tally of which 0, 1, 2, … are chosen."""
    totals = [0]
    for gain in tallies.gains_to(seats):
        totals.append(totals[-1] + gain)
    most = seats if tallies.maximum is None else tallies.maximum
    least = tallies.minimum if whole else 0
    return np.array([total if least <= count <= most else -(1 << 40) for count, total in enumerate(totals)])


def _most(problem: Problem, candidate: int) -> int:
    """Return points that a candidate brings to no team more than: gains never increase, so the first is the most."""
    if candidate == NOBODY:
        return 0
    most = int(problem.points[candidate])
    for tallies in problem.tallies:
        in_them = int((tallies.members == candidate).sum())
        most += in_them * (*tallies.gains_to(1), 0)[0]
    return most
