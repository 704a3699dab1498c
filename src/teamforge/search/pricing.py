"""Prices of one window by column generation: candidates that could help are added until nobody could (step 1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.pool.columns import as_bytes
from teamforge.problem import Problem
from teamforge.problem.arrays import Bools, Points
from teamforge.search.bound import SCALE, Bounds, Prices, fitting
from teamforge.search.budget import Budget
from teamforge.search.effort import DEFAULT_EFFORT, Effort
from teamforge.search.relax import relax
from teamforge.search.ties import in_order

PART = 64
"""A relaxation may leave a fraction of a seat empty; fractions below 1/64 are ignored."""
_WHOLE = 1e-6
"""A value this near to 0 or 1 counts as whole: floating point is no more exact."""


@dataclass(eq=False)
class Pricing:
    """
    The pricing of one window of a problem.

    Parameters
    ----------
    problem, window
        The problem, and the window to price.
    columns
        Whether each candidate is a column of the relaxation yet; more become so.
    artificial_cost
        As in `relax`.
    budget
        The time that is left.
    effort
        How many rounds, and columns per round, are enough.
    """

    problem: Problem
    window: int
    columns: Bools
    artificial_cost: int
    budget: Budget
    effort: Effort = DEFAULT_EFFORT

    def run(
        self,
        report: Callable[[Prices], Bounds],
        done: Callable[[], bool],
        before: Callable[[int], bool] = lambda _size: False,
    ) -> NDArray[np.float64]:
        """
        Price until `done`, or until nobody could help; return each candidate's value in the last relaxation.

        Parameters
        ----------
        report
            Takes each round's prices, and returns the bounds that they prove.
        done
            Whether the prices so far are good enough.
        before
            Called before each relaxation with its size; whether the relaxation is no longer needed.
        """
        serving = self.problem.serves[:, self.window]
        values = np.zeros(len(self.problem))
        enough = self.budget.work + self.effort.pricing_work
        for _ in range(self.effort.rounds):
            here = in_order(self.problem, np.flatnonzero(self.columns & serving))
            part = self.problem.restrict(here, np.array([self.window]))
            if before(size_of(part)):
                break
            self.budget.work += size_of(part)
            with self.budget.timing("price"):
                relaxed = relax(part, self.artificial_cost)
            values[:] = 0.0
            values[here] = relaxed.values
            bounds = report(relaxed.prices)
            if done() or self.budget.over() or self.budget.work >= enough:
                break
            helpful = serving & ~self.columns & (bounds.values > relaxed.seats[self.problem.seat])
            if not helpful.any():
                break
            self.columns |= top(self.problem, bounds.values, helpful, self.effort.more_columns)
        return values


def size_of(problem: Problem) -> int:
    """Return how large the relaxation of a problem of one window is: its candidates, rows and entries."""
    return len(problem) + sum(len(each) + len(each.members) for each in problem.tallies)


def artificial_cost(ceiling: int, problem: Problem) -> int:
    """Return a cost at which not even a fraction of a seat pays to leave empty; no team has more than `ceiling`."""
    return PART * (max(0, ceiling - problem.least_points) + 1)


def first_prices(problem: Problem) -> Prices:
    """Return half the first gain of every tally: a guess that ranks the first candidates."""
    halves = (
        dict.fromkeys(range(len(tallies.labels)), tallies.gains[0] * SCALE // 2)
        if max(0, *tallies.gains[:1], 0)
        else {}
        for tallies in problem.tallies
    )
    return fitting(problem, tuple(halves))


def top(problem: Problem, values: Points, among: Bools, count: int) -> Bools:
    """Return the `count` candidates with the highest values on each seat, ties by peer id."""
    chosen = np.zeros(len(problem), dtype=np.bool_)
    for seat in range(len(problem.seats)):
        rows = np.flatnonzero(among & (problem.seat == seat))
        if len(rows) > count:
            least = np.partition(values[rows], -count)[-count]
            rows = rows[values[rows] >= least]
            ids = as_bytes(problem.peer_ids, problem.peers[rows])
            rows = rows[np.lexsort((ids, -values[rows]))][:count]
        chosen[rows] = True
    return chosen


def integral_choice(values: NDArray[np.float64]) -> tuple[int, ...] | None:
    """Return the candidates that a relaxation chooses; None if it chooses fractions of some."""
    whole = values > 1 - _WHOLE
    return tuple(np.flatnonzero(whole).tolist()) if (whole | (values < _WHOLE)).all() else None
