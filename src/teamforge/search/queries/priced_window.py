"""A window under given prices: bounds, and the candidates worth combining."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from teamforge.problem import Problem, Tallies, Term
from teamforge.problem.arrays import Points, Rows
from teamforge.search.bound import NEVER, SCALE, BestPrices, Bounds, Prices, bound
from teamforge.search.budget import Budget
from teamforge.search.dominance import undominated
from teamforge.search.effort import Effort
from teamforge.search.enumerate import Options, combinations, seat_options
from teamforge.search.pricing import Pricing, artificial_cost, top
from teamforge.search.relax import relax
from teamforge.search.ties import in_order
from teamforge.search.totals import Totals

_VERTICES, _OFF = 8, 5
"""How many dual solutions are averaged; points are perturbed by up to `_OFF`."""

_NEAR, _LARGEST = 600 * SCALE, 600
"""They are solved for the candidates with at most the reduced cost `_NEAR`, if there are at most `_LARGEST` of them."""


class WindowProblem:
    """
    The problem of one window, and the window under each of several sets of prices.

    Parameters
    ----------
    problem
        The whole problem.
    place
        The window.
    prices
        The first set of prices.
    regular
        The number of regular candidates of the whole problem; the hypothetical ones come after them.
    effort
        How many partial teams are too many.
    """

    def __init__(self, problem: Problem, place: int, prices: Prices, regular: int, effort: Effort) -> None:
        self.place, self.effort = place, effort
        self.rows = in_order(problem, np.flatnonzero(problem.serves[:, place]))
        self.regular = np.flatnonzero(self.rows < regular)
        self.problem = problem.restrict(self.rows, np.array([place]))
        self.position = np.full(len(problem), -1, dtype=np.intp)
        """The position here of each candidate of the whole problem, -1 for those who do not serve."""
        self.position[self.rows] = np.arange(len(self.rows))
        self.priced = [PricedWindow(self, prices)]

    def reuse(self, prices: Prices, kept: Rows | None) -> None:
        """Start from prices, and undominated candidates, that are known already."""
        self.priced = [PricedWindow(self, prices)]
        if kept is not None:
            self.undominated = self.position[kept]

    @property
    def known_undominated(self) -> Rows | None:
        """The undominated candidates by position in the whole problem; None if they were not needed yet."""
        return self.rows[self.undominated] if "undominated" in self.__dict__ else None

    @cached_property
    def undominated(self) -> Rows:
        """The undominated regular candidates."""
        return self.regular[undominated(self.problem.restrict(self.regular, np.array([0])))]

    @cached_property
    def totals(self) -> Totals:
        """The points of teams in this window."""
        return Totals(self.problem)

    def average_duals(self) -> None:
        """
        Replace the first prices with the mean of several that prove nearly the same bound.

        The linear solver returns a vertex of the optimal dual face, where many candidates have reduced cost 0. Slightly
        perturbed points lead to other vertices; at the mean of several, fewer candidates have reduced cost 0.
        """
        first = self.priced[0]
        near = self.regular[first.reduced_costs[self.regular] <= _NEAR]
        if first.ceiling == NEVER or len(near) > _LARGEST:
            return
        part = self.problem.restrict(near, np.array([0]))
        cost = artificial_cost(first.ceiling // SCALE, part)
        rng = np.random.default_rng(0)
        total: list[dict[int, int]] = [{} for _ in part.tallies]
        for _ in range(_VERTICES):
            off = Term(points=rng.integers(-_OFF, _OFF + 1, len(part)))
            vertex = relax(replace(part, terms={**part.terms, "off": off}), cost).prices
            for sums, prices in zip(total, vertex, strict=True):
                for number, price in prices.items():
                    sums[number] = sums.get(number, 0) + price
        means = tuple({number: price // _VERTICES for number, price in sums.items()} for sums in total)
        # A tally without a candidate in the part keeps its price.
        kept = (
            {number: price for number, price in old.items() if not _has_members(tallies, number)}
            for old, tallies in zip(first.prices, part.tallies, strict=True)
        )
        self.priced = [PricedWindow(self, tuple({**old, **mean} for old, mean in zip(kept, means, strict=True)))]

    def price_for(self, here: int, budget: Budget) -> PricedWindow:
        """Return, and keep, the window under the prices that are best for the teams with one candidate."""
        kept = np.union1d(self.regular, [here])
        fixed, _ = self.problem.restrict(kept, np.array([0])).fixed(int(np.searchsorted(kept, here)))
        best = BestPrices()

        def report(prices: Prices) -> Bounds:
            return best.keep(prices, bound(fixed, prices))

        everybody = np.ones(len(fixed), dtype=np.bool_)
        columns = top(fixed, bound(fixed, self.priced[0].prices).values, everybody, self.effort.first_columns)
        cost = artificial_cost(self.priced[0].ceiling // SCALE, fixed)
        Pricing(fixed, 0, columns, cost, budget, self.effort).run(report, lambda: False)
        priced = PricedWindow(self, best.prices)
        self.priced.append(priced)
        return priced


class PricedWindow:
    """
    A window under given prices: bounds, and the candidates worth combining.

    Parameters
    ----------
    window
        The window.
    prices
        Any prices; the better they are, the fewer partial teams stay within a slack.
    """

    def __init__(self, window: WindowProblem, prices: Prices) -> None:
        self.window, self.prices = window, prices
        bounds = bound(window.problem, prices)
        self.seats = self._best_regular(bounds)
        self.ceiling = NEVER
        if bounds.windows[0] > NEVER and (self.seats > NEVER).all():
            self.ceiling = int(bounds.windows[0] - bounds.seats.sum() + self.seats.sum())
        self.reduced_costs = self.seats[window.problem.seat] - bounds.values
        self._options: dict[int, tuple[Rows, Points]] = {}
        self._partials: dict[tuple[int, int], tuple[Rows, Points] | None] = {}

    def _best_regular(self, bounds: Bounds) -> Points:
        """Return the highest value of a regular candidate on each seat."""
        problem, regular = self.window.problem, self.window.regular
        best = np.where(problem.required, NEVER, 0).astype(np.int64)
        np.maximum.at(best, problem.seat[regular], bounds.values[regular])
        return best

    @property
    def ceilings(self) -> Points:
        """The ceiling of each candidate of the window, in units of 1/`SCALE`: no team with them has more points."""
        none = np.full(len(self.reduced_costs), NEVER, dtype=np.int64)
        return self.ceiling - self.reduced_costs if self.ceiling > NEVER else none

    def options(self, seat: int) -> tuple[Rows, Points]:
        """Return the undominated candidates of a seat by rising reduced cost."""
        if seat not in self._options:
            problem, kept = self.window.problem, self.window.undominated
            rows = kept[problem.seat[kept] == seat]
            self._options[seat] = seat_options(problem, seat, rows, self.reduced_costs, int(self.seats[seat]))
        return self._options[seat]

    def other_options(self, seat: int) -> Options:
        """Return the options of every seat but one."""
        return [self.options(other) for other in range(len(self.window.problem.seats)) if other != seat]

    def partials(self, seat: int, slack: int, beyond: int) -> Rows | None:
        """Return the partial teams without a seat that are within `slack` and not within `beyond`; None if too many."""
        if (seat, slack) not in self._partials:
            most = self.window.effort.shared_partials
            self._partials[seat, slack] = combinations(self.other_options(seat), slack, most)
        found = self._partials[seat, slack]
        return None if found is None else found[0][found[1] > beyond]


def _has_members(tallies: Tallies, number: int) -> bool:
    """Return whether the tally with a number has members."""
    place = tallies.place(number)
    return place is not None and len(tallies.of(place)) > 0
