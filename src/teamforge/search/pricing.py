"""Prices of one window by column generation: those who could help are added until nobody could (DESIGN.md, step 1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem
from teamforge.search.bound import SCALE, Bounds, Prices
from teamforge.search.budget import Budget
from teamforge.search.relax import relax
from teamforge.search.ties import in_order

__all__ = ["FIRST", "Pricing", "chosen_of", "empty_seat", "first_prices", "top"]

FIRST = 15
"""Candidates a seat to start from."""
_MORE = 8
"""Candidates a seat to add in a round."""
_ROUNDS = 40
"""Rounds at the most: what they leave open is closed in other ways."""
_PART = 64
"""A relaxation may leave the part of a seat empty; smaller parts than one in so many are not seen."""
_WHOLE = 1e-6
"""How far from 0 or 1 a share may be, as floating point has it."""

Bools = NDArray[np.bool_]


@dataclass(eq=False)
class Pricing:
    """
    One window of a problem and the candidates that its relaxation knows so far.

    Parameters
    ----------
    problem, window
        What is priced.
    columns
        Whether the relaxation knows each candidate; grows.
    empty_seat
        As `relax` has it.
    """

    problem: Problem
    window: int
    columns: Bools
    empty_seat: int
    budget: Budget

    def run(self, tell: Callable[[Prices], Bounds], done: Callable[[], bool]) -> NDArray[np.float64]:
        """
        Price until `done`, or until nobody could help; return the share of each candidate in the last relaxation.

        Parameters
        ----------
        tell
            Is told each round's prices, and returns the bounds that they prove.
        done
            Whether what was told is enough.
        """
        serving = self.problem.serves[:, self.window]
        shares = np.zeros(len(self.problem))
        for _ in range(_ROUNDS):
            here = in_order(self.problem, np.flatnonzero(self.columns & serving))
            with self.budget.timing("price"):
                relaxed = relax(self.problem.restrict(here, np.array([self.window])), self.empty_seat)
            shares[:] = 0.0
            shares[here] = relaxed.shares
            bounds = tell(relaxed.prices)
            if done() or self.budget.over():
                break
            helpful = serving & ~self.columns & (bounds.values > relaxed.seats[self.problem.seat])
            if not helpful.any():
                break
            self.columns |= top(self.problem, bounds.values, helpful, _MORE)
        return shares


def empty_seat(ceiling: int, problem: Problem) -> int:
    """Return what an empty seat is to cost: even a part of one more than any points, so that it is never worth it."""
    return _PART * (max(0, ceiling - problem.least_points) + 1)


def first_prices(problem: Problem) -> Prices:
    """Return half the first gain of every tally: a guess to find the first candidates by."""
    return tuple(
        dict.fromkeys(range(len(tallies.labels)), tallies.gains[0] * SCALE // 2)
        if max(0, *tallies.gains[:1], 0)
        else {}
        for tallies in problem.tallies
    )


def top(problem: Problem, values: NDArray[np.int64], among: Bools, count: int) -> Bools:
    """Return the candidates of the highest value on each seat, ties by peer id."""
    chosen = np.zeros(len(problem), dtype=np.bool_)
    for seat in range(len(problem.seats)):
        rows = np.flatnonzero(among & (problem.seat == seat))
        if len(rows) > count:
            least = np.partition(values[rows], -count)[-count]
            rows = rows[values[rows] >= least]
            ids = problem.peer_ids[problem.peers[rows]].astype(str)
            rows = rows[np.lexsort((ids, -values[rows]))][:count]
        chosen[rows] = True
    return chosen


def chosen_of(shares: NDArray[np.float64]) -> tuple[int, ...] | None:
    """Return the candidates that a relaxation chooses; None where it chooses parts of some."""
    whole = shares > 1 - _WHOLE
    return tuple(np.flatnonzero(whole).tolist()) if (whole | (shares < _WHOLE)).all() else None
