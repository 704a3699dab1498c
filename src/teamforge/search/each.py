"""
The best team with each candidate, for everybody at once.

What a team with a candidate can have is bounded by the prices of each window, as in `bound`. The rest of such a team
loses little against the best on every other seat, so the same few rests serve for all candidates of a seat: they are
tried in the order of what they lose, until no untried one could be better. Whom too many rests could serve gets prices
of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Choice, Problem, Tallies, Term
from teamforge.search.bound import NEVER, SCALE, Prices, bound
from teamforge.search.branch import branch
from teamforge.search.engine import search
from teamforge.search.limits import Limits, StopWatch
from teamforge.search.near import EMPTY, Options, Totals, combinations, representatives
from teamforge.search.pricing import empty_seat
from teamforge.search.relax import relax
from teamforge.search.ties import in_order

__all__ = ["Each", "best_with_each"]

_ROOM = 16 * SCALE
"""What rests may lose at first; then twice as much, and so on."""
_MOST = 4_000
"""So many rests are too many to try."""
_NODES = 200
"""Relaxations that may be solved for one candidate and window."""

_NEAR_WINDOWS = 300 * SCALE
"""Windows whose bound is so much below the best one's are seldom anybody's best."""
_CORNERS, _OFF = 8, 5
"""So many prices are averaged, from points up to so much off."""
_AROUND, _LARGEST = 600 * SCALE, 600
"""They are of the candidates who lose at most so much, if those are no more than so many."""

Points = NDArray[np.int64]
Rows = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Each:
    """
    The best team with each candidate.

    Parameters
    ----------
    points
        Of each candidate the points of the best team with them; `NEVER` where there is none or none was asked for.
    choices
        That team; None where there is none.
    complete
        Whether the time sufficed: otherwise better teams may be missed.
    """

    points: Points
    choices: tuple[Choice | None, ...]
    complete: bool


def best_with_each(problem: Problem, proofs: Sequence[Prices], watch: StopWatch, asked: Rows | None = None) -> Each:
    """
    Return the best team with each candidate.

    Parameters
    ----------
    problem
        The compiled problem.
    proofs
        Of each window the prices that prove its bound: the better, the quicker.
    asked
        Positions of the candidates that are asked for; None for all.
    """
    run = _Asking(problem, [_Window(problem, place, prices) for place, prices in enumerate(proofs)], watch)
    run.settle(np.arange(len(problem)) if asked is None else asked)
    return Each(run.points, tuple(run.choices), not watch.over())


class _Window:
    """A window of the problem: what its prices prove, and whom it pays to combine."""

    def __init__(self, problem: Problem, place: int, prices: Prices) -> None:
        self.place = place
        self.rows = in_order(problem, np.flatnonzero(problem.serves[:, place]))
        self.problem = problem.restrict(self.rows, np.array([place]))
        self._use(prices)
        self.of = np.full(len(problem), -1, dtype=np.intp)
        self.of[self.rows] = np.arange(len(self.rows))
        self._totals: Totals | None = None
        self._options: dict[int, tuple[Rows, Points]] = {}
        self._rests: dict[tuple[int, int], tuple[Rows, Points] | None] = {}

    def _use(self, prices: Prices) -> None:
        self.prices = prices
        self.bounds = bound(self.problem, prices)
        self.ceiling = int(self.bounds.windows[0])
        self.lost = self.bounds.seats[self.problem.seat, 0] - self.bounds.values

    def spread(self) -> None:
        """
        Take the mean of several prices that prove nearly the same bound.

        The linear solver returns a corner of all prices that prove the best bound, at which many candidates lose
        nothing. Prices from points a little off are other corners, and by their mean fewer do.
        """
        near = np.flatnonzero(self.lost <= _AROUND)
        if self.ceiling == NEVER or len(near) > _LARGEST:
            return
        part = self.problem.restrict(near, np.array([0]))
        cost = empty_seat(self.ceiling // SCALE, part)
        rng = np.random.default_rng(0)
        total: list[dict[int, int]] = [{} for _ in part.tallies]
        for _ in range(_CORNERS):
            off = Term(points=rng.integers(-_OFF, _OFF + 1, len(part)))
            for sums, prices in zip(
                total, relax(replace(part, terms={**part.terms, "off": off}), cost).prices, strict=True
            ):
                for number, price in prices.items():
                    sums[number] = sums.get(number, 0) + price
        means = tuple({number: price // _CORNERS for number, price in sums.items()} for sums in total)
        # Tallies that nobody of the part is in keep their prices.
        kept = (
            {number: price for number, price in old.items() if not _holds(tallies, number)}
            for old, tallies in zip(self.prices, part.tallies, strict=True)
        )
        self._use(tuple({**old, **mean} for old, mean in zip(kept, means, strict=True)))

    @cached_property
    def needed(self) -> Rows:
        """Who is needed for the rest of a team."""
        return representatives(self.problem)

    @property
    def totals(self) -> Totals:
        if self._totals is None:
            self._totals = Totals(self.problem)
        return self._totals

    def options(self, seat: int) -> tuple[Rows, Points]:
        """Return who could have a seat by what they lose, without those whom another dominates."""
        if seat not in self._options:
            rows = self.needed[self.problem.seat[self.needed] == seat]
            lost = self.lost[rows]
            if not self.problem.required[seat]:
                rows, lost = np.append(rows, EMPTY), np.append(lost, self.bounds.seats[seat, 0])
            order = np.argsort(lost, kind="stable")
            self._options[seat] = rows[order], lost[order]
        return self._options[seat]

    def others(self, seat: int) -> Options:
        """Return the options of every seat but one."""
        return [self.options(other) for other in range(len(self.problem.seats)) if other != seat]

    def rests(self, seat: int, room: int, beyond: int) -> Rows | None:
        """Return all rests of a team without a seat that lose at most `room` and more than `beyond`; None if many."""
        if (seat, room) not in self._rests:
            self._rests[seat, room] = combinations(self.others(seat), room, _MOST)
        found = self._rests[seat, room]
        return None if found is None else found[0][found[1] > beyond]


@dataclass(eq=False)
class _Asking:
    problem: Problem
    windows: list[_Window]
    watch: StopWatch
    points: Points = field(init=False)
    choices: list[Choice | None] = field(init=False)

    def __post_init__(self) -> None:
        self.points = np.full(len(self.problem), NEVER, dtype=np.int64)
        self.choices = [None] * len(self.problem)

    def settle(self, asked: Rows) -> None:
        """Find the best team with each candidate that is asked for."""
        best = max((window.ceiling for window in self.windows), default=NEVER)
        for window in self.windows:
            if window.ceiling > best - _NEAR_WINDOWS:
                window.spread()
        most = np.full((len(self.problem), len(self.windows)), NEVER, dtype=np.int64)
        for window in self.windows:
            most[window.rows, window.place] = window.ceiling - window.lost if window.ceiling > NEVER else NEVER
        most = most[asked]
        tried = np.full(most.shape, -1, dtype=np.int64)
        hard: list[tuple[int, Points, Points]] = []
        while len(asked) and len(self.windows) and not self.watch.over():
            # What teams can have whose rests were not tried yet.
            left = np.where(most == NEVER, NEVER, most - tried - 1) // SCALE
            window = left.argmax(axis=1)
            first = left[np.arange(len(asked)), window]
            open_ = (first > self.points[asked]) & (first >= self.problem.least_points)
            asked, most, tried, window = asked[open_], most[open_], tried[open_], window[open_]
            stuck = np.zeros(len(asked), dtype=np.bool_)
            for (place, seat, before), rows in self._groups(asked, window, tried).items():
                room = max(_ROOM, 2 * before)
                stuck[rows] = not self._try(asked[rows], self.windows[place], seat, before, room)
                tried[rows, place] = np.where(stuck[rows], before, room)
            hard += zip(asked[stuck].tolist(), most[stuck], tried[stuck], strict=True)
            asked, most, tried = asked[~stuck], most[~stuck], tried[~stuck]
        for candidate, most_of, tried_of in hard:
            if not self.watch.over():
                self._close(candidate, most_of, tried_of)

    def _groups(self, asked: Rows, window: Rows, tried: Points) -> dict[tuple[int, int, int], list[int]]:
        """Return those who can be tried with the same rests: by window, seat, and what was tried."""
        groups: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for row, place in enumerate(window.tolist()):
            groups[place, int(self.problem.seat[asked[row]]), int(tried[row, place])].append(row)
        return groups

    def _try(self, candidates: Rows, window: _Window, seat: int, before: int, room: int) -> bool:
        """Try all rests that lose more than `before` and at most `room`; return whether they were few enough."""
        rests = window.rests(seat, room, before)
        if rests is None:
            return False
        if not len(rests):
            return True
        here = window.of[candidates]
        worth = window.totals.with_each(rests, here)
        best = worth.argmax(axis=0)
        points = worth[best, np.arange(len(here))]
        for row in np.flatnonzero(points > self.points[candidates]).tolist():
            team = np.append(rests[best[row]], here[row])
            self._keep(int(candidates[row]), window, team[team != EMPTY], int(points[row]))
        return True

    def _keep(self, candidate: int, window: _Window, team: Rows, points: int) -> None:
        self.points[candidate] = points
        self.choices[candidate] = Choice(window.place, tuple(window.rows[team].tolist()))

    def _close(self, candidate: int, most: Points, tried: Points) -> None:
        """Find the best team with one candidate by branching, the most promising window first."""
        left = np.where(most == NEVER, NEVER, most - tried - 1)
        for place in np.argsort(-left, kind="stable").tolist():
            window = self.windows[place]
            target = max(int(self.points[candidate]) + 1, self.problem.least_points)
            room = int(most[place]) - target * SCALE
            if left[place] < target * SCALE:
                return
            here = int(window.of[candidate])
            others = window.others(int(self.problem.seat[candidate]))
            near = [rows[(lost <= room) & (rows != EMPTY)] for rows, lost in others]
            kept = np.sort(np.concatenate([[here], *near]).astype(np.intp))
            part = window.problem.restrict(kept, np.array([0]))
            seated, stay = part.seated(int(np.searchsorted(kept, here)))
            branched = branch(seated, np.arange(len(seated)), 0, target, _NODES, self.watch)
            if branched.node is None:
                self._search(candidate)
                return
            if branched.choice is not None:
                team = kept[stay[list(branched.choice.candidates)]]
                self._keep(candidate, window, team, seated.score(branched.choice))

    def _search(self, candidate: int) -> None:
        """Find the best team with one candidate by a search of its own."""
        included = Tallies.one("included", np.array([candidate]), (), minimum=1)
        found = search(replace(self.problem, rules=(*self.problem.rules, included)), Limits(self.watch.left))
        if found.choice is not None and found.points is not None:
            self.points[candidate], self.choices[candidate] = found.points, found.choice


def _holds(tallies: Tallies, number: int) -> bool:
    """Return whether somebody is in the tally of a number."""
    place = tallies.place(number)
    return place is not None and len(tallies.of(place)) > 0
