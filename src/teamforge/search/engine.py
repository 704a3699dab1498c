"""
The search: price, bound, fix, finish (DESIGN.md section 3).

Windows are taken best bound first. In each, prices come from the linear relaxation of a few candidates to which
those are added that the prices show could help; the bounds that the prices prove, an exact pass over everybody,
drop windows and candidates that no better team can have. What is left is closed by branching, each side with prices
of its own, and by CP-SAT where that takes too long.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from teamforge.errors import InternalError
from teamforge.problem import Choice, Problem
from teamforge.search.bound import NEVER, SCALE, Bounds, Prices, bound, no_prices
from teamforge.search.branch import branch
from teamforge.search.budget import Budget, Limits, Progress
from teamforge.search.certify import certify
from teamforge.search.enumerate import NearOptimal, TooManyError
from teamforge.search.outcome import SearchResult
from teamforge.search.pricing import FIRST, Pricing, chosen_of, empty_seat, first_prices, top
from teamforge.search.proof import Node
from teamforge.search.ties import LOT_BITS, in_order, tie_costs
from teamforge.spec.status import Status

__all__ = ["search"]

_FEW = 400
"""So many candidates CP-SAT can choose from at once."""
_PARTIALS = 50_000
"""So many teams, but for a seat, near a bound are enumerated."""
_NEAREST = 8 * SCALE
"""What the nearest of them lose at the most; then four times as much, and so on."""
_NODES_TO_FIND = 25
"""Relaxations that are solved at the most to find a good team among the candidates that were priced."""
_NODES_TO_CLOSE = 150
"""Relaxations that are solved at the most to close what is left of a window."""


def search(
    problem: Problem, limits: Limits, progress: Progress | None = None, budget: Budget | None = None
) -> SearchResult:
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
    budget
        The running clock, where the time began before the search did.

    Returns
    -------
    SearchResult
        `optimal` only if bound and points, recomputed in integers, are equal.

    Raises
    ------
    InternalError
        If the solver contradicts itself or our arithmetic.
    """
    run = _Search(problem, budget or Budget.start(limits.seconds), progress or (lambda _line: None))
    try:
        run.prove()
        if limits.seed is None:
            run.tie_broken = run.proved
        elif run.proved and run.best is not None:
            with run.budget.timing("ties"):
                run.break_ties(limits.seed)
    except KeyboardInterrupt:
        if run.budget.interrupted.is_set():
            raise
        run.budget.interrupted.set()
    return run.found()


