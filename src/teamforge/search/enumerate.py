"""
The teams near a window's bound, all of them: by how far each candidate is below the best of their seat.

With the prices that prove a window's bound, a team's points are at most that bound less, for each seat, how far its
candidate's value is below the seat's best (DESIGN.md section 3). So a team of many points has little to lose on any
seat: the few candidates who lose little are combined, and what each combination is worth is worked out exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Choice, Problem
from teamforge.search.bound import NEVER, Bounds
from teamforge.search.ties import in_order

__all__ = [
    "EMPTY",
    "NearOptimal",
    "Options",
    "TooManyError",
    "Totals",
    "combinations",
    "representatives",
    "seat_options",
]

EMPTY = -1
"""Stands for nobody on an optional seat."""
_BROKEN = -(1 << 40)
"""What a broken bound of a tally costs: more than any points, and sums of it stay exact in doubles."""
_NO_TEAM = _BROKEN >> 1
"""No team that breaks a bound has so many points, and every other has more."""
_CANDIDATES = 100_000
"""Of more candidates it is not told who stands for whom."""
COMPARED = 500
"""Of a seat with more candidates, no two alike, each stands for themselves."""
_LARGEST = 20_000_000
"""Candidates times tallies, at the most, of a problem whose teams are enumerated."""
_TEAMS = 5_000_000
"""So many teams are too many to be enumerated."""
_PIECE = 1 << 13
"""So many partial teams are looked at in one go."""
_AT_ONCE = 1 << 20
"""So many teams are enumerated in one go."""

Points = NDArray[np.int64]
Rows = NDArray[np.intp]
Bools = NDArray[np.bool_]
Options = Sequence[tuple[Rows, Points]]
"""For each seat its candidates, `EMPTY` among them where it may stay empty, and their reduced costs in rising order."""


class Totals:
    """The tallies of a problem of one window as a table, to work out the points of many teams at once."""

    def __init__(self, problem: Problem) -> None:
        seats = len(problem.seats)
        sizes = [len(tallies) for tallies in problem.tallies]
        ends = np.cumsum([0, *sizes])
        self._member = np.zeros((len(problem) + 1, ends[-1]), dtype=np.bool_)  # the last row is nobody
        self._total = np.zeros((ends[-1], seats + 2), dtype=np.float64)  # of 0, 1, 2, … chosen
        counts = np.arange(seats + 2)
        for first, size, tallies in zip(ends[:-1], sizes, problem.tallies, strict=True):
            self._member[tallies.members, first + np.repeat(np.arange(size), np.diff(tallies.offsets))] = True
            points = np.concatenate(([0], np.cumsum(tallies.gains_to(seats + 1), dtype=np.float64)))
            points[counts < tallies.minimum] = _BROKEN
            if tallies.maximum is not None:
                points[counts > tallies.maximum] = _BROKEN
            self._total[first : first + size] = points
        steps = np.diff(self._total, axis=1)
        self._own = np.append(problem.points, 0).astype(np.float64)
        self._alone = self._own + self._member @ steps[:, 0]
        self._most = self._own + self._member @ steps.max(axis=1, initial=0)
        self._nobody = self._total[:, 0].sum() + problem.constant + int(problem.window_points[0])

    def with_each(self, partials: Rows, candidates: Rows) -> Points:
        """
        Return the points of each partial team with each candidate added.

        Parameters
        ----------
        partials
            A row a partial and a column a seat: candidates, or `EMPTY`.
        candidates
            Of one other seat; `EMPTY` for nobody.

        Returns
        -------
        array
            Partial teams × candidates; `NEVER` where the team is not valid.
        """
        shared, counts = self._counted(partials)
        total, index = self._total[shared], np.arange(len(shared))
        steps = total[index, counts + 1] - total[index, counts]
        # Only the tallies of those who play in some partial are worth something else for the next candidate.
        member = self._member[np.ix_(candidates, shared)].T.astype(np.float64)
        worth = (steps - (total[:, 1] - total[:, 0])) @ member
        worth += self._alone[candidates] + self._worth(partials, shared, counts)[:, None]
        return np.where(worth > _NO_TEAM, worth, NEVER).astype(np.int64)

    def at_most(self, partials: Rows, candidates: Rows) -> Points:
        """Return points that no partial team has more than, whichever of some candidates of another seat is added."""
        most = self._most[candidates].max(initial=-np.inf)
        pieces = [partials[first : first + _PIECE] for first in range(0, len(partials), _PIECE)]
        worth = [self._worth(piece, *self._counted(piece)) + most for piece in pieces]
        return np.concatenate([np.zeros(0), *worth]).astype(np.int64)

    def _counted(self, partials: Rows) -> tuple[Rows, Rows]:
        """Return the tallies that somebody in some partial is in, and how many of each partial are in each."""
        shared = np.flatnonzero(self._member[np.unique(partials)].any(axis=0))
        member = self._member[:, shared]
        counts = np.zeros((len(partials), len(shared)), dtype=np.intp)
        for seat in partials.T:
            counts += member[seat]
        return shared, counts

    def _worth(self, partials: Rows, shared: Rows, counts: Rows) -> NDArray[np.float64]:
        """Return the points of each partial by itself, far below any where it breaks a bound of a tally."""
        total = self._total[shared]
        of_tallies = total[np.arange(len(shared)), counts].sum(axis=1) - total[:, 0].sum()
        worth: NDArray[np.float64] = self._nobody + of_tallies + self._own[partials].sum(axis=1)
        return worth


def seat_options(problem: Problem, seat: int, rows: Rows, reduced_costs: Points, empty: int) -> tuple[Rows, Points]:
    """
    Return the options of a seat: some of its candidates and, where it may stay empty, `EMPTY`, by rising reduced cost.

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
    Return every way to take one option for each seat within a slack, and its reduced cost.

    Parameters
    ----------
    slack
        The most that the reduced costs of a way may add up to.
    most
        Above this number of ways None is returned.
    """
    ways = np.zeros((1, 0), dtype=np.intp)
    spent = np.zeros(1, dtype=np.int64)
    for candidates, reduced_costs in options:
        # Options are in rising order: for each way the first `reach` of them stay within the slack.
        reach = np.searchsorted(reduced_costs, slack - spent, side="right")
        count = int(reach.sum())
        if most is not None and count > most:
            return None
        way = np.repeat(np.arange(len(ways)), reach)
        option = np.arange(count) - np.repeat(np.cumsum(reach) - reach, reach)
        ways = np.column_stack([ways[way], candidates[option]])
        spent = spent[way] + reduced_costs[option]
    return ways, spent


class _Memberships:
    """Who is in which of the tallies that can matter, as pairs of a candidate and the number of a tally."""

    def __init__(self, problem: Problem) -> None:
        seats = len(problem.seats)
        member, number, helps, harms = [], [], [], []
        for tallies in problem.tallies:
            of = np.repeat(np.arange(len(tallies)), np.diff(tallies.offsets))
            # From one seat no more than one is chosen.
            on = np.unique(of * seats + problem.seat[tallies.members]) // seats
            span = np.bincount(on, minlength=len(tallies))
            gains = np.array([0, *tallies.gains_to(seats)])
            least = np.minimum.accumulate(gains)[span] < 0
            helps.append(np.full(len(tallies), tallies.minimum > 0 or gains.max() > 0))
            harms.append(least if tallies.maximum is None else least | (tallies.maximum < span))
            number.append(of + sum(map(len, helps[:-1])))
            member.append(tallies.members)
        self.helps, self.harms = np.concatenate([[], *helps]).astype(bool), np.concatenate([[], *harms]).astype(bool)
        pairs = np.concatenate([[], *number]).astype(np.int32)
        matter = (self.helps | self.harms)[pairs]
        self.member, self.number = np.concatenate([[], *member]).astype(np.intp)[matter], pairs[matter]

    def table(self, candidates: Rows, size: int) -> tuple[Rows, Bools]:
        """Return which of some candidates is in which tally that one of them is in, and these tallies' numbers."""
        place = np.full(size, -1, dtype=np.intp)
        place[candidates] = np.arange(len(candidates))
        here = place[self.member] >= 0
        numbers, column = np.unique(self.number[here], return_inverse=True)
        table = np.zeros((len(candidates), len(numbers)), dtype=np.bool_)
        table[place[self.member[here]], column] = True
        return numbers, table


