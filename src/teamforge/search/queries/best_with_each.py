"""
The best team with each candidate, for everybody at once.

What a team with a candidate can have is bounded by the prices of each window, as in `bound`. Without its candidate such
a team loses little against the best on every other seat, so the same few partial teams serve for all candidates of a
seat: they are tried in the order of what they lose, until no untried one could be better. A candidate whom too many
partial teams could serve gets prices of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Choice, Problem, Tallies
from teamforge.search.bound import NEVER, SCALE, Prices
from teamforge.search.branch import branch
from teamforge.search.budget import Budget, Limits
from teamforge.search.engine import search
from teamforge.search.enumerate import EMPTY
from teamforge.search.queries.window_views import View, Window

__all__ = ["Each", "best_with_each"]

_FIRST_SLACK = 16 * SCALE
"""What partials may lose at first; then twice as much, and so on."""
_NODES = 200
"""Relaxations that may be solved for one candidate and window."""

_NEAR_WINDOWS = 300 * SCALE
"""Windows whose bound is so much below the best one's are seldom anybody's best."""

_BESIDE = 8
"""In so many other windows new prices are tried too."""

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
        Of each window who is needed for the partial team, where that was found out.
    """

    points: Points
    choices: tuple[Choice | None, ...]
    complete: bool
    prices: tuple[Prices, ...]
    needed: tuple[Rows | None, ...]


