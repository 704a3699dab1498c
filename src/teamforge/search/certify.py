"""From what a search knows of its windows to the certificate that goes with the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from teamforge.certificate import Certificate, Node, Price, Split, WindowProof
from teamforge.dates import to_date
from teamforge.errors import InternalError
from teamforge.problem import Problem
from teamforge.search import proof
from teamforge.search.bound import NEVER, SCALE, Prices, bound

__all__ = ["certify"]


def certify(
    problem: Problem, target: int, proofs: Sequence[tuple[int, Prices]], rests: dict[int, proof.Node]
) -> Certificate:
    """
    Return the certificate of a search.

    Parameters
    ----------
    target
        The fewest points of a team that would be better than the best found.
    proofs
        Of each window its ceiling, in units of 1/`SCALE` point, and the prices that prove it.
    rests
        How the windows are closed whose ceiling is not below the target.
    """
    writing = _Writing(problem)
    windows = []
    for place, (ceiling, prices) in enumerate(proofs):
        start = to_date(int(problem.starts[place]))
        if start is None:
            raise InternalError("a window has no date")
        rest = None
        if place in rests and ceiling // SCALE >= target:
            left = bound(problem, prices).within(problem, place, target)
            rest = writing.node(rests[place], int(left.sum()))
        points = None if ceiling == NEVER else ceiling // SCALE
        windows.append(WindowProof(start=start, bound=points, prices=writing.number(prices), rest=rest))
    return Certificate(scale=SCALE, prices=tuple(writing.lists), windows=tuple(windows))


@dataclass(eq=False)
class _Writing:
    """The lists of prices written so far."""

    problem: Problem
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
                Price(tally=tallies.name, of=tallies.labels[number], price=price)
                for number, price in priced.items()
                if price
            ]
        return sorted(written, key=lambda price: (price.tally, isinstance(price.of, tuple), price.of))

    def node(self, node: proof.Node, left: int) -> Node:
        """Return a node as it is written, and all below."""
        return Node(
            prices=None if node.prices is None else self.number(node.prices),
            split=None if node.split is None else self._split(node.split, left),
            claimed=left if node.claimed else None,
        )

    def _split(self, split: proof.Split, left: int) -> Split:
        peer = str(self.problem.peer_ids[self.problem.peers[split.candidate]])
        seat = self.problem.seats[self.problem.seat[split.candidate]]
        return Split(seat=seat, peer=peer, chosen=self.node(split.chosen, left), other=self.node(split.other, left))
