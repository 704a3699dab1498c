"""
Bounds on the points of any team, by integer arithmetic alone: DESIGN.md section 3, step 2.

For any prices π, one for each tally, no team in window w has more points than

    constant + window_w + Σ_tallies max_j(Σ_{k≤j} g_k − π·j) + Σ_seats max_{candidates that serve in w}(points + Σπ)

with j within the tally's bounds and an optional seat at least 0. Take any team: what its candidates have, points
and prices, is at most the last sum; and the sum before it takes off again the prices that this adds. Prices are
integers in units of 1/`SCALE` point, so the bound is exact wherever the prices came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from teamforge.problem import Problem, Tallies
from teamforge.problem.arrays import Bools, Points, Rows

SCALE = 1 << 10
"""One point, in units of the prices."""
LARGEST = 1 << 58
"""
No sum of scaled points exceeds this, nor does any sum of prices in a bound: together they stay far from 2⁶³.

The points of SPEC.md fit as they are: 500 soft team rules of weight 10, each short of a million members, cost 5·10¹²,
and scaled that is below 2⁵³. Whatever makes points larger, such as lots, is chosen to fit; `fitting` makes prices fit.
"""
NEVER = -(1 << 60)
"""Stands for "no team": below any scaled points."""

_HIGH = 1_000
"""The highest values of a seat, tried before all of them: in nearly every window one of these candidates serves."""

Prices = tuple[Mapping[int, int], ...]
"""
For each family of `Problem.tallies` the price of each tally by its number, 0 if not listed; in units of
1/`SCALE` point. Numbers stay when a problem is restricted, so prices of a part are prices of the whole.
"""


@dataclass(frozen=True, eq=False)
class Bounds:
    """
    The bounds that a set of prices proves, all in units of 1/`SCALE` point.

    Parameters
    ----------
    values
        The points of each candidate, plus its prices.
    seats
        The best value on each seat in each window (seats × windows); `NEVER` where nobody can serve.
    windows
        The bound of each window: no team in it has more points.
    """

    values: Points
    seats: Points
    windows: Points

    def reduced_costs(self, problem: Problem, window: int) -> Points:
        """Return how far the value of each candidate is below the best of its seat in a window."""
        costs: Points = self.seats[problem.seat, window] - self.values
        return costs

    def slack(self, window: int, target: int) -> int:
        """Return the most that the reduced costs of a team of `target` points can add up to in a window."""
        return int(self.windows[window]) - target * SCALE

    def survivors(self, problem: Problem, window: int, target: int) -> Bools:
        """
        Return the candidates of a window that survive reduced-cost fixing.

        A team of at least `target` points has no candidate with a reduced cost above the slack.
        """
        return problem.serves[:, window] & (self.reduced_costs(problem, window) <= self.slack(window, target))


class BestPrices:
    """The prices with the lowest bound so far, of a problem of one window."""

    prices: Prices
    bounds: Bounds
    _lowest: int | None = None

    def keep(self, prices: Prices, bounds: Bounds) -> Bounds:
        """Keep prices if their bound is the lowest so far; return the bounds they prove."""
        ceiling = int(bounds.windows[0])
        if self._lowest is None or ceiling < self._lowest:
            self.prices, self.bounds, self._lowest = prices, bounds, ceiling
        return bounds


def no_prices(problem: Problem) -> Prices:
    """Return prices of 0."""
    return tuple({} for _ in problem.tallies)


def fitting(problem: Problem, prices: Prices) -> Prices:
    """
    Return prices with which no sum in a bound passes `LARGEST`: the same, or all of them scaled down.

    Any prices give a true bound. What the seats have and what is paid each add up to at most the prices of all tallies,
    counted once for each seat.
    """
    total = sum(abs(price) for priced in prices for price in priced.values())
    excess = -(-total * len(problem.seats) // LARGEST)
    if excess <= 1:
        return prices
    return tuple({number: price // excess for number, price in priced.items()} for priced in prices)


def bound(problem: Problem, prices: Prices, high: int = _HIGH) -> Bounds:
    """Return the bounds that prices prove; `high` values of each seat are tried before all of them."""
    values = problem.points * SCALE
    paid: list[int] = []
    for tallies, priced in zip(problem.tallies, prices, strict=True):
        here = [(place, price) for number, price in priced.items() if (place := tallies.place(number)) is not None]
        for place, price in here:
            values[tallies.of(place)] += price
        paid.append(_most_paid(tallies, [price for _, price in here], len(problem.seats)))
    seats = np.full((len(problem.seats), len(problem.starts)), NEVER, dtype=np.int64)
    for seat, required in enumerate(problem.required):
        best = _best_values(problem, np.flatnonzero(problem.seat == seat), values, high)
        seats[seat] = best if required else np.maximum(best, 0)
    if NEVER in paid:
        return Bounds(values, seats, np.full(len(problem.starts), NEVER, dtype=np.int64))
    windows = (problem.window_points + problem.constant) * SCALE + sum(paid) + seats.sum(axis=0)
    return Bounds(values, seats, np.where((seats == NEVER).any(axis=0), NEVER, windows))


def carried_over(proofs: Sequence[Prices], old: Problem, new: Problem) -> tuple[Prices, ...]:
    """
    Return prices of one problem for another, by family and label; labels it lacks are left out.

    A price is what one more member is worth. So if the first gain of a family changes, its prices change by the same
    factor.
    """
    before = {tallies.name: place for place, tallies in enumerate(old.tallies)}
    families = [before.get(tallies.name) for tallies in new.tallies]
    known: list[dict[int, tuple[int, int, int]]] = []
    for family, tallies in zip(families, new.tallies, strict=True):
        if family is None:
            known.append({})
            continue
        then = old.tallies[family]
        wanted = set[int]().union(*(prices[family] for prices in proofs))
        of = {tallies.labels[number]: number for number in range(len(tallies.labels))} if wanted else {}
        share = _share(then.gains, tallies.gains)
        known.append({number: (of[label], *share) for number in wanted if (label := then.labels[number]) in of})
    carried: dict[int, Prices] = {}
    for prices in proofs:
        if id(prices) not in carried:
            grown = (
                {}
                if family is None
                else {
                    places[number][0]: price * places[number][1] // places[number][2]
                    for number, price in prices[family].items()
                    if number in places
                }
                for family, places in zip(families, known, strict=True)
            )
            carried[id(prices)] = fitting(new, tuple(grown))
    return tuple(carried[id(prices)] for prices in proofs)


def _share(before: tuple[int, ...], after: tuple[int, ...]) -> tuple[int, int]:
    """Return how much more the first member of a family is worth, as a fraction; 1 if either is worth nothing."""
    was, now = (*before[:1], 0)[0], (*after[:1], 0)[0]
    return (now, was) if was > 0 and now > 0 else (1, 1)


def big_m(problem: Problem) -> int:
    """Return a big-M: points that outweigh any difference between two valid teams."""
    highest = int(bound(problem, no_prices(problem)).windows.max(initial=0)) // SCALE
    return max(highest - problem.least_points, 0) + 1


def _best_values(problem: Problem, rows: Rows, values: Points, high: int) -> Points:
    """Return the highest value, in each window, of the candidates that serve in it."""
    if len(rows) > high:
        some = rows[np.argpartition(values[rows], -high)[-high:]]
        best = _best_values(problem, some, values, high)
        if (best > NEVER).all():
            return best
    highest: Points = np.where(problem.serves[rows], values[rows, None], NEVER).max(axis=0, initial=NEVER)
    return highest


def _most_paid(tallies: Tallies, prices: list[int], seats: int) -> int:
    """Return the maximum of gains minus prices, summed over the tallies of a family."""
    most = seats if tallies.maximum is None else min(seats, tallies.maximum)
    if most < tallies.minimum:
        return NEVER if len(tallies) else 0
    counts, gains = _totals(tallies.gains_to(most), tallies.minimum)
    free = (len(tallies) - len(prices)) * int(gains.max())
    if not prices:
        return free
    priced = np.array(prices, dtype=np.int64)
    return free + int((gains[:, None] - counts[:, None] * priced).max(axis=0).sum())


@lru_cache(maxsize=1 << 10)
def _totals(gains: tuple[int, ...], least: int) -> tuple[Points, Points]:
    """Return the numbers of a tally's members that can be chosen, and what each number gains, scaled."""
    counts = np.arange(least, len(gains) + 1)
    return counts, np.concatenate(([0], np.cumsum(gains, dtype=np.int64)))[counts] * SCALE