def best_with_each(
    problem: Problem,
    proofs: Sequence[Prices],
    budget: Budget,
    asked: Rows | None = None,
    *,
    hypothetical: int = 0,
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
    hypothetical
        The last `hypothetical` candidates are considered only in their own best team; the others are the regular ones.
    at_least
        Teams of fewer points are not looked for.
    before
        What was found without hypothetical candidates: what it learnt is used again.
    """
    regular = len(problem) - hypothetical
    windows = [Window(problem, place, prices, regular) for place, prices in enumerate(proofs)]
    if before is not None:
        for window in windows:
            window.knows(before.prices[window.place], before.needed[window.place])
    run = _Asking(problem, windows, budget, regular, at_least - 1)
    run.settle(np.arange(len(problem)) if asked is None else asked, spread=before is None)
    return Each(
        run.points,
        tuple(run.choices),
        not budget.over(),
        tuple(window.views[0].prices for window in windows),
        tuple(window.known_needed for window in windows),
    )


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
        What the partials of the teams lose at the most that were tried by that view; below 0 for none.
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
        """The points that teams can have whose partials were not tried yet."""
        return np.where(self.most == NEVER, NEVER, (self.most - self.tried - 1) // SCALE)

    def learn(self, window: Window, number: int) -> NDArray[np.bool_]:
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
    windows: list[Window]
    budget: Budget
    regular: int
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
        while len(hard.asked) and not self.budget.over():
            better = self._priced(hard)
            stuck = self._tried(hard.rows(better))
            if len(stuck.asked) and stuck.asked[0] == hard.asked[0]:
                self._close(stuck.rows(np.arange(1)))
                stuck = stuck.rows(np.arange(1, len(stuck.asked)))
            elif not better[0]:
                self._close(hard.rows(np.arange(1)))
                better[0] = True
            others = hard.rows(~better)
            hard = _Open(*(np.concatenate(pair) for pair in zip(_fields(stuck), _fields(others), strict=True)))

    def _priced(self, hard: _Open) -> NDArray[np.bool_]:
        """
        Price the best window of the first candidate anew; return for whom that proves more than was known.

        The prices that are best for one of them are good for those like them, and in other windows too.
        """
        left = hard.left[0]
        first, *others = np.argsort(-left, kind="stable")[: 1 + _BESIDE].tolist()
        window = self.windows[first]
        prices = window.view_of(int(window.of[hard.asked[0]]), self.budget).prices
        better = hard.learn(window, len(window.views) - 1)
        for other in (self.windows[place] for place in others if left[place] > self.points[hard.asked[0]]):
            other.views.append(View(other, prices))
            better |= hard.learn(other, len(other.views) - 1)
        return better

    def _tried(self, open_: _Open) -> _Open:
        """Try partials until nothing untried could be better; return those for whom too many would have to be tried."""
        hard = open_.rows(np.zeros(0, dtype=np.intp))
        while len(open_.asked) and len(self.windows) and not self.budget.over():
            left = open_.left
            window = left.argmax(axis=1)
            first = left[np.arange(len(window)), window]
            unknown = (first > self.points[open_.asked]) & (first >= self.problem.least_points)
            open_, window = open_.rows(unknown), window[unknown]
            stuck = np.zeros(len(window), dtype=np.bool_)
            for (place, seat, number, before), rows in self._groups(open_, window).items():
                slack = max(_FIRST_SLACK, 2 * before)
                view = self.windows[place].views[number]
                stuck[rows] = not self._try(open_.asked[rows], view, seat, before, slack)
                open_.tried[rows, place] = np.where(stuck[rows], before, slack)
            hard = _Open(
                *(np.concatenate(pair) for pair in zip(_fields(hard), _fields(open_.rows(stuck)), strict=True))
            )
            open_ = open_.rows(~stuck)
        return hard

    def _groups(self, open_: _Open, window: Rows) -> dict[tuple[int, int, int, int], list[int]]:
        """Return those who can be tried with the same partials: by window, seat, view, and what was tried."""
        groups: dict[tuple[int, int, int, int], list[int]] = defaultdict(list)
        for row, place in enumerate(window.tolist()):
            seat = int(self.problem.seat[open_.asked[row]])
            groups[place, seat, int(open_.view[row, place]), int(open_.tried[row, place])].append(row)
        return groups

    def _try(self, candidates: Rows, view: View, seat: int, before: int, slack: int) -> bool:
        """Try all partials that lose more than `before` and at most `slack`; return whether they were few enough."""
        partials = view.partials(seat, slack, before)
        if partials is None:
            return False
        if not len(partials):
            return True
        window = view.window
        here = window.of[candidates]
        worth = window.totals.with_each(partials, here)
        best = worth.argmax(axis=0)
        points = worth[best, np.arange(len(here))]
        for row in np.flatnonzero(points > self.points[candidates]).tolist():
            team = np.append(partials[best[row]], here[row])
            self._keep(int(candidates[row]), window, team[team != EMPTY], int(points[row]))
        return True

    def _keep(self, candidate: int, window: Window, team: Rows, points: int) -> None:
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
            slack = int(most[place]) - target * SCALE
            if left[place] < target * SCALE:
                return
            here = int(window.of[candidate])
            others = view.others(int(self.problem.seat[candidate]))
            near = [rows[(reduced_costs <= slack) & (rows != EMPTY)] for rows, reduced_costs in others]
            kept = np.sort(np.concatenate([[here], *near]).astype(np.intp))
            part = window.problem.restrict(kept, np.array([0]))
            seated, stay = part.seated(int(np.searchsorted(kept, here)))
            branched = branch(seated, np.arange(len(seated)), 0, target, _NODES, self.budget)
            if branched.node is None:
                self._search(candidate)
                return
            if branched.choice is not None:
                team = kept[stay[list(branched.choice.candidates)]]
                self._keep(candidate, window, team, seated.score(branched.choice))

    def _search(self, candidate: int) -> None:
        """Find the best team with one candidate by a search of its own."""
        kept = np.union1d(np.arange(self.regular), [candidate])
        part = self.problem.restrict(kept, np.arange(len(self.windows)))
        included = Tallies.one("included", np.searchsorted(kept, [candidate]), (), minimum=1)
        found = search(replace(part, rules=(*part.rules, included)), Limits(self.budget.left))
        if found.choice is not None and found.points is not None and found.points > self.points[candidate]:
            team = tuple(kept[list(found.choice.candidates)].tolist())
            self.points[candidate], self.choices[candidate] = found.points, Choice(found.choice.window, team)


def _fields(open_: _Open) -> tuple[Points, ...]:
    return open_.asked, open_.most, open_.tried, open_.view
