"""
The best team with each candidate, for all candidates at once.

The prices of a window bound the points of a team with a candidate, as in `bound`. Such a team, less the candidate, is a
partial team with low reduced costs; the same few partial teams serve all candidates of a seat. They are tried in
rising order of reduced cost until no untried one could be better. A candidate who would need too many of them gets
prices of their own, then branching, and finally a search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from teamforge.problem import Choice, Problem, Tallies
from teamforge.problem.arrays import Bools, Points, Rows
from teamforge.search.bound import NEVER, SCALE, Prices
from teamforge.search.branch import branch
from teamforge.search.budget import Budget, SearchLimits
from teamforge.search.effort import DEFAULT_EFFORT, Effort
from teamforge.search.engine import search
from teamforge.search.queries.priced_window import PricedWindow, WindowProblem
from teamforge.search.queries.unsettled import UnsettledCandidates
from teamforge.search.totals import EMPTY


@dataclass(frozen=True, eq=False)
class BestWithEach:
    """
    The best team with each candidate.

    Parameters
    ----------
    points
        The points of the best team with each candidate. Without one, or for a candidate not asked about: one less than
        `at_least`.
    choices
        Those teams; None without one.
    complete
        Whether the time was enough; if not, better teams may be missing.
    prices
        The prices tried first in each window.
    undominated
        The undominated candidates of each window, if they were needed.
    """

    points: Points
    choices: tuple[Choice | None, ...]
    complete: bool
    prices: tuple[Prices, ...]
    undominated: tuple[Rows | None, ...]


def best_with_each(  # noqa: PLR0913 -- the question, what is known already, and what may be spent
    problem: Problem,
    proofs: Sequence[Prices],
    budget: Budget,
    asked: Rows | None = None,
    *,
    hypothetical: int = 0,
    at_least: int = NEVER + 1,
    before: BestWithEach | None = None,
    effort: Effort = DEFAULT_EFFORT,
) -> BestWithEach:
    """
    Return the best team with each candidate.

    Parameters
    ----------
    problem
        The compiled problem.
    proofs
        The prices that prove each window's bound: the better, the quicker.
    budget
        The time that is left.
    asked
        Positions of the candidates in question; None for all.
    hypothetical
        The last `hypothetical` candidates are considered only in their own best team; the others are the regular ones.
    at_least
        Teams of fewer points do not count.
    before
        An answer for the regular candidates, whose findings are reused.
    effort
        How many partial teams, and nodes, are too many.
    """
    regular = len(problem) - hypothetical
    windows = [WindowProblem(problem, place, prices, regular, effort) for place, prices in enumerate(proofs)]
    if before is not None:
        for window in windows:
            window.reuse(before.prices[window.place], before.undominated[window.place])
    elif asked is None or len(asked):  # with nobody in question, nothing needs to be quicker
        _average_duals(windows, effort)
    run = _EachSearch(problem, windows, budget, effort, regular, at_least - 1)
    run.settle(np.arange(len(problem)) if asked is None else asked)
    return BestWithEach(
        run.points,
        tuple(run.choices),
        not budget.over(),
        tuple(window.priced[0].prices for window in windows),
        tuple(window.known_undominated for window in windows),
    )


def _average_duals(windows: list[WindowProblem], effort: Effort) -> None:
    """Give better prices to the windows that are likely to hold somebody's best team."""
    highest = max((window.priced[0].ceiling for window in windows), default=NEVER)
    for window in windows:
        if window.priced[0].ceiling > highest - effort.near_windows:
            window.average_duals()


