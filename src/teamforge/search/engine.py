"""
The search: price, bound, fix, finish (DESIGN.md section 3).

Windows are taken best bound first. In each, prices come from the linear relaxation of a few candidates to which
those are added that the prices show could help; the bounds that the prices prove, an exact pass over everybody,
drop windows and candidates that no better team can have; CP-SAT finishes what is left.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Choice, Problem
from teamforge.search.bound import NEVER, SCALE, Bounds, Prices, bound, least_points, no_prices
from teamforge.search.finish import Finished, finish
from teamforge.search.found import Found
from teamforge.search.limits import Limits, Progress, StopWatch
from teamforge.search.relax import relax
from teamforge.search.ties import LOT_BITS, in_order, tie_costs
from teamforge.status import Status

__all__ = ["search"]

_FIRST = 15
"""Candidates a seat to start from."""
_MORE = 8
"""Candidates a seat to add in a round of pricing."""
_FEW = 400
"""So many candidates CP-SAT can choose from at once."""
_ROUNDS = 40
"""Rounds of pricing a window at the most: what they leave open is CP-SAT's."""


def search(problem: Problem, limits: Limits, progress: Progress | None = None, watch: StopWatch | None = None) -> Found:
    """
    Return the best team of a problem, with what is proved of it.

    Parameters
    ----------
    problem
        The compiled problem.
    limits
        What may be spent, and the seed that breaks ties.
    progress
        Is told in words of each better team.
    watch
        The running clock, where the time began before the search did.

    Returns
    -------
    Found
        `optimal` only if bound and points, recomputed in integers, are equal.

    Raises
    ------
    InternalError
        If the solver contradicts itself or our arithmetic.
    """
    run = _Search(problem, watch or StopWatch.start(limits.seconds), progress or (lambda _line: None))
    try:
        run.prove()
        if run.proved and run.best is not None:
            run.break_ties(limits.seed)
    except KeyboardInterrupt:
        if run.watch.interrupted.is_set():
            raise
        run.watch.interrupted.set()
    return run.found()


