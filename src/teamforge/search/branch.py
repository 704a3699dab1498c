"""
Close what is left of a window without CP-SAT: a candidate is included or excluded, and each side has its own prices.

Every step is a bound by integer arithmetic, so what is closed this way is proved, not claimed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Rows
from teamforge.search.bound import SCALE, BestPrices, Bounds, Prices, bound, no_prices
from teamforge.search.budget import Budget
from teamforge.search.effort import DEFAULT_EFFORT, Effort
from teamforge.search.pricing import Pricing, artificial_cost, first_prices, integral_choice, top
from teamforge.search.proof import Closure, Fork


@dataclass(frozen=True, slots=True)
class BranchResult:
    """
    What branching found among the given candidates of a window.

    Parameters
    ----------
    choice
        The best team, if it has at least the target; None without one.
    closure
        Why no better team exists; None if the nodes, or the time, ran out.
    """

    choice: Choice | None
    closure: Closure | None


def branch(
    problem: Problem, among: Rows, window: int, target: int, nodes: int, budget: Budget, effort: Effort = DEFAULT_EFFORT
) -> BranchResult:
    """
    Return the best team of a window among some candidates, if it has at least `target` points, with its proof.

    Parameters
    ----------
    among
        Positions of the candidates.
    nodes
        The most relaxations that may be solved.
    """
    part = problem.restrict(among, np.array([window]))
    run = _Branching(part, among, target, nodes, budget, effort)
    try:
        closure = run.close(part, np.arange(len(part)))
    except _OutOfNodesError:
        closure = None
    choice = None if run.incumbent is None else Choice(window, tuple(int(among[place]) for place in run.incumbent))
    return BranchResult(choice, closure)


class _OutOfNodesError(Exception):
    """There were not enough nodes, or there is nothing to branch on."""


@dataclass(eq=False)
class _Branching:
    problem: Problem
    whole: Rows
    target: int
    nodes: int
    budget: Budget
    effort: Effort
    incumbent: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        ceiling = int(bound(self.problem, no_prices(self.problem)).windows[0]) // SCALE
        self.artificial_cost = artificial_cost(ceiling, self.problem)
        self.enough = self.budget.work + self.effort.branching_work

    def close(self, part: Problem, kept: Rows) -> Closure:
        """
        Prove that a part of the problem holds no team of `target` points; every team found raises the target.

        `kept` has the position in the problem of each candidate of the part.
        """
        self.nodes -= 1
        if self.nodes < 0 or self.budget.over() or self.budget.work >= self.enough:
            raise _OutOfNodesError
        proved, values = self._priced(part)
        if self._closes(proved.bounds):
            return Closure(proved.prices)
        places = integral_choice(values)
        if places is not None and part.holds(Choice(0, places)):
            points = part.score(Choice(0, places))
            if points >= self.target:
                self.incumbent, self.target = tuple(kept[list(places)].tolist()), points + 1
        if self._closes(proved.bounds):
            return Closure(proved.prices)
        survivors = np.flatnonzero(proved.bounds.survivors(part, 0, self.target))
        part, kept, values = part.restrict(survivors, np.array([0])), kept[survivors], values[survivors]
        pick = None if places is not None else _most_fractional(part, values)
        if pick is None:
            raise _OutOfNodesError
        fixed, stay = part.fixed(pick)
        included = self.close(fixed, kept[stay])
        others = np.flatnonzero(np.arange(len(part)) != pick)
        excluded = self.close(part.restrict(others, np.array([0])), kept[others])
        return Closure(proved.prices, Fork(int(self.whole[kept[pick]]), included, excluded))

    def _closes(self, bounds: Bounds) -> bool:
        return int(bounds.windows[0]) // SCALE < self.target

    def _priced(self, part: Problem) -> tuple[BestPrices, NDArray[np.float64]]:
        """Return the best prices found for a part, and the values of the last relaxation."""
        everybody = np.ones(len(part), dtype=np.bool_)
        columns = everybody
        if len(part) > self.effort.relaxed_whole:
            columns = top(part, bound(part, first_prices(part)).values, everybody, self.effort.first_columns)
        best = BestPrices()

        def report(prices: Prices) -> Bounds:
            with self.budget.timing("bound"):
                bounds = bound(part, prices)
            return best.keep(prices, bounds)

        pricing = Pricing(part, 0, columns, self.artificial_cost, self.budget, self.effort)
        values = pricing.run(report, lambda: self._closes(best.bounds))
        return best, values


def _most_fractional(part: Problem, values: NDArray[np.float64]) -> int | None:
    """Return the candidate whose value is nearest to a half, if their seat could go to another, or to nobody."""
    rivals = np.bincount(part.seat, minlength=len(part.seats)) > 1
    free = (rivals | ~np.array(part.required))[part.seat]
    apart = np.where(free, np.abs(values - 0.5), np.inf)
    pick = int(np.argmin(apart)) if len(apart) else 0
    return pick if len(apart) and apart[pick] < 0.5 else None  # noqa: PLR2004 -- 0 and 1 are no fractions
