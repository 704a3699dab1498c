"""What a search knows: the incumbent, and for each window a bound or a closure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Bools, Points
from teamforge.search.bound import NEVER, SCALE, Bounds, Prices, bound, no_prices
from teamforge.search.budget import Budget, Progress
from teamforge.search.effort import Effort
from teamforge.search.proof import Closure


@dataclass(eq=False)
class SearchState:
    """
    What a search knows; every step improves it.

    Parameters
    ----------
    problem
        The compiled problem.
    budget
        The time that is left.
    effort
        How much work each step does.
    progress
        Called with a line of text for each better team.

    Attributes
    ----------
    incumbent, points
        The best team so far, and its points; None, and 0, while there is none.
    proofs
        The ceiling of each window, in units of 1/`SCALE` point, and the prices that prove it.
    closed
        The windows closed by something other than their ceiling, and why they hold no better team.
    """

    problem: Problem
    budget: Budget
    effort: Effort
    progress: Progress
    incumbent: Choice | None = None
    points: int = 0
    proofs: list[tuple[int, Prices]] = field(init=False)
    closed: dict[int, Closure] = field(default_factory=dict)
    remembered: ClassVar[float] = 3
    """How many sets of prices keep their bounds: a search asks several times about the window it is at."""
    _latest: dict[int, tuple[Prices, Bounds]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.least = self.problem.least_points
        self.proofs = [(-NEVER, no_prices(self.problem))] * len(self.problem.starts)
        self.lower(no_prices(self.problem))

    @property
    def target(self) -> int:
        """The fewest points of a better team."""
        return self.points + 1 if self.incumbent is not None else self.least

    @property
    def ceilings(self) -> Points:
        """The ceiling of each window, in units of 1/`SCALE` point: no team in it has more points."""
        return np.array([ceiling for ceiling, _ in self.proofs], dtype=np.int64)

    @property
    def open(self) -> Bools:
        """The windows that may hold a better team."""
        open_: Bools = self.ceilings // SCALE >= self.target
        open_[list(self.closed)] = False
        return open_

    @property
    def proved(self) -> bool:
        """Whether no window may hold a better team."""
        return not self.open.any()

    @property
    def ceiling(self) -> int:
        """The points that no team exceeds."""
        best = self.points if self.incumbent is not None else NEVER
        return max(best, int(self.ceilings[self.open].max(initial=NEVER)) // SCALE)

    def lower(self, prices: Prices) -> Bounds:
        """Take over the bounds that these prices prove, in every window where they are the lowest."""
        bounds = self._bounds_of(prices)
        for window in np.flatnonzero(bounds.windows < self.ceilings).tolist():
            ceiling = int(bounds.windows[window])
            # A closure builds on the prices of its window: under others there would be other survivors.
            if window not in self.closed or ceiling // SCALE < self.target:
                self.proofs[window] = ceiling, prices
        return bounds

    def bounds(self, window: int) -> Bounds:
        """Return the bounds that the prices of a window prove."""
        return self._bounds_of(self.proofs[window][1])

    def _bounds_of(self, prices: Prices) -> Bounds:
        """Return the bounds that prices prove; those used last are remembered."""
        known = self._latest.pop(id(prices), None)  # kept with the prices, so that no others have their id
        if known is None:
            with self.budget.timing("bound"):
                known = prices, bound(self.problem, prices)
        self._latest[id(prices)] = known
        if len(self._latest) > self.remembered:
            del self._latest[next(iter(self._latest))]
        return known[1]

    def survivors(self, window: int, target: int) -> Bools:
        """Return the candidates of a window that could be on a team of at least `target` points."""
        return self.bounds(window).survivors(self.problem, window, target)

    def take(self, choice: Choice | None) -> None:
        """Make a team the incumbent if it is better."""
        if choice is None or (points := self.problem.score(choice)) < self.target:
            return
        self.incumbent, self.points = choice, points
        self.progress(f"best so far {self.points:,} points, at most {self.ceiling:,}")