@dataclass(eq=False)
class _Search:
    """What is known so far; every step makes it better."""

    problem: Problem
    watch: StopWatch
    progress: Progress
    best: Choice | None = None
    points: int = 0
    proved: bool = False
    tie_broken: bool = False
    ceilings: NDArray[np.int64] = field(init=False)
    closed: NDArray[np.bool_] = field(init=False)
    prices: list[Prices] = field(init=False)

    def __post_init__(self) -> None:
        self.least = least_points(self.problem)
        self.ceilings = np.zeros(len(self.problem.starts), dtype=np.int64)
        self.closed = np.zeros(len(self.problem.starts), dtype=np.bool_)

    @property
    def target(self) -> int:
        """The fewest points of a team that would be news."""
        return self.points + 1 if self.best is not None else self.least

    @property
    def open(self) -> NDArray[np.bool_]:
        """The windows that may hold such a team."""
        return ~self.closed & (self.ceilings // SCALE >= self.target)

    def prove(self) -> None:
        """Close every window, best bound first."""
        none, guess = no_prices(self.problem), _first_prices(self.problem)
        self.ceilings = bound(self.problem, none).windows
        self.prices = [none] * len(self.problem.starts)
        first = self._lower(guess)
        columns = np.zeros(len(self.problem), dtype=np.bool_)
        while self.open.any():
            if self.watch.over():
                return
            window = int(np.argmax(np.where(self.open, self.ceilings, NEVER)))
            self._close(window, columns, first.values)
        self.proved = True

    def _close(self, window: int, columns: NDArray[np.bool_], values: NDArray[np.int64]) -> None:
        """Prove the best of a window, or that it holds nothing better."""
        problem = self.problem
        serving = problem.serves[:, window]
        columns |= _top(problem, values, serving, _FIRST)
        big = int(self.ceilings.max()) // SCALE - self.least + 1
        for _ in range(_ROUNDS):
            if self.watch.over():
                return
            here = in_order(problem, np.flatnonzero(columns & serving))
            prices, seats = relax(problem.restrict(here, np.array([window])), big)
            bounds = self._lower(prices)
            if self.ceilings[window] // SCALE < self.target:
                return
            helpful = serving & ~columns & (bounds.values > seats[problem.seat])
            if not helpful.any():
                break
            columns |= _top(problem, bounds.values, helpful, _MORE)
        self._improve(window, columns & serving)
        if self.ceilings[window] // SCALE < self.target:
            return
        finished = self._improve(window, self._left(window, self.target))
        if finished.complete:
            self.closed[window] = True

    def _lower(self, prices: Prices) -> Bounds:
        """Lower the ceiling of every window for which some prices prove a better bound, and keep the prices for it."""
        bounds = bound(self.problem, prices)
        for window in np.flatnonzero(bounds.windows < self.ceilings).tolist():
            self.ceilings[window] = bounds.windows[window]
            self.prices[window] = prices
        return bounds

    def _left(self, window: int, target: int) -> NDArray[np.bool_]:
        """Return the candidates of a window that could be on a team of at least `target` points."""
        bounds = bound(self.problem, self.prices[window])
        room = bounds.windows[window] - target * SCALE
        missing = bounds.seats[self.problem.seat, window] - bounds.values
        left: NDArray[np.bool_] = self.problem.serves[:, window] & (missing <= room)
        return left

    def _improve(self, window: int, among: NDArray[np.bool_]) -> Finished:
        """Ask CP-SAT for a team of a window and some candidates that would be news."""
        candidates = in_order(self.problem, np.flatnonzero(among))
        finished = finish(self.problem, candidates, window, self.target, self.watch, confirm=self.best is None)
        if finished.choice is not None:
            self.best, self.points = finished.choice, self.problem.score(finished.choice)
            self.progress(f"best so far {self.points:,} points, at most {self.ceiling:,}")
        return finished

    @property
    def ceiling(self) -> int:
        """No team has more points."""
        best = self.points if self.best is not None else NEVER
        return max(best, int(self.ceilings[~self.closed].max(initial=NEVER)) // SCALE)

    def break_ties(self, seed: int) -> None:
        """Choose, of the teams with the most points, the one that seed and content name: earliest window first."""
        self.progress(f"{self.points:,} points is the most there is; breaking ties")
        for window in np.flatnonzero(self.ceilings // SCALE >= self.points).tolist():
            if self.watch.over():
                return
            named = self._named(window, seed)
            if named.choice is not None:
                self.best = named.choice
            if not named.complete:
                return
            if named.choice is not None:
                self.tie_broken = True
                return

    def _named(self, window: int, seed: int) -> Finished:
        """Return, of the teams of a window with the most points, the one with the lowest sum of lots."""
        left = in_order(self.problem, np.flatnonzero(self._left(window, self.points)))
        costs = tie_costs(self.problem, left, seed)
        if len(left) <= _FEW:
            return finish(self.problem, left, window, self.points, self.watch, costs)
        # Many are tied: the same engine with the lots as the smallest part of the points.
        factor = len(self.problem.seats) << LOT_BITS
        tied = _Search(self.problem.restrict(left, np.array([window])).then(costs, factor), self.watch, lambda _: None)
        tied.prove()
        if tied.best is None:
            return Finished(None, complete=tied.proved)
        choice = Choice(window, tuple(int(left[place]) for place in tied.best.candidates))
        if self.problem.score(choice) < self.points:
            return Finished(None, complete=tied.proved)
        return Finished(choice, complete=tied.proved)

    def found(self) -> Found:
        """Return what is known."""
        stopped = "interrupt" if self.watch.interrupted.is_set() else "time"
        if self.best is None:
            if self.proved:
                return Found(Status.INFEASIBLE, None, None, None, None, tie_broken=True)
            return Found(Status.UNKNOWN, None, None, self.ceiling, stopped, tie_broken=False)
        status = Status.OPTIMAL if self.proved else Status.FEASIBLE
        ended = None if self.proved and self.tie_broken else stopped
        bound_ = self.points if self.proved else self.ceiling
        return Found(status, self.best, self.points, bound_, ended, tie_broken=self.tie_broken)


def _first_prices(problem: Problem) -> Prices:
    """Return half the first gain of every tally: a guess to find the first candidates by."""
    return tuple(
        np.full(len(tallies), max(0, *tallies.gains[:1], 0) * SCALE // 2, dtype=np.int64) for tallies in problem.tallies
    )


def _top(problem: Problem, values: NDArray[np.int64], among: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
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
