"""From what a search knows of its windows to the certificate that goes with the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from teamforge.certificate.format import Certificate, Node, Price, Split, WindowProof
from teamforge.errors import InternalError
from teamforge.problem import Choice, Problem
from teamforge.search import proof
from teamforge.search.bound import NEVER, SCALE, Prices, bound
from teamforge.search.enumerate import NearOptimal
from teamforge.search.outcome import SearchResult
from teamforge.spec.dates import to_date
from teamforge.spec.status import Status

__all__ = ["certify", "of_choice"]


def certify(
    problem: Problem, target: int, proofs: Sequence[tuple[int, Prices]], closed: dict[int, proof.Node]
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
            closing = writing.node(closed[place], problem.restrict(kept, np.array([place])), kept)
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
        stopped=None if proved else "choice",
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

    def node(self, node: proof.Node, part: Problem, kept: NDArray[np.intp]) -> Node:
        """
        Return why a part of a window holds no better team, as it is written.

        The search may have gone on where it knew only a worse team: what is not needed any more is left out.
        """
        numbers: tuple[int, ...] = ()
        if node.prices is not None:
            numbers = (self.number(node.prices),)
            bounds = bound(part, node.prices)
            if bounds.windows[0] // SCALE < self.target:
                return Node(prices=numbers)
            able = np.flatnonzero(bounds.survivors(part, 0, self.target))
            part, kept = part.restrict(able, np.array([0])), kept[able]
        split = node.split
        if node.enumerated and node.prices is not None:
            bounds = bound(part, node.prices)
            count = NearOptimal(part, bounds).count(bounds.slack(0, self.target))
            return Node(prices=numbers, enumerated=count)
        if split is None:
            return Node(prices=numbers, claimed=len(kept))
        found = np.flatnonzero(kept == split.candidate)
        if not len(found):
            # Let go by now: only the side without is left, and what was proved of it holds for fewer too.
            other = self.node(split.other, part, kept)
            return Node(prices=numbers + other.prices, split=other.split, claimed=other.claimed)
        seated, stay = part.seated(int(found[0]))
        others = np.flatnonzero(kept != split.candidate)
        written = Split(
            seat=self.problem.seats[self.problem.seat[split.candidate]],
            peer=str(self.problem.peer_ids[self.problem.peers[split.candidate]]),
            chosen=self.node(split.chosen, seated, kept[stay]),
            other=self.node(split.other, part.restrict(others, np.array([0])), kept[others]),
        )
        return Node(prices=numbers, split=written)
