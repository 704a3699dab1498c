"""
What prices prove about a problem, in exact integers: the checker's own arithmetic, sharing nothing with the search.

For prices π, one for each tally, no team of window w has more points than

    constant + window_w + Σ_tallies max_j(Σ_{k≤j} g_k − π·j) + Σ_seats max_{candidates that serve in w}(points + Σπ)

with j within the tally's bounds and an optional seat at least 0 (DESIGN.md section 3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from teamforge.certificate.teams import NOBODY, Candidates, undominated_of
from teamforge.certificate.work import Work
from teamforge.problem import Problem, Tallies
from teamforge.problem.arrays import Rows


class PriceBounds:
    """
    What some prices prove about a problem.

    Parameters
    ----------
    problem
        The problem, or a part of it.
    prices
        For each family of tallies, the prices by number; a tally that is not named has price 0.
    scale
        Prices are in units of 1/`scale` point.
    windows
        The windows to look at; None for all of them.
    """

    def __init__(
        self,
        problem: Problem,
        prices: Sequence[Mapping[int, int]],
        scale: int,
        windows: Sequence[int] | None = None,
    ) -> None:
        self.problem, self.scale = problem, scale
        self._values = problem.points * scale
        self._paid: int | None = problem.constant * scale
        for tallies, priced in zip(problem.tallies, prices, strict=True):
            for number, price in priced.items():
                place = tallies.place(number)
                if place is not None:
                    self._values[tallies.of(place)] += price
            paid = _most_paid(tallies, priced, len(problem.seats), scale)
            self._paid = None if self._paid is None or paid is None else self._paid + paid
        windows = range(len(problem.starts)) if windows is None else windows
        self._best = [self._best_of(seat, windows) for seat in range(len(problem.seats))]

    def highest(self, window: int) -> int | None:
        """Return the most whole points that a team of a window can have; None if there can be no team."""
        seats = [best[window] for best in self._best]
        if self._paid is None or None in seats:
            return None
        total = self._paid + sum(value for value in seats if value is not None)
        return (total + int(self.problem.window_points[window]) * self.scale) // self.scale

    def survivors(self, window: int, target: int) -> Rows:
        """Return the candidates of a window who could be on a team of `target` points, if a team is possible at all."""
        slack = self.slack(window, target)
        least = np.array([(best[window] or 0) - slack for best in self._best], dtype=np.int64)
        return np.flatnonzero(self.problem.serves[:, window] & (self._values >= least[self.problem.seat]))

    def slack(self, window: int, target: int) -> int:
        """Return the most that the reduced costs of a team of `target` points can add up to, in units of the prices."""
        total = (self._paid or 0) + sum(best[window] or 0 for best in self._best)
        return total + (int(self.problem.window_points[window]) - target) * self.scale

    def candidates(self, window: int, work: Work) -> Candidates:
        """Return, for each seat, its undominated candidates in a window and their reduced costs."""
        options = []
        kept = undominated_of(self.problem, work)
        for seat, best in enumerate(self._best):
            rows = np.flatnonzero(kept & self.problem.serves[:, window] & (self.problem.seat == seat))
            reduced_costs = (best[window] or 0) - self._values[rows]
            if not self.problem.required[seat]:
                rows, reduced_costs = np.append(rows, NOBODY), np.append(reduced_costs, best[window] or 0)
            options.append((rows, reduced_costs))
        return options

    def _best_of(self, seat: int, windows: Sequence[int]) -> dict[int, int | None]:
        """Return the highest value on a seat in each window; None if a required seat has nobody."""
        rows = np.flatnonzero(self.problem.seat == seat)
        rows = rows[np.argsort(-self._values[rows], kind="stable")]
        serves = self.problem.serves
        many = 8 * len(windows) >= serves.shape[1]  # reading whole rows is faster than single cells
        serves = serves[rows] if many else serves[np.ix_(rows, np.array(windows, dtype=np.intp))]
        first = serves.argmax(axis=0) if len(rows) else np.zeros(serves.shape[1], dtype=np.intp)
        best: dict[int, int | None] = {}
        for place, window in enumerate(windows):
            column = window if many else place
            row = int(first[column])
            there = len(rows) > 0 and bool(serves[row, column])
            value = int(self._values[rows[row]]) if there else None
            best[window] = value if self.problem.required[seat] else max(0, value or 0)
        return best


def _most_paid(tallies: Tallies, priced: Mapping[int, int], seats: int, scale: int) -> int | None:
    """Return the maximum of gains minus prices, summed over a family; None if no number of members is allowed."""
    most = seats if tallies.maximum is None else min(seats, tallies.maximum)
    totals = [0]
    for gain in tallies.gains_to(most):
        totals.append(totals[-1] + gain * scale)
    allowed = list(enumerate(totals))[tallies.minimum :]
    if not allowed:
        return None if len(tallies) else 0
    here = [price for number, price in priced.items() if tallies.place(number) is not None]
    free = (len(tallies) - len(here)) * max(total for _, total in allowed)
    return free + sum(max(total - price * count for count, total in allowed) for price in here)
