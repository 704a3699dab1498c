"""
Bounds on the points of any team, by integer arithmetic alone: DESIGN.md section 3, step 2.

For any prices π, a tally each, no team in window w has more points than

    constant + window_w + Σ_tallies max_j(Σ_{k≤j} g_k − π·j) + Σ_seats max_{candidates that serve in w}(points + Σπ)

with j within the tally's bounds and an optional seat at least 0. Choose a team: its candidates' points and prices
are at most the last sum, and what the prices added there the tallies pay in the sum before. Prices are integers in
units of 1/`SCALE` point, so the bound is exact whatever made the prices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem, Tallies

__all__ = ["NEVER", "SCALE", "Bounds", "Prices", "bound", "carried_over", "more_than_all", "no_prices"]

SCALE = 1 << 10
"""A point in units of the prices. Points stay below 2³² by far, sums of scaled points below 2⁵³."""
NEVER = -(1 << 60)
"""What stands for no team: below any scaled points."""

_HIGH = 1_000
"""So many of the highest values of a seat are tried before all of them: some of them serves in nearly every window."""

Points = NDArray[np.int64]
Prices = tuple[Mapping[int, int], ...]
"""
For each family of `Problem.tallies` the price of each tally by its number, 0 where it is not named; in units of
1/`SCALE` point. Numbers stay when a problem is restricted, so prices of a part are prices of the whole.
"""


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

    def survivors(self, problem: Problem, window: int, target: int) -> NDArray[np.bool_]:
        """
        Return the candidates of a window that reduced-cost fixing keeps.

        On a team of at least `target` points nobody's reduced cost is above the slack: everybody else is fixed to "no".
        """
        return problem.serves[:, window] & (self.reduced_costs(problem, window) <= self.slack(window, target))

    def reduced_costs(self, problem: Problem, window: int) -> Points:
        """Return how far the value of each candidate is below the best of its seat in a window."""
        costs: Points = self.seats[problem.seat, window] - self.values
        return costs

    def slack(self, window: int, target: int) -> int:
        """Return the most that the reduced costs of a team of `target` points add up to in a window."""
        return int(self.windows[window]) - target * SCALE


def no_prices(problem: Problem) -> Prices:
    """Return prices of 0."""
    return tuple({} for _ in problem.tallies)


def bound(problem: Problem, prices: Prices) -> Bounds:
    """Return the bounds that prices prove."""
    values = problem.points * SCALE
    paid: list[int] = []
    for tallies, priced in zip(problem.tallies, prices, strict=True):
        here = [(place, price) for number, price in priced.items() if (place := tallies.place(number)) is not None]
        for place, price in here:
            values[tallies.of(place)] += price
        paid.append(_most(tallies, [price for _, price in here], len(problem.seats)))
    seats = np.full((len(problem.seats), len(problem.starts)), NEVER, dtype=np.int64)
    for seat, required in enumerate(problem.required):
        best = _best(problem, np.flatnonzero(problem.seat == seat), values)
        seats[seat] = best if required else np.maximum(best, 0)
    if NEVER in paid:
        return Bounds(values, seats, np.full(len(problem.starts), NEVER, dtype=np.int64))
    windows = (problem.window_points + problem.constant) * SCALE + sum(paid) + seats.sum(axis=0)
    return Bounds(values, seats, np.where((seats == NEVER).any(axis=0), NEVER, windows))


def carried_over(proofs: Sequence[Prices], old: Problem, new: Problem) -> tuple[Prices, ...]:
    """Return prices of one problem for another of the same families: by label, and without those it does not have."""
    families = range(len(new.tallies))
    priced = [set[int]().union(*(prices[family] for prices in proofs)) for family in families]
    carried: dict[int, Prices] = {}
    numbers = []
    for family, wanted in zip(families, priced, strict=True):
        before, after = old.tallies[family].labels, new.tallies[family].labels
        of = {after[number]: number for number in range(len(after))} if wanted else {}
        numbers.append({number: of[before[number]] for number in wanted if before[number] in of})
    for prices in proofs:
        if id(prices) not in carried:
            carried[id(prices)] = tuple(
                {known[number]: price for number, price in each.items() if number in known}
                for each, known in zip(prices, numbers, strict=True)
            )
    return tuple(carried[id(prices)] for prices in proofs)


def more_than_all(problem: Problem) -> int:
    """Return more points than any two valid teams lie apart: what is worth so much comes before all points."""
    highest = int(bound(problem, no_prices(problem)).windows.max(initial=0)) // SCALE
    return max(highest - problem.least_points, 0) + 1


def _best(problem: Problem, rows: NDArray[np.intp], values: Points) -> Points:
    """Return the highest value, in each window, of the candidates that serve in it."""
    if len(rows) > _HIGH:
        high = rows[np.argpartition(values[rows], -_HIGH)[-_HIGH:]]
        best = _best(problem, high, values)
        if (best > NEVER).all():
            return best
    highest: Points = np.where(problem.serves[rows], values[rows, None], NEVER).max(axis=0, initial=NEVER)
    return highest


def _most(tallies: Tallies, prices: list[int], seats: int) -> int:
    """Return the sum over tallies of the most that gains less prices can come to."""
    most = seats if tallies.maximum is None else min(seats, tallies.maximum)
    if most < tallies.minimum:
        return NEVER if len(tallies) else 0
    counts = np.arange(tallies.minimum, most + 1)
    gains = np.concatenate(([0], np.cumsum(tallies.gains_to(most), dtype=np.int64)))[counts] * SCALE
    free = (len(tallies) - len(prices)) * int(gains.max())
    priced = np.array(prices, dtype=np.int64)
    return free + int((gains[:, None] - counts[:, None] * priced).max(axis=0).sum())
