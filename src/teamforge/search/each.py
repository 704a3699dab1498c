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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Choice, Problem, Tallies, Term
from teamforge.search.bound import NEVER, SCALE, Bounds, Prices, bound
from teamforge.search.branch import branch
from teamforge.search.engine import search
from teamforge.search.limits import Limits, StopWatch
from teamforge.search.near import EMPTY, Options, Totals, combinations, representatives
from teamforge.search.pricing import FIRST, Pricing, empty_seat, top
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
        Of each candidate the points of the best team with them; where there is none, or none was asked for, one less
        than was asked for.
    choices
        That team; None where there is none.
    complete
        Whether the time sufficed: otherwise better teams may be missed.
    prices
        Of each window those by which the fewest candidates lose nothing.
    needed
        Of each window who is needed for the rest of a team, where that was found out.
    """

    points: Points
    choices: tuple[Choice | None, ...]
    complete: bool
    prices: tuple[Prices, ...]
    needed: tuple[Rows | None, ...]


def best_with_each(
    problem: Problem,
    proofs: Sequence[Prices],
    watch: StopWatch,
    asked: Rows | None = None,
    *,
    guests: int = 0,
    at_least: int = NEVER + 1,
    before: Each | None = None,
) -> Each:
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
    guests
        The last so many candidates are on no team but the one that is looked for with them.
    at_least
        Teams of fewer points are not looked for.
    before
        What was found without guests: what it learnt is not worked out again.
    """
    hosts = len(problem) - guests
    windows = [_Window(problem, place, prices, hosts) for place, prices in enumerate(proofs)]
    if before is not None:
        for window in windows:
            window.knows(before.prices[window.place], before.needed[window.place])
    run = _Asking(problem, windows, watch, hosts, at_least - 1)
    run.settle(np.arange(len(problem)) if asked is None else asked, spread=before is None)
    return Each(
        run.points,
        tuple(run.choices),
        not watch.over(),
        tuple(window.views[0].prices for window in windows),
        tuple(window.known_needed for window in windows),
    )


