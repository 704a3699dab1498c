"""
Is no team better? A certificate is checked against the compiled problem, in exact integers.

The search used the same formula to find the team, but nothing here is shared with it: every bound is computed again,
from the prices in the certificate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from teamforge.certificate.bounds import PriceBounds
from teamforge.certificate.format import (
    FORMAT,
    Certificate,
    Price,
    ProofNode,
    ProofSplit,
    Reason,
    WindowProof,
    relation,
)
from teamforge.certificate.teams import better_team, partials_of
from teamforge.certificate.work import STEP, TooLongError, Work
from teamforge.problem import Label, Problem
from teamforge.spec.dates import day_number

_LARGEST = 1 << 40
"""No price of a true certificate comes near it, and below it no sum of a candidate's prices overflows 64 bits."""

_MOST_TEAMS = 1_000_000
"""At most this many partial teams are enumerated at once."""

_PRICED = 1 << 3
"""Units of work for pricing a candidate, and how many of its tallies one unit is enough for."""


@dataclass(frozen=True, slots=True)
class Claim:
    """
    A step that is taken on trust.

    Parameters
    ----------
    start
        The first day of the window.
    left
        The number of candidates. CP-SAT claims that they form no better team.
    most
        The proved bound: no team of the window has more points.
    unchecked
        Whether the certificate has a proof of it that is too much work to check: it then counts as a claim.
    """

    start: date
    left: int
    most: int
    unchecked: bool = False