@dataclass(eq=False)
class _EachSearch:
    """The best teams so far; every step finds better ones, or proves that none exist."""

    problem: Problem
    windows: list[WindowProblem]
    budget: Budget
    effort: Effort
    regular: int
    least: int
    points: Points = field(init=False)
    choices: list[Choice | None] = field(init=False)

    def __post_init__(self) -> None:
        self.points = np.full(len(self.problem), self.least, dtype=np.int64)
        self.choices = [None] * len(self.problem)

    def settle(self, asked: Rows) -> None:
        """Find the best team with each candidate in question."""
        hard = self._try_partials(UnsettledCandidates.of(asked, self.windows))
        while len(hard) and not self.budget.over():
            better = self._price_first(hard)
            stuck = self._try_partials(hard.select(better))
            if len(stuck) and stuck.candidates[0] == hard.candidates[0]:
                self._close(stuck.select(np.arange(1)))
                stuck = stuck.select(np.arange(1, len(stuck)))
            elif not better[0]:
                self._close(hard.select(np.arange(1)))
                better[0] = True
            hard = stuck.join(hard.select(~better))

    def _price_first(self, hard: UnsettledCandidates) -> Bools:
        """
        Find new prices for the first candidate's best window; return the candidates whose bound they lower.

        The best prices for one candidate are good for similar candidates, and in other windows too.
        """
        untried = hard.untried[0]
        first, *others = np.argsort(-untried, kind="stable")[: 1 + self.effort.windows_beside].tolist()
        window = self.windows[first]
        prices = window.price_for(int(window.position[hard.candidates[0]]), self.budget).prices
        better = hard.learn(window, len(window.priced) - 1)
        for place in others:
            if untried[place] > self.points[hard.candidates[0]]:
                other = self.windows[place]
                other.priced.append(PricedWindow(other, prices))
                better |= hard.learn(other, len(other.priced) - 1)
        return better

    def _try_partials(self, unsettled: UnsettledCandidates) -> UnsettledCandidates:
        """Try partial teams until no untried one could be better; return the candidates with too many to try."""
        hard = unsettled.select(np.zeros(0, dtype=np.intp))
        while len(unsettled) and len(self.windows) and not self.budget.over():
            untried = unsettled.untried
            window = untried.argmax(axis=1)
            first = untried[np.arange(len(window)), window]
            unknown = (first > self.points[unsettled.candidates]) & (first >= self.problem.least_points)
            unsettled, window = unsettled.select(unknown), window[unknown]
            stuck = np.zeros(len(window), dtype=np.bool_)
            for batch, rows in unsettled.batches(self.problem, window).items():
                slack = max(self.effort.each_slack, 2 * batch.tried)
                priced = self.windows[batch.window].priced[batch.pricing]
                stuck[rows] = not self._try(unsettled.candidates[rows], priced, batch.seat, batch.tried, slack)
                unsettled.tried[rows, batch.window] = np.where(stuck[rows], batch.tried, slack)
            hard = hard.join(unsettled.select(stuck))
            unsettled = unsettled.select(~stuck)
        return hard

    def _try(self, candidates: Rows, priced: PricedWindow, seat: int, beyond: int, slack: int) -> bool:
        """Try all partial teams within `slack` and not within `beyond`; return whether they were few enough."""
        partials = priced.partials(seat, slack, beyond)
        if partials is None:
            return False
        if not len(partials):
            return True
        window = priced.window
        here = window.position[candidates]
        worth = window.totals.with_each(partials, here)
        best = worth.argmax(axis=0)
        points = worth[best, np.arange(len(here))]
        for row in np.flatnonzero(points > self.points[candidates]).tolist():
            team = np.append(partials[best[row]], here[row])
            self._keep(int(candidates[row]), window, team[team != EMPTY], int(points[row]))
        return True

    def _keep(self, candidate: int, window: WindowProblem, team: Rows, points: int) -> None:
        self.points[candidate] = points
        self.choices[candidate] = Choice(window.place, tuple(window.rows[team].tolist()))

    def _close(self, one: UnsettledCandidates) -> None:
        """Find the best team with one candidate by branching, the most promising window first."""
        candidate, ceilings = int(one.candidates[0]), one.ceilings[0]
        untried = np.where(ceilings == NEVER, NEVER, ceilings - one.tried[0] - 1)
        for place in np.argsort(-untried, kind="stable").tolist():
            window = self.windows[place]
            priced = window.priced[int(one.pricing[0, place])]
            target = max(int(self.points[candidate]) + 1, self.problem.least_points)
            slack = int(ceilings[place]) - target * SCALE
            if untried[place] < target * SCALE:
                return
            here = int(window.position[candidate])
            others = priced.other_options(int(self.problem.seat[candidate]))
            near = [rows[(reduced_costs <= slack) & (rows != EMPTY)] for rows, reduced_costs in others]
            kept = np.sort(np.concatenate([[here], *near]).astype(np.intp))
            part = window.problem.restrict(kept, np.array([0]))
            fixed, stay = part.fixed(int(np.searchsorted(kept, here)))
            everybody, nodes = np.arange(len(fixed)), self.effort.each_nodes
            branched = branch(fixed, everybody, 0, target, nodes, self.budget, self.effort)
            if branched.closure is None:
                self._search(candidate)
                return
            if branched.choice is not None:
                team = kept[stay[list(branched.choice.candidates)]]
                self._keep(candidate, window, team, fixed.score(branched.choice))

    def _search(self, candidate: int) -> None:
        """Find the best team with one candidate by a search of its own."""
        kept = np.union1d(np.arange(self.regular), [candidate])
        part = self.problem.restrict(kept, np.arange(len(self.windows)))
        included = Tallies.one("included", np.searchsorted(kept, [candidate]), (), minimum=1)
        limits = SearchLimits(self.budget.left, effort=self.effort)
        found = search(replace(part, rules=(*part.rules, included)), limits)
        if found.choice is not None and found.points is not None and found.points > self.points[candidate]:
            team = tuple(kept[list(found.choice.candidates)].tolist())
            self.points[candidate], self.choices[candidate] = found.points, Choice(found.choice.window, team)