class _Window:
    """A window of the problem, and what several prices prove of it."""

    def __init__(self, problem: Problem, place: int, prices: Prices, hosts: int) -> None:
        self.place = place
        self.rows = in_order(problem, np.flatnonzero(problem.serves[:, place]))
        self.hosts = np.flatnonzero(self.rows < hosts)
        self.problem = problem.restrict(self.rows, np.array([place]))
        self.of = np.full(len(problem), -1, dtype=np.intp)
        self.of[self.rows] = np.arange(len(self.rows))
        self.views = [_View(self, prices)]

    def knows(self, prices: Prices, needed: Rows | None) -> None:
        """Take over what is known of the window already."""
        self.views = [_View(self, prices)]
        if needed is not None:
            self.needed = self.of[needed]

    @property
    def known_needed(self) -> Rows | None:
        """Who is needed for the rest of a team, by position in the problem; None where nobody asked."""
        return self.rows[self.needed] if "needed" in self.__dict__ else None

    @cached_property
    def needed(self) -> Rows:
        """Who is needed for the rest of a team."""
        return self.hosts[representatives(self.problem.restrict(self.hosts, np.array([0])))]

    @cached_property
    def totals(self) -> Totals:
        """What teams are worth."""
        return Totals(self.problem)

    def spread(self) -> None:
        """
        Take the mean of several prices that prove nearly the same bound.

        The linear solver returns a corner of all prices that prove the best bound, at which many candidates lose
        nothing. Prices from points a little off are other corners, and by their mean fewer do.
        """
        first = self.views[0]
        near = self.hosts[first.lost[self.hosts] <= _AROUND]
        if first.ceiling == NEVER or len(near) > _LARGEST:
            return
        part = self.problem.restrict(near, np.array([0]))
        cost = empty_seat(first.ceiling // SCALE, part)
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
            for old, tallies in zip(first.prices, part.tallies, strict=True)
        )
        self.views = [_View(self, tuple({**old, **mean} for old, mean in zip(kept, means, strict=True)))]

    def view_of(self, here: int, watch: StopWatch) -> _View:
        """Return, and keep, what the prices prove that are best for the teams with a candidate."""
        kept = np.union1d(self.hosts, [here])
        seated, _ = self.problem.restrict(kept, np.array([0])).seated(int(np.searchsorted(kept, here)))
        best = _Best()

        def tell(prices: Prices) -> Bounds:
            bounds = bound(seated, prices)
            best.keep(prices, int(bounds.windows[0]))
            return bounds

        columns = top(seated, bound(seated, self.views[0].prices).values, np.ones(len(seated), dtype=np.bool_), FIRST)
        cost = empty_seat(self.views[0].ceiling // SCALE, seated)
        Pricing(seated, 0, columns, cost, watch).run(tell, lambda: False)
        view = _View(self, best.prices)
        self.views.append(view)
        return view


class _Best:
    """The prices with the lowest ceiling so far."""

    prices: Prices
    ceiling: int | None = None

    def keep(self, prices: Prices, ceiling: int) -> None:
        if self.ceiling is None or ceiling < self.ceiling:
            self.prices, self.ceiling = prices, ceiling


class _View:
    """What some prices prove of a window, and whom it pays to combine by them."""

    def __init__(self, window: _Window, prices: Prices) -> None:
        self.window, self.prices = window, prices
        bounds = bound(window.problem, prices)
        self.seats = self._best(bounds)
        self.ceiling = NEVER
        if bounds.windows[0] > NEVER and (self.seats > NEVER).all():
            self.ceiling = int(bounds.windows[0] - bounds.seats.sum() + self.seats.sum())
        self.lost = self.seats[window.problem.seat] - bounds.values
        self._options: dict[int, tuple[Rows, Points]] = {}
        self._rests: dict[tuple[int, int], tuple[Rows, Points] | None] = {}

    def _best(self, bounds: Bounds) -> Points:
        """Return the best value on each seat of those who may be on anybody's team."""
        problem, hosts = self.window.problem, self.window.hosts
        best = np.where(problem.required, NEVER, 0).astype(np.int64)
        np.maximum.at(best, problem.seat[hosts], bounds.values[hosts])
        return best

    @property
    def most(self) -> Points:
        """What teams with each candidate of the window can have."""
        none = np.full(len(self.lost), NEVER, dtype=np.int64)
        return self.ceiling - self.lost if self.ceiling > NEVER else none

    def options(self, seat: int) -> tuple[Rows, Points]:
        """Return who could have a seat by what they lose, without those whom another dominates."""
        if seat not in self._options:
            problem, needed = self.window.problem, self.window.needed
            rows = needed[problem.seat[needed] == seat]
            lost = self.lost[rows]
            if not problem.required[seat]:
                rows, lost = np.append(rows, EMPTY), np.append(lost, self.seats[seat])
            order = np.argsort(lost, kind="stable")
            self._options[seat] = rows[order], lost[order]
        return self._options[seat]

    def others(self, seat: int) -> Options:
        """Return the options of every seat but one."""
        return [self.options(other) for other in range(len(self.window.problem.seats)) if other != seat]

    def rests(self, seat: int, room: int, beyond: int) -> Rows | None:
        """Return all rests of a team without a seat that lose at most `room` and more than `beyond`; None if many."""
        if (seat, room) not in self._rests:
            self._rests[seat, room] = combinations(self.others(seat), room, _MOST)
        found = self._rests[seat, room]
        return None if found is None else found[0][found[1] > beyond]


@dataclass(eq=False)
class _Open:
    """
    Candidates whose best team is not known yet: a row each, and a column a window.

    Parameters
    ----------
    asked
        Who.
    most
        What teams with them can have, by the view that proves least.
    tried
        What the rests of the teams lose at the most that were tried by that view; below 0 for none.
    view
        The number of that view in its window.
    """

    asked: Rows
    most: Points
    tried: Points
    view: Rows

    def rows(self, which: NDArray[Any]) -> _Open:
        """Return some of them."""
        return _Open(self.asked[which], self.most[which], self.tried[which], self.view[which])

    @property
    def left(self) -> Points:
        """The points that teams can have whose rests were not tried yet."""
        return np.where(self.most == NEVER, NEVER, self.most - self.tried - 1) // SCALE

    def learn(self, window: _Window, number: int) -> NDArray[np.bool_]:
        """Take over what a new view of a window proves; return for whom it proves more than was known."""
        here = window.of[self.asked]
        proves = np.where(here >= 0, window.views[number].most[here], NEVER)
        before = self.most[:, window.place] - np.maximum(self.tried[:, window.place], 0)
        better: NDArray[np.bool_] = (here >= 0) & (proves < before)
        self.most[better, window.place] = proves[better]
        self.tried[better, window.place] = -1
        self.view[better, window.place] = number
        return better


@dataclass(eq=False)
class _Asking:
    problem: Problem
    windows: list[_Window]
    watch: StopWatch
    hosts: int
    known: int
    points: Points = field(init=False)
    choices: list[Choice | None] = field(init=False)

    def __post_init__(self) -> None:
        self.points = np.full(len(self.problem), self.known, dtype=np.int64)
        self.choices = [None] * len(self.problem)

    def settle(self, asked: Rows, *, spread: bool) -> None:
        """Find the best team with each candidate that is asked for."""
        best = max((window.views[0].ceiling for window in self.windows), default=NEVER)
        for window in self.windows if spread else ():
            if window.views[0].ceiling > best - _NEAR_WINDOWS:
                window.spread()
        most = np.full((len(self.problem), len(self.windows)), NEVER, dtype=np.int64)
        for window in self.windows:
            most[window.rows, window.place] = window.views[0].most
        most = most[asked]
        hard = self._tried(_Open(asked, most, np.full(most.shape, -1), np.zeros(most.shape, dtype=np.intp)))
        while len(hard.asked) and not self.watch.over():
            # The prices that are best for one of them are good for those like them.
            place = int(hard.left[0].argmax())
            window = self.windows[place]
            window.view_of(int(window.of[hard.asked[0]]), self.watch)
            better = hard.learn(window, len(window.views) - 1)
            stuck = self._tried(hard.rows(better))
            if len(stuck.asked) and stuck.asked[0] == hard.asked[0]:
                self._close(stuck.rows(np.arange(1)))
                stuck = stuck.rows(np.arange(1, len(stuck.asked)))
            elif not better[0]:
                self._close(hard.rows(np.arange(1)))
                better[0] = True
            others = hard.rows(~better)
            hard = _Open(*(np.concatenate(pair) for pair in zip(_fields(stuck), _fields(others), strict=True)))

    def _tried(self, open_: _Open) -> _Open:
        """Try rests until nothing untried could be better; return those for whom too many would have to be tried."""
        hard = open_.rows(np.zeros(0, dtype=np.intp))
        while len(open_.asked) and len(self.windows) and not self.watch.over():
            left = open_.left
            window = left.argmax(axis=1)
            first = left[np.arange(len(window)), window]
            unknown = (first > self.points[open_.asked]) & (first >= self.problem.least_points)
            open_, window = open_.rows(unknown), window[unknown]
            stuck = np.zeros(len(window), dtype=np.bool_)
            for (place, seat, number, before), rows in self._groups(open_, window).items():
                room = max(_ROOM, 2 * before)
                view = self.windows[place].views[number]
                stuck[rows] = not self._try(open_.asked[rows], view, seat, before, room)
                open_.tried[rows, place] = np.where(stuck[rows], before, room)
            hard = _Open(
                *(np.concatenate(pair) for pair in zip(_fields(hard), _fields(open_.rows(stuck)), strict=True))
            )
            open_ = open_.rows(~stuck)
        return hard

    def _groups(self, open_: _Open, window: Rows) -> dict[tuple[int, int, int, int], list[int]]:
        """Return those who can be tried with the same rests: by window, seat, view, and what was tried."""
        groups: dict[tuple[int, int, int, int], list[int]] = defaultdict(list)
        for row, place in enumerate(window.tolist()):
            seat = int(self.problem.seat[open_.asked[row]])
            groups[place, seat, int(open_.view[row, place]), int(open_.tried[row, place])].append(row)
        return groups

    def _try(self, candidates: Rows, view: _View, seat: int, before: int, room: int) -> bool:
        """Try all rests that lose more than `before` and at most `room`; return whether they were few enough."""
        rests = view.rests(seat, room, before)
        if rests is None:
            return False
        if not len(rests):
            return True
        window = view.window
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

    def _close(self, one: _Open) -> None:
        """Find the best team with one candidate by branching, the most promising window first."""
        candidate, most = int(one.asked[0]), one.most[0]
        left = np.where(most == NEVER, NEVER, most - one.tried[0] - 1)
        for place in np.argsort(-left, kind="stable").tolist():
            window = self.windows[place]
            view = window.views[int(one.view[0, place])]
            target = max(int(self.points[candidate]) + 1, self.problem.least_points)
            room = int(most[place]) - target * SCALE
            if left[place] < target * SCALE:
                return
            here = int(window.of[candidate])
            others = view.others(int(self.problem.seat[candidate]))
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
        kept = np.union1d(np.arange(self.hosts), [candidate])
        part = self.problem.restrict(kept, np.arange(len(self.windows)))
        included = Tallies.one("included", np.searchsorted(kept, [candidate]), (), minimum=1)
        found = search(replace(part, rules=(*part.rules, included)), Limits(self.watch.left))
        if found.choice is not None and found.points is not None and found.points > self.points[candidate]:
            team = tuple(kept[list(found.choice.candidates)].tolist())
            self.points[candidate], self.choices[candidate] = found.points, Choice(found.choice.window, team)


def _fields(open_: _Open) -> tuple[Points, ...]:
    return open_.asked, open_.most, open_.tried, open_.view


def _holds(tallies: Tallies, number: int) -> bool:
    """Return whether somebody is in the tally of a number."""
    place = tallies.place(number)
    return place is not None and len(tallies.of(place)) > 0
