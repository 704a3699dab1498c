"""What prices prove of one window, and whom it pays to combine by them: the parts of `each`."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem, Tallies, Term
from teamforge.search.bound import NEVER, SCALE, Bounds, Prices, bound
from teamforge.search.budget import Budget
from teamforge.search.enumerate import Options, Totals, combinations, representatives, seat_options
from teamforge.search.pricing import FIRST, Pricing, empty_seat, top
from teamforge.search.relax import relax
from teamforge.search.ties import in_order

__all__ = ["View", "Window"]

_MOST = 2_000
"""So many partials are too many to try."""

_CORNERS, _OFF = 8, 5
"""So many prices are averaged, from points up to so much off."""

_AROUND, _LARGEST = 600 * SCALE, 600
"""They are of the candidates who lose at most so much, if those are no more than so many."""

Points = NDArray[np.int64]
Rows = NDArray[np.intp]


class Window:
    """A window of the problem, and what several prices prove of it."""

    def __init__(self, problem: Problem, place: int, prices: Prices, regular: int) -> None:
        self.place = place
        self.rows = in_order(problem, np.flatnonzero(problem.serves[:, place]))
        self.regular = np.flatnonzero(self.rows < regular)
        self.problem = problem.restrict(self.rows, np.array([place]))
        self.of = np.full(len(problem), -1, dtype=np.intp)
        self.of[self.rows] = np.arange(len(self.rows))
        self.views = [View(self, prices)]

    def knows(self, prices: Prices, needed: Rows | None) -> None:
        """Take over what is known of the window already."""
        self.views = [View(self, prices)]
        if needed is not None:
            self.needed = self.of[needed]

    @property
    def known_needed(self) -> Rows | None:
        """Who is needed for the partial team, by position in the problem; None where nobody asked."""
        return self.rows[self.needed] if "needed" in self.__dict__ else None

    @cached_property
    def needed(self) -> Rows:
        """Who is needed for the partial team."""
        return self.regular[representatives(self.problem.restrict(self.regular, np.array([0])))]

    @cached_property
    def totals(self) -> Totals:
        """What teams are worth."""
        return Totals(self.problem)

    def spread(self) -> None:
        """
        Take the mean of several prices that prove nearly the same bound.

        The linear solver returns a corner of all prices that prove the best bound, at which many candidates lose
        nothing. Prices from points a little off are other corners, and by their mean fewer do.
        """
        first = self.views[0]
        near = self.regular[first.reduced_costs[self.regular] <= _AROUND]
        if first.ceiling == NEVER or len(near) > _LARGEST:
            return
        part = self.problem.restrict(near, np.array([0]))
        cost = empty_seat(first.ceiling // SCALE, part)
        rng = np.random.default_rng(0)
        total: list[dict[int, int]] = [{} for _ in part.tallies]
        for _ in range(_CORNERS):
            off = Term(points=rng.integers(-_OFF, _OFF + 1, len(part)))
            for sums, prices in zip(
                total, relax(replace(part, terms={**part.terms, "off": off}), cost).prices, strict=True
            ):
                for number, price in prices.items():
                    sums[number] = sums.get(number, 0) + price
        means = tuple({number: price // _CORNERS for number, price in sums.items()} for sums in total)
        # Tallies that nobody of the part is in keep their prices.
        kept = (
            {number: price for number, price in old.items() if not _holds(tallies, number)}
            for old, tallies in zip(first.prices, part.tallies, strict=True)
        )
        self.views = [View(self, tuple({**old, **mean} for old, mean in zip(kept, means, strict=True)))]

    def view_of(self, here: int, budget: Budget) -> View:
        """Return, and keep, what the prices prove that are best for the teams with a candidate."""
        kept = np.union1d(self.regular, [here])
        seated, _ = self.problem.restrict(kept, np.array([0])).seated(int(np.searchsorted(kept, here)))
        best = _Best()

        def tell(prices: Prices) -> Bounds:
            bounds = bound(seated, prices)
            best.keep(prices, int(bounds.windows[0]))
            return bounds

        columns = top(seated, bound(seated, self.views[0].prices).values, np.ones(len(seated), dtype=np.bool_), FIRST)
        cost = empty_seat(self.views[0].ceiling // SCALE, seated)
        Pricing(seated, 0, columns, cost, budget).run(tell, lambda: False)
        view = View(self, best.prices)
        self.views.append(view)
        return view


class _Best:
    """The prices with the lowest ceiling so far."""

    prices: Prices
    ceiling: int | None = None

    def keep(self, prices: Prices, ceiling: int) -> None:
        if self.ceiling is None or ceiling < self.ceiling:
            self.prices, self.ceiling = prices, ceiling


class View:
    """What some prices prove of a window, and whom it pays to combine by them."""

    def __init__(self, window: Window, prices: Prices) -> None:
        self.window, self.prices = window, prices
        bounds = bound(window.problem, prices)
        self.seats = self._best(bounds)
        self.ceiling = NEVER
        if bounds.windows[0] > NEVER and (self.seats > NEVER).all():
            self.ceiling = int(bounds.windows[0] - bounds.seats.sum() + self.seats.sum())
        self.reduced_costs = self.seats[window.problem.seat] - bounds.values
        self._options: dict[int, tuple[Rows, Points]] = {}
        self._partials: dict[tuple[int, int], tuple[Rows, Points] | None] = {}

    def _best(self, bounds: Bounds) -> Points:
        """Return the best value on each seat of those who may be on anybody's team."""
        problem, regular = self.window.problem, self.window.regular
        best = np.where(problem.required, NEVER, 0).astype(np.int64)
        np.maximum.at(best, problem.seat[regular], bounds.values[regular])
        return best

    @property
    def most(self) -> Points:
        """What teams with each candidate of the window can have."""
        none = np.full(len(self.reduced_costs), NEVER, dtype=np.int64)
        return self.ceiling - self.reduced_costs if self.ceiling > NEVER else none

    def options(self, seat: int) -> tuple[Rows, Points]:
        """Return who could have a seat by what they lose, without those whom another dominates."""
        if seat not in self._options:
            problem, needed = self.window.problem, self.window.needed
            rows = needed[problem.seat[needed] == seat]
            self._options[seat] = seat_options(problem, seat, rows, self.reduced_costs, int(self.seats[seat]))
        return self._options[seat]

    def others(self, seat: int) -> Options:
        """Return the options of every seat but one."""
        return [self.options(other) for other in range(len(self.window.problem.seats)) if other != seat]

    def partials(self, seat: int, slack: int, beyond: int) -> Rows | None:
        """Return all partial teams without a seat that lose at most `slack` and more than `beyond`; None if many."""
        if (seat, slack) not in self._partials:
            self._partials[seat, slack] = combinations(self.others(seat), slack, _MOST)
        found = self._partials[seat, slack]
        return None if found is None else found[0][found[1] > beyond]


def _holds(tallies: Tallies, number: int) -> bool:
    """Return whether somebody is in the tally of a number."""
    place = tallies.place(number)
    return place is not None and len(tallies.of(place)) > 0
