"""From what a search knows about its windows to the certificate that goes with the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from teamforge.certificate.format import FORMAT, Certificate, Price, ProofNode, ProofSplit, WindowProof, relation
from teamforge.certificate.lazy import LazyCertificate
from teamforge.errors import InternalError
from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Rows
from teamforge.search.bound import NEVER, SCALE, Prices, bound
from teamforge.search.enumerate import NearOptimal
from teamforge.search.outcome import SearchResult
from teamforge.search.proof import Closure
from teamforge.spec.dates import to_date
from teamforge.spec.status import Status, Stop


def certify(
    problem: Problem, points: int | None, proofs: Sequence[tuple[int, Prices]], closed: Mapping[int, Closure]
) -> Certificate:
    """
    Return the certificate of a search.

    Parameters
    ----------
    problem
        The compiled problem.
    points
        The points of the best team found; None if none was found.
    proofs
        The ceiling of each window, in units of 1/`SCALE` point, and the prices that prove it.
    closed
        Why windows with a higher ceiling than `points` hold no better team.
    """
    target = problem.least_points if points is None else points + 1
    writing = _Writing(problem, target)
    windows = []
    highest = points
    for place, (ceiling, prices) in enumerate(proofs):
        start = to_date(int(problem.starts[place]))
        if start is None:
            raise InternalError("a window has no date")
        most = None if ceiling == NEVER else ceiling // SCALE
        number = writing.number(prices)
        if most is None or most < target:
            windows.append(WindowProof(start=start, bound=most, prices=number, reason="bound"))
        elif place in closed:
            survivors = np.flatnonzero(bound(problem, prices).survivors(problem, place, target))
            proof = writing.node(closed[place], problem.restrict(survivors, np.array([place])), survivors)
            windows.append(WindowProof(start=start, bound=most, prices=number, reason=proof.reason, proof=proof))
        else:
            windows.append(WindowProof(start=start, bound=most, prices=number))
            highest = most if highest is None else max(highest, most)
    return Certificate(
        format=FORMAT,
        relation=relation(highest),
        scale=SCALE,
        prices=tuple(writing.lists),
        windows=tuple(windows),
    )


def of_choice(problem: Problem, found: SearchResult, choice: Choice | None) -> SearchResult:
    """
    Return what the prices of a search prove about a team that was chosen for more than its points.

    Without a choice a valid team was found, but it is better to have none.
    """
    points = None if choice is None else problem.score(choice)
    # Windows share prices: each set is used once.
    ceilings = {id(prices): bound(problem, prices).windows for prices in {id(p): p for p in found.prices}.values()}
    proofs = [(int(ceilings[id(prices)][place]), prices) for place, prices in enumerate(found.prices)]
    most = max(ceiling // SCALE for ceiling, _ in proofs)
    most = most if points is None else max(most, points)
    proved = most == points
    return replace(
        found,
        status=Status.UNKNOWN if choice is None else Status.OPTIMAL if proved else Status.FEASIBLE,
        choice=choice,
        points=points,
        bound=most,
        stopped=None if proved else Stop.CHOICE,
        certify=LazyCertificate(partial(certify, problem, points, proofs, {})),
    )


@dataclass(eq=False)
class _Writing:
    """The lists of prices written so far, and the target that every proof must stay below."""

    problem: Problem
    target: int
    lists: list[tuple[Price, ...]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)

    def number(self, prices: Prices) -> int:
        """Return the number that a set of prices has in the certificate."""
        if id(prices) not in self.numbers:
            self.numbers[id(prices)] = len(self.lists)
            self.lists.append(tuple(self._written(prices)))
        return self.numbers[id(prices)]

    def _written(self, prices: Prices) -> list[Price]:
        written = []
        for tallies, priced in zip(self.problem.tallies, prices, strict=True):
            written += [
                Price(tally=tallies.name, label=tallies.labels[number], price=price) for number, price in priced.items()
            ]
        return sorted(written, key=lambda price: (price.tally, isinstance(price.label, tuple), price.label))

    def node(self, closure: Closure, part: Problem, kept: Rows) -> ProofNode:
        """
        Return why a part of a window holds no better team, in the certificate's form.

        The search may have closed the part when it knew only a worse team: what is no longer needed is left out.
        """
        numbers: tuple[int, ...] = ()
        if closure.prices is not None:
            numbers = (self.number(closure.prices),)
            bounds = bound(part, closure.prices)
            if bounds.windows[0] // SCALE < self.target:
                return ProofNode(prices=numbers)
            survivors = np.flatnonzero(bounds.survivors(part, 0, self.target))
            part, kept = part.restrict(survivors, np.array([0])), kept[survivors]
        if closure.enumerated and closure.prices is not None:
            bounds = bound(part, closure.prices)
            count = NearOptimal(part, bounds).count(bounds.slack(0, self.target))
            return ProofNode(prices=numbers, enumerated=count)
        fork = closure.fork
        if fork is None:
            return ProofNode(prices=numbers, claimed=len(kept))
        found = np.flatnonzero(kept == fork.candidate)
        if not len(found):
            # The candidate no longer survives: only the side without is left, and its proof holds for fewer too.
            other = self.node(fork.excluded, part, kept)
            return other.model_copy(update={"prices": numbers + other.prices})
        fixed, stay = part.fixed(int(found[0]))
        others = np.flatnonzero(kept != fork.candidate)
        split = ProofSplit(
            seat=self.problem.seats[self.problem.seat[fork.candidate]],
            peer=str(self.problem.peer_ids[self.problem.peers[fork.candidate]]),
            included=self.node(fork.included, fixed, kept[stay]),
            excluded=self.node(fork.excluded, part.restrict(others, np.array([0])), kept[others]),
        )
        return ProofNode(prices=numbers, split=split)
