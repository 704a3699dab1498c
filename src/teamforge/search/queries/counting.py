"""How many teams have the most points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teamforge.problem import Problem
from teamforge.search.bound import NEVER, SCALE, Bounds, Prices, bound
from teamforge.search.effort import DEFAULT_EFFORT, Effort
from teamforge.search.enumerate import combinations, options_of
from teamforge.search.totals import Totals


@dataclass(frozen=True, slots=True)
class Count:
    """
    A number of teams.

    Parameters
    ----------
    teams
        The number counted.
    exact
        Whether that is all of them.
    """

    teams: int
    exact: bool


def count_teams(
    problem: Problem, proofs: Sequence[Prices], points: int, most: int, effort: Effort = DEFAULT_EFFORT
) -> Count:
    """
    Return how many teams have at least `points` points.

    Parameters
    ----------
    proofs
        The prices that prove each window's bound.
    points
        The fewest points that count.
    most
        Counting stops at this number.
    effort
        How many partial teams are too many.
    """
    total, exact = 0, True
    for window, prices in enumerate(proofs):
        bounds = bound(problem, prices)
        if bounds.windows[window] // SCALE < points:
            continue
        part = problem.restrict(np.flatnonzero(bounds.survivors(problem, window, points)), np.array([window]))
        count = _in_window(part, bound(part, prices), points, effort)
        total, exact = total + count.teams, exact and count.exact
        if total > most:
            return Count(most, exact=False)
    return Count(total, exact)


def _in_window(part: Problem, bounds: Bounds, points: int, effort: Effort) -> Count:
    slack = bounds.slack(0, points)
    if bounds.windows[0] == NEVER or slack < 0:
        return Count(0, exact=True)
    if len(part) * sum(map(len, part.tallies)) > effort.table_cells:
        return Count(0, exact=False)
    options = options_of(part, bounds, np.flatnonzero(bounds.reduced_costs(part, 0) <= slack))
    last = int(np.argmax([len(rows) for rows, _ in options]))
    others = [option for place, option in enumerate(options) if place != last]
    exact = True
    while (found := combinations(others, slack, effort.counted_partials)) is None:
        # Candidates with low reduced costs are likeliest to be on a team that counts; if all are 0, any half will do.
        if slack == 0:
            others = [(rows[: (len(rows) + 1) // 2], costs[: (len(costs) + 1) // 2]) for rows, costs in others]
        slack, exact = slack // 2, False
    partials, totals, teams = found[0], Totals(part), 0
    for first in range(0, len(partials), effort.counted_at_once):
        some = partials[first : first + effort.counted_at_once]
        teams += int((totals.with_each(some, options[last][0]) >= points).sum())
    return Count(teams, exact)
