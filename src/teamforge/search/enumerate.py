"""
All teams near the bound of a window.

By the prices that prove a window's bound, a team's points are at most that bound less the reduced costs of its
candidates (DESIGN.md section 3). So a team that reaches a target stays within a slack: on every seat it has one of the
few candidates with a low reduced cost. These are combined, and the points of each combination are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Points, Rows
from teamforge.search.bound import Bounds
from teamforge.search.dominance import undominated
from teamforge.search.effort import DEFAULT_EFFORT, Effort
from teamforge.search.totals import EMPTY, Totals

Options = Sequence[tuple[Rows, Points]]
"""For each seat its candidates (`EMPTY` too if it may stay empty), and their reduced costs in rising order."""


class TooManyError(Exception):
    """There are too many teams to enumerate."""


class NearOptimal:
    """
    The near-optimal teams of a problem of one window, made of undominated candidates.

    Parameters
    ----------
    problem
        A problem of one window.
    bounds
        The bounds that a set of prices proves for the problem.
    costs
        The cost of each candidate, if the cheapest team is wanted.
    effort
        How many teams are too many.

    Raises
    ------
    TooManyError
        If there are too many candidates.
    """

    def __init__(
        self, problem: Problem, bounds: Bounds, costs: Points | None = None, effort: Effort = DEFAULT_EFFORT
    ) -> None:
        if len(problem) > effort.enumerated_candidates:
            raise TooManyError
        if sum(len(tallies.members) for tallies in problem.tallies) > effort.enumerated_entries:
            raise TooManyError
        self.problem, self._effort = problem, effort
        self.costs = np.zeros(len(problem), dtype=np.int64) if costs is None else costs
        self.options = options_of(problem, bounds, undominated(problem, costs))

    def count(self, slack: int) -> int:
        """Return how many partial teams are within a slack: every seat filled except the one with the most options."""
        partials, _ = self._partials(slack, None)
        return len(partials)

    def best(self, slack: int, target: int) -> Choice | None:
        """
        Return the best of all teams within a slack, if it has at least `target` points.

        Raises
        ------
        TooManyError
            If more partial teams would have to be enumerated than the effort allows, or tables would be too large.
        """
        best = None
        for partials, candidates, points in self._enumerated(slack, target):
            partial, candidate = np.unravel_index(int(points.argmax()), points.shape)
            if points[partial, candidate] >= target:
                target = int(points[partial, candidate]) + 1
                best = np.append(partials[partial], candidates[candidate])
        return None if best is None else Choice(0, tuple(best[best != EMPTY].tolist()))

    def cheapest(self, slack: int, target: int) -> Choice | None:
        """
        Return, of all teams within a slack that have at least `target` points, the one with the lowest sum of costs.

        Raises
        ------
        TooManyError
            As in `best`.
        """
        costs = np.append(self.costs, 0)
        cheapest, least = None, None
        for partials, candidates, points in self._enumerated(slack, target):
            partial, candidate = np.nonzero(points >= target)
            if not len(partial):
                continue
            sums = costs[partials[partial]].sum(axis=1) + costs[candidates[candidate]]
            first = int(sums.argmin())
            if least is None or sums[first] < least:
                least = int(sums[first])
                cheapest = np.append(partials[partial[first]], candidates[candidate[first]])
        return None if cheapest is None else Choice(0, tuple(cheapest[cheapest != EMPTY].tolist()))

    def _enumerated(self, slack: int, target: int) -> Iterator[tuple[Rows, Rows, Points]]:
        """Yield partial teams that can reach the target, candidates for the missing seat, and each pair's points."""
        partials, candidates = self._partials(slack, self._effort.partial_teams)
        if not len(partials) or not len(candidates):
            return
        # Only tallies with a member who appears get a column.
        appears = np.zeros(len(self.problem) + 1, dtype=np.bool_)
        appears[partials] = appears[candidates] = True
        appear = np.flatnonzero(appears[:EMPTY])
        part = self.problem.restrict(appear, np.array([0]))
        if len(part) * sum(map(len, part.tallies)) > self._effort.table_cells:
            raise TooManyError
        place = np.full(len(self.problem) + 1, EMPTY, dtype=np.intp)
        place[appear] = np.arange(len(appear))
        whole = np.append(appear, EMPTY)
        for some, others, points in self._of_part(part, place[partials], place[candidates], target):
            yield whole[some], whole[others], points

    def _of_part(
        self, part: Problem, partials: Rows, candidates: Rows, target: int
    ) -> Iterator[tuple[Rows, Rows, Points]]:
        totals = Totals(part)
        partials = partials[totals.at_most(partials, candidates, self._effort.partials_at_once) >= target]
        if len(partials) * len(candidates) > self._effort.teams:
            raise TooManyError
        step = max(1, self._effort.teams_at_once // len(candidates))
        for first in range(0, len(partials), step):
            some = partials[first : first + step]
            yield some, candidates, totals.with_each(some, candidates)

    def _partials(self, slack: int, most: int | None) -> tuple[Rows, Rows]:
        """Return the partial teams within a slack, and the options of the seat that they leave out."""
        sizes = [int(np.searchsorted(costs, slack, side="right")) for _, costs in self.options]
        last = int(np.argmax(sizes))
        found = combinations([option for place, option in enumerate(self.options) if place != last], slack, most)
        if found is None:
            raise TooManyError
        return found[0], self.options[last][0][: sizes[last]]


def options_of(problem: Problem, bounds: Bounds, among: Rows) -> Options:
    """Return the options of every seat of a problem of one window, among some candidates."""
    reduced_costs = bounds.reduced_costs(problem, 0)
    return [
        seat_options(problem, seat, among[problem.seat[among] == seat], reduced_costs, empty)
        for seat, empty in enumerate(bounds.seats[:, 0].tolist())
    ]


def seat_options(problem: Problem, seat: int, rows: Rows, reduced_costs: Points, empty: int) -> tuple[Rows, Points]:
    """
    Return the options of a seat by rising reduced cost: the given candidates and, if it may stay empty, `EMPTY`.

    Parameters
    ----------
    rows
        The candidates.
    reduced_costs
        The reduced cost of each candidate of the problem.
    empty
        The reduced cost of leaving the seat empty.
    """
    costs = reduced_costs[rows]
    if not problem.required[seat]:
        rows, costs = np.append(rows, EMPTY), np.append(costs, empty)
    order = np.argsort(costs, kind="stable")
    return rows[order], costs[order]


def combinations(options: Options, slack: int, most: int | None) -> tuple[Rows, Points] | None:
    """
    Return every combination of one option per seat within a slack, and the reduced cost of each.

    Parameters
    ----------
    slack
        The most that the reduced costs of one combination may add up to.
    most
        The most combinations to return; with more, None is returned.
    """
    ways = np.zeros((1, 0), dtype=np.intp)
    spent = np.zeros(1, dtype=np.int64)
    for candidates, reduced_costs in options:
        # Options are in rising order: for each combination the first `reach` of them stay within the slack.
        reach = np.searchsorted(reduced_costs, slack - spent, side="right")
        count = int(reach.sum())
        if most is not None and count > most:
            return None
        way = np.repeat(np.arange(len(ways)), reach)
        option = np.arange(count) - np.repeat(np.cumsum(reach) - reach, reach)
        ways = np.column_stack([ways[way], candidates[option]])
        spent = spent[way] + reduced_costs[option]
    return ways, spent
