"""How many teams have the most points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem
from teamforge.search.bound import NEVER, SCALE, Bounds, Prices, bound
from teamforge.search.enumerate import Totals, combinations, seat_options

__all__ = ["Count", "count_teams", "options_within"]

_PARTIALS = 100_000
"""So many partial teams are looked at in one window."""
_PIECE = 1 << 12
_LARGEST = 20_000_000
"""Candidates times tallies, at the most, of a window that is counted in full."""


@dataclass(frozen=True, slots=True)
class Count:
    """
    A number of teams.

    Parameters
    ----------
    teams
        So many were counted.
    exact
        Whether there are no more; otherwise there are at least so many.
    """

    teams: int
    exact: bool


def count_teams(problem: Problem, proofs: Sequence[Prices], points: int, most: int) -> Count:
    """
    Return how many teams have at least so many points.

    Parameters
    ----------
    proofs
        Of each window the prices that prove its bound.
    points
        The fewest points that count.
    most
        Counting ends there.
    """
    total, exact = 0, True
    for window, prices in enumerate(proofs):
        bounds = bound(problem, prices)
        if bounds.windows[window] // SCALE < points:
            continue
        left = np.flatnonzero(bounds.survivors(problem, window, points))
        part = problem.restrict(left, np.array([window]))
        count = _in_window(part, bound(part, prices), points)
        total, exact = total + count.teams, exact and count.exact
        if total > most:
            return Count(most, exact=False)
    return Count(total, exact)


def _in_window(part: Problem, bounds: Bounds, points: int) -> Count:
    slack = bounds.slack(0, points)
    if bounds.windows[0] == NEVER or slack < 0:
        return Count(0, exact=True)
    if len(part) * sum(map(len, part.tallies)) > _LARGEST:
        return Count(0, exact=False)
    options = options_within(part, bounds, slack)
    last = int(np.argmax([len(rows) for rows, _ in options]))
    others = [option for place, option in enumerate(options) if place != last]
    exact = True
    while (found := combinations(others, slack, _PARTIALS)) is None:
        # Too many to look at all: the lowest reduced costs are the likeliest; where all are 0, any half will do.
        if slack == 0:
            others = [(rows[: (len(rows) + 1) // 2], costs[: (len(costs) + 1) // 2]) for rows, costs in others]
        slack, exact = slack // 2, False
    partials, totals, teams = found[0], Totals(part), 0
    for first in range(0, len(partials), _PIECE):
        teams += int((totals.with_each(partials[first : first + _PIECE], options[last][0]) >= points).sum())
    return Count(teams, exact)


def options_within(part: Problem, bounds: Bounds, slack: int) -> list[tuple[NDArray[np.intp], NDArray[np.int64]]]:
    """Return the options of each seat within a slack, whether or not one dominates another."""
    reduced_costs = bounds.reduced_costs(part, 0)
    able = reduced_costs <= slack
    return [
        seat_options(part, seat, np.flatnonzero(able & (part.seat == seat)), reduced_costs, empty)
        for seat, empty in enumerate(bounds.seats[:, 0].tolist())
    ]
