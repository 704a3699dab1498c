"""
Bounds on the points of any team, by integer arithmetic alone: DESIGN.md section 3, step 2.

For any prices π, a tally each, no team in window w has more points than

    constant + window_w + Σ_tallies max_j(Σ_{k≤j} g_k − π·j) + Σ_seats max_{candidates that serve in w}(points + Σπ)

with j within the tally's bounds and an optional seat at least 0. Choose a team: its candidates' points and prices
are at most the last sum, and what the prices added there the tallies pay in the sum before. Prices are integers in
units of 1/`SCALE` point, so the bound is exact whatever made the prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem, Tallies

__all__ = ["NEVER", "SCALE", "Bounds", "Prices", "bound", "least_points", "no_prices"]

SCALE = 1 << 10
"""A point in units of the prices. Points stay below 2³² by far, sums of scaled points below 2⁵³."""
NEVER = -(1 << 60)
"""What stands for no team: below any scaled points."""

Points = NDArray[np.int64]
Prices = tuple[Points, ...]
"""For each family of `Problem.tallies` one price a tally, in units of 1/`SCALE` point."""


@dataclass(frozen=True, eq=False)
class Bounds:
    """
    The bounds that some prices prove, all in units of 1/`SCALE` point.

    Parameters
    ----------
    values
        Of each candidate its points and prices.
    seats
        The best value on each seat in each window (seats × windows); `NEVER` where nobody can serve.
    windows
        No team in a window has more points.
    """

    values: Points
    seats: Points
    windows: Points


def no_prices(problem: Problem) -> Prices:
    """Return prices of 0."""
    return tuple(np.zeros(len(tallies), dtype=np.int64) for tallies in problem.tallies)


def bound(problem: Problem, prices: Prices) -> Bounds:
    """Return the bounds that prices prove."""
    values = problem.points * SCALE
    for tallies, price in zip(problem.tallies, prices, strict=True):
        for tally in np.flatnonzero(price):
            values[tallies.of(int(tally))] += price[tally]
    seats = np.full((len(problem.seats), len(problem.starts)), NEVER, dtype=np.int64)
    for seat, required in enumerate(problem.required):
        rows = np.flatnonzero(problem.seat == seat)
        best = np.where(problem.serves[rows], values[rows, None], NEVER).max(axis=0, initial=NEVER)
        seats[seat] = best if required else np.maximum(best, 0)
    pairs = zip(problem.tallies, prices, strict=True)
    paid = sum(_most(tallies, price, len(problem.seats)) for tallies, price in pairs)
    windows = (problem.window_points + problem.constant) * SCALE + paid + seats.sum(axis=0)
    nobody = (seats == NEVER).any(axis=0) | (paid <= NEVER)
    return Bounds(values, seats, np.where(nobody, NEVER, windows))


def _most(tallies: Tallies, prices: Points, seats: int) -> int:
    """Return the sum over tallies of the most that gains less prices can come to."""
    most = seats if tallies.maximum is None else min(seats, tallies.maximum)
    if most < tallies.minimum:
        return NEVER if len(tallies) else 0
    counts = np.arange(tallies.minimum, most + 1)
    gains = np.concatenate(([0], np.cumsum(tallies.gains_to(most), dtype=np.int64)))[counts] * SCALE
    priced = prices[prices != 0]
    free = (len(prices) - len(priced)) * int(gains.max())
    return free + int((gains[:, None] - counts[:, None] * priced).max(axis=0).sum())


def least_points(problem: Problem) -> int:
    """Return points that no team, valid or not, falls below."""
    least = problem.constant + int(problem.window_points.min(initial=0))
    for seat in range(len(problem.seats)):
        least += int(problem.points[problem.seat == seat].min(initial=0))
    for tallies in problem.tallies:
        totals = np.cumsum(tallies.gains_to(len(problem.seats)), dtype=np.int64)
        # A tally of which nobody is chosen adds nothing, and a team touches few of them.
        touched = len(problem.seats) * int(np.bincount(tallies.members).max(initial=0))
        least += min(len(tallies), touched) * int(totals.min(initial=0))
    return least
