"""
Closing what is left of a window without CP-SAT: candidates are chosen or not, and each side has prices of its own.

Every step is a bound by integer arithmetic, so what is closed this way is proved, not claimed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Choice, Problem
from teamforge.search.bound import NEVER, SCALE, Bounds, Prices, bound
from teamforge.search.budget import Budget
from teamforge.search.pricing import FIRST, Pricing, chosen_of, empty_seat, first_prices, top
from teamforge.search.proof import Node, Split

__all__ = ["BranchResult", "branch"]

_AT_ONCE = 300
"""So many candidates a relaxation takes at once; of more it begins with the best."""

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class BranchResult:
    """
    What branching made of some candidates of a window.

    Parameters
    ----------
    choice
        The best team it found of at least the target; None without one.
    node
        Why there is no better one; None where the nodes, or the time, ran out.
    """

    choice: Choice | None
    node: Node | None


def branch(problem: Problem, among: Places, window: int, target: int, nodes: int, budget: Budget) -> BranchResult:
    """
    Return the best team of a window among some candidates, if it has at least `target` points, with its proof.

    Parameters
    ----------
    among
        Positions of the candidates.
    nodes
        How many relaxations may be solved.
    """
    part = problem.restrict(among, np.array([window]))
    run = _Branching(part, among, target, nodes, budget)
    try:
        node = run.close(part, np.arange(len(part)))
    except _OutOfNodesError:
        node = None
    choice = None if run.best is None else Choice(window, tuple(int(among[place]) for place in run.best))
    return BranchResult(choice, node)


class _OutOfNodesError(Exception):
    """There were not enough nodes, or there is nothing to branch on."""


@dataclass(eq=False)
class _Branching:
    problem: Problem
    whole: Places
    target: int
    nodes: int
    budget: Budget
    best: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        ceiling = int(bound(self.problem, tuple({} for _ in self.problem.tallies)).windows[0]) // SCALE
        self.empty_seat = empty_seat(ceiling, self.problem)

    def close(self, part: Problem, kept: Places) -> Node:
        """
        Prove that a part of the problem holds no team of `target` points, raising it by every team that is found.

        `kept` are the places in the problem of the candidates of the part.
        """
        self.nodes -= 1
        if self.nodes < 0 or self.budget.over():
            raise _OutOfNodesError
        proved, shares = self._priced(part)
        if self._closed(proved.bounds):
            return Node(proved.prices)
        places = chosen_of(shares)
        if places is not None and part.holds(Choice(0, places)):
            points = part.score(Choice(0, places))
            if points >= self.target:
                self.best, self.target = tuple(kept[list(places)].tolist()), points + 1
        if self._closed(proved.bounds):
            return Node(proved.prices)
        able = np.flatnonzero(proved.bounds.survivors(part, 0, self.target))
        part, kept, shares = part.restrict(able, np.array([0])), kept[able], shares[able]
        pick = None if places is not None else _most_divided(part, shares)
        if pick is None:
            raise _OutOfNodesError
        seated, stay = part.seated(pick)
        chosen = self.close(seated, kept[stay])
        others = np.flatnonzero(np.arange(len(part)) != pick)
        other = self.close(part.restrict(others, np.array([0])), kept[others])
        return Node(proved.prices, Split(int(self.whole[kept[pick]]), chosen, other))

    def _closed(self, bounds: Bounds) -> bool:
        return int(bounds.windows[0]) // SCALE < self.target

    def _priced(self, part: Problem) -> tuple[_Proved, NDArray[np.float64]]:
        """Return the best prices that were found for some candidates, and the shares of the last relaxation."""
        everybody = np.ones(len(part), dtype=np.bool_)
        columns = everybody
        if len(part) > _AT_ONCE:
            columns = top(part, bound(part, first_prices(part)).values, everybody, FIRST)
        proved = _Proved()

        def tell(prices: Prices) -> Bounds:
            with self.budget.timing("bound"):
                bounds = bound(part, prices)
            proved.keep(prices, bounds)
            return bounds

        pricing = Pricing(part, 0, columns, self.empty_seat, self.budget)
        shares = pricing.run(tell, lambda: self._closed(proved.bounds))
        return proved, shares


def _most_divided(part: Problem, shares: NDArray[np.float64]) -> int | None:
    """Return the candidate whose share is nearest to a half, of those whose seat could go to another or to nobody."""
    rivals = np.bincount(part.seat, minlength=len(part.seats)) > 1
    free = (rivals | ~np.array(part.required))[part.seat]
    apart = np.where(free, np.abs(shares - 0.5), np.inf)
    pick = int(np.argmin(apart)) if len(apart) else 0
    return pick if len(apart) and apart[pick] < 0.5 else None  # noqa: PLR2004 -- a share of 0 or 1 is no part of one


class _Proved:
    """The prices with the lowest bound so far."""

    prices: Prices
    bounds: Bounds
    _lowest: int | None = None

    def keep(self, prices: Prices, bounds: Bounds) -> None:
        ceiling = max(NEVER, int(bounds.windows[0]))
        if self._lowest is None or ceiling < self._lowest:
            self.prices, self.bounds, self._lowest = prices, bounds, ceiling