@dataclass(eq=False)
class _Search:
    """What is known so far; every step makes it better."""

    problem: Problem
    budget: Budget
    progress: Progress
    best: Choice | None = None
    points: int = 0
    tie_broken: bool = False
    proofs: list[tuple[int, Prices]] = field(init=False)
    """Of each window its ceiling, in units of 1/`SCALE` point, and the prices that prove it."""
    closed: dict[int, Node] = field(default_factory=dict)
    """The windows that are closed in another way than by their ceiling, and how."""

    def __post_init__(self) -> None:
        self.least = self.problem.least_points
        self.proofs = [(-NEVER, no_prices(self.problem))] * len(self.problem.starts)
        self._lower(no_prices(self.problem))

    @property
    def target(self) -> int:
        """The fewest points of a team that would be news."""
        return self.points + 1 if self.best is not None else self.least

    @property
    def ceilings(self) -> NDArray[np.int64]:
        """Of each window: no team has more points, in units of 1/`SCALE`."""
        return np.array([ceiling for ceiling, _ in self.proofs], dtype=np.int64)

    @property
    def open(self) -> NDArray[np.bool_]:
        """The windows that may hold such a team."""
        open_: NDArray[np.bool_] = self.ceilings // SCALE >= self.target
        open_[list(self.closed)] = False
        return open_

    @property
    def proved(self) -> bool:
        """Whether no window may hold such a team."""
        return not self.open.any()

    def prove(self) -> None:
        """Close every window, best bound first."""
        first = self._lower(first_prices(self.problem))
        columns = np.zeros(len(self.problem), dtype=np.bool_)
        while (open_ := self.open).any() and not self.budget.over():
            window = int(np.argmax(np.where(open_, self.ceilings, NEVER)))
            columns |= top(self.problem, first.values, self.problem.serves[:, window], FIRST)
            self._close(window, columns)

    def _close(self, window: int, columns: NDArray[np.bool_]) -> None:
        """Prove the best of a window, or that it holds nothing better."""
        cost = empty_seat(int(self.ceilings.max()) // SCALE, self.problem)
        pricing = Pricing(self.problem, window, columns, cost, self.budget)
        shares = pricing.run(self._lower, lambda: not self.open[window])
        if not self.open[window] or self.budget.over():
            return
        with self.budget.timing("finish"):
            places = chosen_of(shares)
            if places is not None and self.problem.holds(Choice(window, places)):
                self._take(Choice(window, places))
            if self.open[window]:
                self._enumerate(window)
            if self.open[window]:
                self._find(window, columns & self.problem.serves[:, window])
            if self.open[window]:
                self._finish(window)

    def _lower(self, prices: Prices) -> Bounds:
        """Lower the ceiling of every window for which some prices prove a better bound, and keep the prices for it."""
        with self.budget.timing("bound"):
            bounds = bound(self.problem, prices)
        for window in np.flatnonzero(bounds.windows < self.ceilings).tolist():
            ceiling = int(bounds.windows[window])
            # What closed a window builds on the prices that it had: others would keep other candidates.
            if window not in self.closed or ceiling // SCALE < self.target:
                self.proofs[window] = ceiling, prices
        return bounds

    def _enumerate(self, window: int) -> None:
        """Enumerate the teams near the bound of a window, nearest first, as long as they are few."""
        ceiling, prices = self.proofs[window]
        slack, needed = -1, ceiling - self.target * SCALE
        while slack < needed and not self.budget.over():
            slack = min(max(_NEAREST, 4 * slack), needed)
            left = np.flatnonzero(self._survivors(window, -((slack - ceiling) // SCALE)))
            part = self.problem.restrict(left, np.array([window]))
            try:
                choice = NearOptimal(part, bound(part, prices)).best(slack, self.target, _PARTIALS)
            except TooManyError:
                return
            if choice is not None:
                self._take(Choice(window, tuple(left[list(choice.candidates)].tolist())))
                needed = ceiling - self.target * SCALE
        if slack >= needed:
            self.closed[window] = Node(prices, enumerated=True)

    def _find(self, window: int, among: NDArray[np.bool_]) -> None:
        """Find a good team among the candidates that were priced."""
        candidates = in_order(self.problem, np.flatnonzero(among))
        branched = branch(self.problem, candidates, window, self.target, _NODES_TO_FIND, self.budget)
        self._take(branched.choice)
        if branched.node is None and branched.choice is None:
            self._ask(window, candidates)

    def _finish(self, window: int) -> None:
        """Close what is left of a window: by branching or, where that takes too long, by CP-SAT."""
        left = in_order(self.problem, np.flatnonzero(self._survivors(window, self.target)))
        branched = branch(self.problem, left, window, self.target, _NODES_TO_CLOSE, self.budget)
        self._take(branched.choice)
        if branched.node is not None:
            self.closed[window] = branched.node
        elif self.open[window] and not self.budget.over():
            left = in_order(self.problem, np.flatnonzero(self._survivors(window, self.target)))
            if self._ask(window, left):
                self.closed[window] = Node(None)

    def _survivors(self, window: int, target: int) -> NDArray[np.bool_]:
        """Return the candidates of a window that could be on a team of at least `target` points."""
        return bound(self.problem, self.proofs[window][1]).survivors(self.problem, window, target)

    def _ask(self, window: int, candidates: NDArray[np.intp]) -> bool:
        """Ask CP-SAT for a better team of a window and some candidates; return whether it claims to know the best."""
        from teamforge.search.finish import finish  # noqa: PLC0415 -- CP-SAT is slow to import and seldom needed

        finished = finish(self.problem, candidates, window, self.target, self.budget, confirm=self.best is None)
        self._take(finished.choice)
        return finished.complete

    def _take(self, choice: Choice | None) -> None:
        """Keep a team if it is better than the best so far."""
        if choice is None or (points := self.problem.score(choice)) < self.target:
            return
        self.best, self.points = choice, points
        self.progress(f"best so far {self.points:,} points, at most {self.ceiling:,}")

    @property
    def ceiling(self) -> int:
        """No team has more points."""
        best = self.points if self.best is not None else NEVER
        return max(best, int(self.ceilings[self.open].max(initial=NEVER)) // SCALE)

    def break_ties(self, seed: int) -> None:
        """Choose, of the teams with the most points, the one that seed and content name: earliest window first."""
        self.progress(f"{self.points:,} points is the most there is; breaking ties")
        for window in np.flatnonzero(self.ceilings // SCALE >= self.points).tolist():
            if self.budget.over():
                return
            named, complete = self._named(window, seed)
            if named is not None:
                if self.problem.score(named) != self.points:
                    raise InternalError("a team was found that the bounds ruled out")
                self.best = named
            if not complete:
                return
            if named is not None:
                self.tie_broken = True
                return

    def _named(self, window: int, seed: int) -> tuple[Choice | None, bool]:
        """Return, of the teams of a window with the most points, the one with the lowest sum of lots; and if proved."""
        left = in_order(self.problem, np.flatnonzero(self._survivors(window, self.points)))
        if self.best is not None and window == self.best.window and set(left.tolist()) == set(self.best.candidates):
            return self.best, True  # nobody else is in question
        costs = tie_costs(self.problem, left, seed)
        ceiling, prices = self.proofs[window]
        part = self.problem.restrict(left, np.array([window]))
        try:
            near = NearOptimal(part, bound(part, prices), costs).cheapest(
                ceiling - self.points * SCALE, self.points, _PARTIALS
            )
        except TooManyError:
            pass
        else:
            return near and Choice(window, tuple(left[list(near.candidates)].tolist())), True
        if len(left) <= _FEW:
            from teamforge.search.finish import finish  # noqa: PLC0415 -- CP-SAT is slow to import and seldom needed

            finished = finish(self.problem, left, window, self.points, self.budget, costs)
            return finished.choice, finished.complete
        # Many are tied: the same engine with the lots as the smallest part of the points.
        factor = len(self.problem.seats) << LOT_BITS
        budget = replace(self.budget, seconds={})
        tied = _Search(part.then(costs, factor), budget, lambda _: None)
        tied.prove()
        if tied.best is None:
            return None, tied.proved
        choice = Choice(window, tuple(int(left[place]) for place in tied.best.candidates))
        return (choice if self.problem.score(choice) == self.points else None), tied.proved

    def found(self) -> SearchResult:
        """Return what is known."""
        stopped = "interrupt" if self.budget.interrupted.is_set() else "time"
        certificate = certify(self.problem, self.target, self.proofs, self.closed)
        status: Status = Status.UNKNOWN
        ended: str | None = stopped
        if self.proved:
            status = Status.INFEASIBLE if self.best is None else Status.OPTIMAL
            ended = None if self.best is None or self.tie_broken else stopped
        elif self.best is not None:
            status = Status.FEASIBLE
        infeasible = status is Status.INFEASIBLE
        return SearchResult(
            status,
            self.best,
            None if self.best is None else self.points,
            None if infeasible else self.ceiling,
            ended,
            tie_broken=infeasible or self.tie_broken,
            certificate=certificate,
            prices=tuple(prices for _, prices in self.proofs),
            seconds=dict(self.budget.seconds),
        )