def representatives(problem: Problem, costs: Points | None = None) -> Rows:
    """
    Return, in the order of ids, candidates without whom no team is missed that is better than all others.

    One candidate can stand for another of the same seat who has no more points, is in no tally where it can help to be
    and the first is not, and is in every tally where it can harm and the first is. With `costs` one who costs more
    stands for nobody who costs less.
    """
    every = in_order(problem, np.arange(len(problem)))
    if costs is not None:
        every = every[np.argsort(costs[every], kind="stable")]
    memberships = _Memberships(problem)
    order = np.argsort(memberships.member, kind="stable")
    ends = np.searchsorted(memberships.member[order], np.arange(len(problem) + 1)).tolist()
    tallied = memberships.number[order]
    seat, points = problem.seat.tolist(), problem.points.tolist()
    kinds: dict[tuple[int, int, bytes], int] = {}
    for row in every.tolist():
        kinds.setdefault((seat[row], points[row], tallied[ends[row] : ends[row + 1]].tobytes()), row)
    alone = np.array(list(kinds.values()), dtype=np.intp)
    kept = [
        _undominated(problem, memberships, alone[problem.seat[alone] == on], costs) for on in range(len(problem.seats))
    ]
    return np.concatenate([np.zeros(0, dtype=np.intp), *kept])


def _undominated(problem: Problem, memberships: _Memberships, rows: Rows, costs: Points | None) -> Rows:
    """Return those of a seat's candidates, no two of whom are alike, for whom no other can stand."""
    if len(rows) > COMPARED:
        return rows
    numbers, table = memberships.table(rows, len(problem))
    helpful = table[:, memberships.helps[numbers]].astype(np.float32)
    harmful = table[:, memberships.harms[numbers]].astype(np.float32)
    lacking = (1 - helpful) @ helpful.T  # how many of the tallies of the other (column) the one (row) is not in
    burden = harmful @ (1 - harmful).T
    stands = (lacking == 0) & (burden == 0) & (problem.points[rows][:, None] >= problem.points[rows])
    if costs is not None:
        stands &= costs[rows][:, None] <= costs[rows]
    np.fill_diagonal(stands, val=False)
    kept: Rows = rows[~stands.any(axis=0)]
    return kept