@dataclass(eq=False)
class Proof:
    """
    What a certificate proves.

    Attributes
    ----------
    by_bound
        The number of windows that their bound alone closes.
    by_branching
        The number of windows that further steps close.
    steps
        The number of bounds in these further steps.
    enumerated
        The number of partial teams that were enumerated.
    claims
        What is claimed, not proved.
    open
        For each window that nothing closes, its first day and the most points that a team in it could have.
    faults
        Where the certificate is wrong.
    """

    by_bound: int = 0
    by_branching: int = 0
    steps: int = 0
    enumerated: int = 0
    claims: list[Claim] = field(default_factory=list)
    open: list[tuple[date, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def check_certificate(
    problem: Problem, certificate: Certificate, points: int | None, work: Work | None = None
) -> Proof:
    """
    Return what a certificate proves about a problem.

    Parameters
    ----------
    problem
        The problem, compiled from pool and challenge.
    certificate
        The certificate, written by anybody.
    points
        The points of the team found; None if none was found, and the certificate must show that there is none.
    work
        How much work the check may take. Windows for which it is not enough are claims, whatever the certificate says.
    """
    proof = Proof()
    proof.faults += _unsound(certificate)
    starts = [day_number(window.start) for window in certificate.windows]
    if starts != problem.starts.tolist():
        proof.faults.append("certificate: its windows are not the valid windows of the challenge")
    if not proof.faults:
        target = problem.least_points if points is None else points + 1
        _CertificateCheck(problem, certificate, target, proof, work or Work()).windows()
        proved = relation(max((most for _, most in proof.open), default=points))
        if certificate.relation != proved:
            proof.faults.append(f"certificate: what it proves is that {proved}")
    return proof


def _unsound(certificate: Certificate) -> list[str]:
    """Return what is wrong with a certificate on its own."""
    faults = []
    if certificate.format != FORMAT:
        faults.append(f"certificate: its format is not {FORMAT}")
    if not 1 <= certificate.scale <= 1 << 20:
        faults.append("certificate: the scale is not from 1 to 1,048,576")
    if any(abs(price.price) > _LARGEST for prices in certificate.prices for price in prices):
        faults.append(f"certificate: a price is beyond {_LARGEST:,}")
    used = [window.prices for window in certificate.windows]
    used += [number for node in certificate.nodes() for number in node.prices]
    if not all(0 <= number < len(certificate.prices) for number in used):
        faults.append("certificate: a list of prices is named that is not there")
    if any(len(set(node.prices)) < len(node.prices) for node in certificate.nodes()):
        faults.append("certificate: a step names a list of prices twice, which proves nothing more")
    if set(range(len(certificate.prices))) - set(used):
        faults.append("certificate: a list of prices is there that nothing names")
    return faults


class _CertificateCheck:
    """One problem and one certificate; what is found goes into the proof."""

    def __init__(self, problem: Problem, certificate: Certificate, target: int, proof: Proof, work: Work) -> None:
        self.problem, self.certificate, self.target, self.proof = problem, certificate, target, proof
        self._work = work
        self._families: dict[str, list[tuple[int, dict[Label, int]]]] = {}
        for family, tallies in enumerate(problem.tallies):
            self._families.setdefault(tallies.name, []).append((family, {}))
        self._seats = {seat: place for place, seat in enumerate(problem.seats)}
        self._lists = [self._numbered(prices) for prices in certificate.prices]

    def windows(self) -> None:
        """Check every window, those that share prices together: the bounds of a large pool are large."""
        named: dict[int, list[int]] = {}
        for place, window in enumerate(self.certificate.windows):
            named.setdefault(window.prices, []).append(place)
        for number, places in named.items():
            bounds = self._affordable(number, places)
            for place in places:
                window = self.certificate.windows[place]
                if bounds is None:
                    self._unchecked(place, window)
                else:
                    self._window(place, window, bounds)
        self.proof.open.sort()
        self.proof.claims.sort(key=lambda claim: claim.start)

    def _affordable(self, number: int, places: Sequence[int]) -> PriceBounds | None:
        """Return what a list of prices proves about windows; None if working it out would be too much work."""
        try:
            self._spend(self.problem)
        except TooLongError:
            return None
        return self._bounds(self.problem, number, places)

    def _unchecked(self, place: int, window: WindowProof) -> None:
        """Report what prices of 0 prove about a window; the rest of what the certificate says about it is a claim."""
        highest = self._unpriced.highest(place)
        if highest is None or highest < self.target:
            self.proof.by_bound += 1
        elif window.reason is None:
            self.proof.open.append((window.start, highest))
        else:
            left = len(self._unpriced.survivors(place, self.target))
            self.proof.claims.append(Claim(window.start, left, highest, unchecked=True))

    @cached_property
    def _unpriced(self) -> PriceBounds:
        return PriceBounds(self.problem, [{} for _ in self.problem.tallies], self.certificate.scale)

    def _window(self, place: int, window: WindowProof, bounds: PriceBounds) -> None:
        """Check a window, and how it is closed."""
        reason = self._closed(place, window, bounds)
        if window.reason != reason:
            self._fault(f"window {window.start} is {f'closed by {reason!r}' if reason else 'open'}")

    def _closed(self, place: int, window: WindowProof, bounds: PriceBounds) -> Reason | None:
        """Return how a window is closed; None if it is open."""
        highest = bounds.highest(place)
        if window.bound != highest:
            is_ = "no team at all" if highest is None else f"at most {highest:,} points"
            self._fault(f"window {window.start} has {is_} by its prices")
        if highest is None or highest < self.target:
            self.proof.by_bound += 1
            if window.proof is not None:
                self._fault(f"window {window.start} needs no further proof")
            return "bound"
        if window.proof is None:
            self.proof.open.append((window.start, highest))
            return None
        before = len(self.proof.faults), len(self.proof.claims)
        survivors = bounds.survivors(place, self.target)
        try:
            self._work.spend(STEP + len(self.problem))
            part = self.problem.restrict(survivors, np.array([place]))
            self._node(window.start, highest, part, window.proof)
        except TooLongError:
            self.proof.claims.append(Claim(window.start, len(survivors), highest, unchecked=True))
        if (len(self.proof.faults), len(self.proof.claims)) == before:
            self.proof.by_branching += 1
        return window.proof.reason

    def _node(self, start: date, most: int, part: Problem, node: ProofNode) -> None:
        """Check that the candidates of a part of one window are on no better team."""
        closers = [each for each in (node.split, node.enumerated, node.claimed) if each is not None]
        bounds = None
        for place, number in enumerate(node.prices):
            self.proof.steps += 1
            self._spend(part)
            bounds = self._bounds(part, number)
            highest = bounds.highest(0)
            if highest is None or highest < self.target:
                if closers or place + 1 < len(node.prices):
                    self._fault(f"a step of window {start} needs no further proof")
                return
            part = part.restrict(bounds.survivors(0, self.target), np.array([0]))
        if len(closers) != 1:
            self._fault(f"a step of window {start} proves nothing, or more than one thing")
        elif node.split is not None:
            self._split(start, most, part, node.split)
        elif node.claimed is not None:
            if node.claimed != len(part):
                self._fault(f"{len(part)} candidates survive in window {start}")
            self.proof.claims.append(Claim(start, len(part), most))
        elif not node.prices:
            self._fault(f"a step of window {start} enumerates teams without prices")
        elif node.enumerated is not None:
            self._enumerate(start, self._bounds(part, node.prices[-1]), node.enumerated)

    def _enumerate(self, start: date, bounds: PriceBounds, count: int) -> None:
        """Check that there are `count` partial teams, and that none of them is part of a better team."""
        slack = bounds.slack(0, self.target)
        found = None
        if count <= _MOST_TEAMS:
            found = partials_of(bounds.candidates(0, self._work), slack, count, self._work)
        if found is None:
            self._fault(f"another number of teams is to be enumerated in window {start}")
            return
        self.proof.enumerated += count
        if better_team(bounds.problem, *found, self.target, self._work):
            self._fault(f"there is a better team in window {start}")

    def _split(self, start: date, most: int, part: Problem, split: ProofSplit) -> None:
        """Check both sides of a split."""
        self._spend(part)
        this = (part.seat == self._seats.get(split.seat, -1)) & (part.peer_ids[part.peers] == split.peer)
        if not this.any():
            self._fault(f"a step of window {start} splits by somebody who does not survive")
            return
        self._node(start, most, part.fixed(int(np.argmax(this)))[0], split.included)
        self._node(start, most, part.restrict(np.flatnonzero(~this), np.array([0])), split.excluded)

    def _bounds(self, part: Problem, number: int, windows: Sequence[int] | None = None) -> PriceBounds:
        return PriceBounds(part, self._lists[number], self.certificate.scale, windows)

    def _spend(self, part: Problem) -> None:
        """Spend the work of pricing candidates, each in every tally that they are in."""
        places = sum(len(tallies.members) for tallies in part.tallies)
        self._work.spend(STEP + _PRICED * len(part) + places // _PRICED)

    def _fault(self, text: str) -> None:
        self.proof.faults.append(f"certificate: {text}")

    def _numbered(self, prices: Sequence[Price]) -> list[dict[int, int]]:
        """Return prices by family and number; a price of a tally that does not exist is a fault."""
        numbered: list[dict[int, int]] = [{} for _ in self.problem.tallies]
        for price in prices:
            found = [(family, number) for family, number in self._places(price) if number is not None]
            if len(found) != 1 or found[0][1] in numbered[found[0][0]]:
                self._fault(f"a price of {price.tally} is of no tally, or not of one alone")
            else:
                numbered[found[0][0]][found[0][1]] = price.price
        return numbered

    def _places(self, price: Price) -> list[tuple[int, int | None]]:
        """Return each family of a price's name, and the number of its label there."""
        places = []
        for family, numbers in self._families.get(price.tally, []):
            if not numbers:
                labels = self.problem.tallies[family].labels.tolist()
                numbers.update({label: number for number, label in enumerate(labels)})
            places.append((family, numbers.get(price.label)))
        return places
