"""From what a search knows of its windows to the certificate that goes with the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from teamforge.certificate.format import Certificate, Node, Price, Split, WindowProof
from teamforge.errors import InternalError
from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Rows
from teamforge.search.bound import NEVER, SCALE, Prices, bound
from teamforge.search.enumerate import NearOptimal
from teamforge.search.outcome import SearchResult
from teamforge.search.proof import Closure
from teamforge.spec.dates import to_date
from teamforge.spec.status import Status, Stop

__all__ = ["certify", "of_choice"]


def certify(
    problem: Problem, target: int, proofs: Sequence[tuple[int, Prices]], closed: dict[int, Closure]
) -> Certificate:
    """
    Return the certificate of a search.

    Parameters
    ----------
    target
        The fewest points of a team that would be better than the best found.
    proofs
        Of each window its ceiling, in units of 1/`SCALE` point, and the prices that prove it.
    closed
        How the windows are closed whose ceiling is not below the target.
    """
    writing = _Writing(problem, target)
    windows = []
    for place, (ceiling, prices) in enumerate(proofs):
        start = to_date(int(problem.starts[place]))
        if start is None:
            raise InternalError("a window has no date")
        number = writing.number(prices)
        closing = None
        if place in closed and ceiling // SCALE >= target:
            kept = np.flatnonzero(bound(problem, prices).survivors(problem, place, target))
            closing = writing.step(closed[place], problem.restrict(kept, np.array([place])), kept)
        points = None if ceiling == NEVER else ceiling // SCALE
        windows.append(WindowProof(start=start, bound=points, prices=number, proof=closing))
    return Certificate(scale=SCALE, prices=tuple(writing.lists), windows=tuple(windows))


def of_choice(problem: Problem, found: SearchResult, choice: Choice) -> SearchResult:
    """Return what is known of a team that was not chosen for its points alone: what the prices of a search prove."""
    points = problem.score(choice)
    # Windows share prices: what those prove is worked out once.
    proved_by = {id(prices): bound(problem, prices).windows for prices in {id(p): p for p in found.prices}.values()}
    proofs = [(int(proved_by[id(prices)][place]), prices) for place, prices in enumerate(found.prices)]
    most = max([points, *(ceiling // SCALE for ceiling, _ in proofs)])
    proved = most == points
    return replace(
        found,
        status=Status.OPTIMAL if proved else Status.FEASIBLE,
        choice=choice,
        points=points,
        bound=most,
        stopped=None if proved else Stop.CHOICE,
        certificate=certify(problem, points + 1, proofs, {}),
    )


@dataclass(eq=False)
class _Writing:
    """The lists of prices written so far, and where a proof may end."""

    problem: Problem
    target: int
    lists: list[tuple[Price, ...]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)

    def number(self, prices: Prices) -> int:
        """Return the number of some prices in the certificate."""
        if id(prices) not in self.numbers:
            self.numbers[id(prices)] = len(self.lists)
            self.lists.append(tuple(self._written(prices)))
        return self.numbers[id(prices)]

    def _written(self, prices: Prices) -> list[Price]:
        written = []
        for tallies, priced in zip(self.problem.tallies, prices, strict=True):
            written += [
                Price(tally=tallies.name, of=tallies.labels[number], price=price) for number, price in priced.items()
            ]
        return sorted(written, key=lambda price: (price.tally, isinstance(price.of, tuple), price.of))

    def step(self, closure: Closure, part: Problem, kept: Rows) -> Node:
        """
        Return why a part of a window holds no better team, as it is written.

        The search may have closed the part when it knew only a worse team: what is no longer needed is left out.
        """
        numbers: tuple[int, ...] = ()
        if closure.prices is not None:
            numbers = (self.number(closure.prices),)
            bounds = bound(part, closure.prices)
            if bounds.windows[0] // SCALE < self.target:
                return Node(prices=numbers)
            survivors = np.flatnonzero(bounds.survivors(part, 0, self.target))
            part, kept = part.restrict(survivors, np.array([0])), kept[survivors]
        if closure.enumerated and closure.prices is not None:
            bounds = bound(part, closure.prices)
            count = NearOptimal(part, bounds).count(bounds.slack(0, self.target))
            return Node(prices=numbers, enumerated=count)
        fork = closure.fork
        if fork is None:
            return Node(prices=numbers, claimed=len(kept))
        found = np.flatnonzero(kept == fork.candidate)
        if not len(found):
            # The candidate is no survivor now: only the side without is left, and its proof holds for fewer too.
            other = self.step(fork.excluded, part, kept)
            return Node(prices=numbers + other.prices, split=other.split, claimed=other.claimed)
        fixed, stay = part.fixed(int(found[0]))
        others = np.flatnonzero(kept != fork.candidate)
        split = Split(
            seat=self.problem.seats[self.problem.seat[fork.candidate]],
            peer=str(self.problem.peer_ids[self.problem.peers[fork.candidate]]),
            chosen=self.step(fork.included, fixed, kept[stay]),
            other=self.step(fork.excluded, part.restrict(others, np.array([0])), kept[others]),
        )
        return Node(prices=numbers, split=split)