class NearOptimal:
    """
    The teams of a problem of one window that lose little against its bound, of `representatives` alone.

    Parameters
    ----------
    problem
        A problem of one window.
    bounds
        What some prices prove of it.
    costs
        Of each candidate, where the cheapest team is looked for.

    Raises
    ------
    TooManyError
        If there are too many candidates to tell who stands for whom.
    """

    def __init__(self, problem: Problem, bounds: Bounds, costs: Points | None = None) -> None:
        if len(problem) > _CANDIDATES:
            raise TooManyError
        self.problem, self.bounds, self.costs = problem, bounds, costs
        everybody = representatives(problem, costs)
        reduced_costs = bounds.reduced_costs(problem, 0)
        self.options = [
            seat_options(problem, seat, everybody[problem.seat[everybody] == seat], reduced_costs, empty)
            for seat, empty in enumerate(bounds.seats[:, 0].tolist())
        ]

    def count(self, slack: int, most: int | None = None) -> int | None:
        """Return how many partial teams (all seats but the one with the most options) are within `slack`."""
        found = self._partials(slack, most)
        return None if found is None else len(found[0])

    def best(self, slack: int, target: int, most: int) -> Choice | None:
        """
        Return the best of all teams within `slack`, if it has at least `target` points.

        Raises
        ------
        TooManyError
            If more than `most` partial teams would have to be enumerated, or tables would be too large.
        """
        best = None
        for partials, candidates, worth in self._enumerated(slack, target, most):
            partial, candidate = np.unravel_index(int(worth.argmax()), worth.shape)
            if worth[partial, candidate] >= target:
                target = int(worth[partial, candidate]) + 1
                best = np.append(partials[partial], candidates[candidate])
        return None if best is None else Choice(0, tuple(best[best != EMPTY].tolist()))

    def cheapest(self, slack: int, target: int, most: int) -> Choice | None:
        """
        Return, of all teams within `slack` that have at least `target` points, the one with the lowest costs.

        Raises
        ------
        TooManyError
            As `best` does.
        """
        costs = np.append(np.zeros(len(self.problem), dtype=np.int64) if self.costs is None else self.costs, 0)
        cheapest, least = None, None
        for partials, candidates, worth in self._enumerated(slack, target, most):
            partial, candidate = np.nonzero(worth >= target)
            if not len(partial):
                continue
            sums = costs[partials[partial]].sum(axis=1) + costs[candidates[candidate]]
            first = int(sums.argmin())
            if least is None or sums[first] < least:
                least = int(sums[first])
                cheapest = np.append(partials[partial[first]], candidates[candidate[first]])
        return None if cheapest is None else Choice(0, tuple(cheapest[cheapest != EMPTY].tolist()))

    def _enumerated(self, slack: int, target: int, most: int) -> Iterator[tuple[Rows, Rows, Points]]:
        """Yield partials that a candidate could make a team of `target` points of, the candidates, and all points."""
        found = self._partials(slack, most)
        if found is None:
            raise TooManyError
        partials, candidates = found
        if not len(partials) or not len(candidates):
            return
        problem = self.problem
        play = np.unique(np.append(partials, candidates))
        play = play[play != EMPTY]
        part = problem.restrict(play, np.array([0]))
        if len(part) * sum(map(len, part.tallies)) > _LARGEST:
            raise TooManyError
        place = np.full(len(problem) + 1, EMPTY, dtype=np.intp)
        place[play] = np.arange(len(play))
        for some, others, worth in self._of_part(part, place[partials], place[candidates], target):
            whole = np.append(play, EMPTY)
            yield whole[some], whole[others], worth

    @staticmethod
    def _of_part(
        problem: Problem, partials: Rows, candidates: Rows, target: int
    ) -> Iterator[tuple[Rows, Rows, Points]]:
        totals = Totals(problem)
        partials = partials[totals.at_most(partials, candidates) >= target]
        if len(partials) * len(candidates) > _TEAMS:
            raise TooManyError
        step = max(1, _AT_ONCE // len(candidates))
        for first in range(0, len(partials), step):
            some = partials[first : first + step]
            yield some, candidates, totals.with_each(some, candidates)

    def _partials(self, slack: int, most: int | None) -> tuple[Rows, Rows] | None:
        """Return every way to fill all seats but the one with the most options, and those options."""
        sizes = [int(np.searchsorted(costs, slack, side="right")) for _, costs in self.options]
        last = int(np.argmax(sizes))
        found = combinations([option for place, option in enumerate(self.options) if place != last], slack, most)
        return None if found is None else (found[0], self.options[last][0][: sizes[last]])


class TooManyError(Exception):
    """There are too many teams to enumerate."""
