"""
Is no team better? A certificate held against the compiled problem, in exact integers.

For prices π, a tally each, no team of window w has more points than

    constant + window_w + Σ_tallies max_j(Σ_{k≤j} g_k − π·j) + Σ_seats max_{candidates that serve in w}(points + Σπ)

with j within the tally's bounds and an optional seat at least 0 (DESIGN.md section 3). Nothing here is shared with the
search, which used the same formula to find the team: each bound is worked out anew from the prices written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from teamforge.certificate.format import Certificate, Node, Price, Split
from teamforge.certificate.teams import NOBODY, Candidates, better_team, partials_of, undominated_of
from teamforge.problem import Label, Problem, Tallies
from teamforge.problem.arrays import Rows
from teamforge.spec.dates import day_number

__all__ = ["Claim", "Proof", "check_certificate"]

_LARGEST = 1 << 40
"""No price of a true certificate comes near it, and below it no sum of a candidate's prices overflows 64 bits."""

_MOST_TEAMS = 1_000_000
"""More are not enumerated."""


@dataclass(frozen=True, slots=True)
class Claim:
    """
    What CP-SAT is to be believed.

    Parameters
    ----------
    start
        The first day of the window.
    left
        Among how many candidates there is no better team.
    """

    start: date
    left: int


@dataclass(eq=False)
class Proof:
    """
    What a certificate proves.

    Attributes
    ----------
    by_bound
        The windows whose bound alone shows that they hold no better team.
    by_branching
        Those that were closed by further steps.
    steps
        How many bounds were worked out in these further steps.
    enumerated
        How many partial teams were enumerated.
    claims
        What is not proved but claimed.
    open
        Of each window that nothing closes the first day, and the most points a team in it could have.
    faults
        Where the certificate is not true.
    """

    by_bound: int = 0
    by_branching: int = 0
    steps: int = 0
    enumerated: int = 0
    claims: list[Claim] = field(default_factory=list)
    open: list[tuple[date, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def check_certificate(problem: Problem, certificate: Certificate, points: int | None) -> Proof:
    """
    Return what a certificate proves of a problem.

    Parameters
    ----------
    problem
        Compiled from pool and challenge.
    certificate
        As it was written down, by whomever.
    points
        Of the team found; None where none was found, and the certificate is to show that there is none.
    """
    proof = Proof()
    proof.faults += _unsound(certificate)
    starts = [day_number(window.start) for window in certificate.windows]
    if starts != problem.starts.tolist():
        proof.faults.append("certificate: its windows are not the valid windows of the challenge")
    if not proof.faults:
        target = problem.least_points if points is None else points + 1
        _Checking(problem, certificate, target, proof).windows()
    return proof


def _unsound(certificate: Certificate) -> list[str]:
    """Return what is wrong with a certificate by itself."""
    faults = []
    if not 1 <= certificate.scale <= 1 << 20:
        faults.append("certificate: the scale is not from 1 to 1,048,576")
    if any(abs(price.price) > _LARGEST for prices in certificate.prices for price in prices):
        faults.append(f"certificate: a price is beyond {_LARGEST:,}")
    used = [window.prices for window in certificate.windows]
    used += [number for node in certificate.nodes() for number in node.prices]
    if not all(0 <= number < len(certificate.prices) for number in used):
        faults.append("certificate: a list of prices is named that is not there")
    if set(range(len(certificate.prices))) - set(used):
        faults.append("certificate: a list of prices is there that nothing names")
    return faults


class _Checking:
    """One problem and one certificate; what is found goes into the proof."""

    def __init__(self, problem: Problem, certificate: Certificate, target: int, proof: Proof) -> None:
        self.problem, self.certificate, self.target, self.proof = problem, certificate, target, proof
        self._families: dict[str, list[tuple[int, dict[Label, int]]]] = {}
        for family, tallies in enumerate(problem.tallies):
            self._families.setdefault(tallies.name, []).append((family, {}))
        self._seats = {seat: place for place, seat in enumerate(problem.seats)}
        self._lists = [self._numbered(prices) for prices in certificate.prices]

    def windows(self) -> None:
        """Check every window."""
        proved: dict[int, _Bounds] = {}
        for place, window in enumerate(self.certificate.windows):
            if window.prices not in proved:
                proved = {window.prices: _Bounds(self.problem, self._lists[window.prices], self.certificate.scale)}
            bounds = proved[window.prices]
            highest = bounds.highest(place)
            if window.bound != highest:
                is_ = "no team at all" if highest is None else f"at most {highest:,} points"
                self.proof.faults.append(f"certificate: window {window.start} has {is_} by its prices")
            if highest is None or highest < self.target:
                self.proof.by_bound += 1
                if window.proof is not None:
                    self.proof.faults.append(f"certificate: window {window.start} needs no further proof")
            elif window.proof is None:
                self.proof.open.append((window.start, highest))
            else:
                self._proof(window.start, place, window.proof, bounds.able(place, self.target))

    def _proof(self, start: date, place: int, node: Node, kept: Rows) -> None:
        """Check what closes a window that its bound does not close."""
        before = len(self.proof.faults), len(self.proof.claims)
        self._node(start, self.problem.restrict(kept, np.array([place])), node)
        if (len(self.proof.faults), len(self.proof.claims)) == before:
            self.proof.by_branching += 1

    def _node(self, start: date, part: Problem, node: Node) -> None:
        """Check that the candidates of a part of one window hold no better team."""
        for place, number in enumerate(node.prices):
            self.proof.steps += 1
            bounds = _Bounds(part, self._lists[number], self.certificate.scale)
            highest = bounds.highest(0)
            if highest is None or highest < self.target:
                if (place + 1, *_beyond(node)) != (len(node.prices), None, None, None):
                    self.proof.faults.append(f"certificate: a step of window {start} needs no further proof")
                return
            part = part.restrict(bounds.able(0, self.target), np.array([0]))
        if sum(each is not None for each in _beyond(node)) != 1:
            self.proof.faults.append(f"certificate: a step of window {start} proves nothing, or more than one thing")
        elif node.split is not None:
            self._split(start, part, node.split)
        elif node.claimed is not None:
            if node.claimed != len(part):
                self.proof.faults.append(f"certificate: {len(part)} candidates are left in window {start}")
            self.proof.claims.append(Claim(start, len(part)))
        elif not node.prices:
            self.proof.faults.append(f"certificate: a step of window {start} enumerates teams without prices")
        elif node.enumerated is not None:
            self._enumerate(start, _Bounds(part, self._lists[node.prices[-1]], self.certificate.scale), node.enumerated)

    def _enumerate(self, start: date, bounds: _Bounds, count: int) -> None:
        """Check that there are so many partial teams, and that none of them makes a better one."""
        slack = bounds.slack(0, self.target)
        found = partials_of(bounds.candidates(0), slack, count) if count <= _MOST_TEAMS else None
        if found is None:
            self.proof.faults.append(f"certificate: another number of teams is to be enumerated in window {start}")
            return
        self.proof.enumerated += count
        if better_team(bounds.problem, *found, self.target):
            self.proof.faults.append(f"certificate: there is a better team in window {start}")

    def _split(self, start: date, part: Problem, split: Split) -> None:
        this = (part.seat == self._seats.get(split.seat, -1)) & (part.peer_ids[part.peers] == split.peer)
        if not this.any():
            self.proof.faults.append(f"certificate: a step of window {start} splits by somebody who is not in question")
            return
        self._node(start, part.fixed(int(np.argmax(this)))[0], split.chosen)
        self._node(start, part.restrict(np.flatnonzero(~this), np.array([0])), split.other)

    def _numbered(self, prices: Sequence[Price]) -> list[dict[int, int]]:
        """Return prices by family and number; a price of a tally that is not there is a fault."""
        numbered: list[dict[int, int]] = [{} for _ in self.problem.tallies]
        for price in prices:
            found = [(family, number) for family, number in self._places(price) if number is not None]
            if len(found) != 1 or found[0][1] in numbered[found[0][0]]:
                self.proof.faults.append(f"certificate: a price of {price.tally} is of no tally, or not of one alone")
            else:
                numbered[found[0][0]][found[0][1]] = price.price
        return numbered

    def _places(self, price: Price) -> list[tuple[int, int | None]]:
        places = []
        for family, numbers in self._families.get(price.tally, []):
            if not numbers:
                labels = self.problem.tallies[family].labels.tolist()
                numbers.update({label: number for number, label in enumerate(labels)})
            places.append((family, numbers.get(price.of)))
        return places


class _Bounds:
    """What some prices prove of a problem."""

    def __init__(self, problem: Problem, prices: Sequence[dict[int, int]], scale: int) -> None:
        self.problem, self.scale = problem, scale
        self.values = problem.points * scale
        self.paid: int | None = problem.constant * scale
        for tallies, priced in zip(problem.tallies, prices, strict=True):
            for number, price in priced.items():
                place = tallies.place(number)
                if place is not None:
                    self.values[tallies.of(place)] += price
            paid = _paid(tallies, priced, len(problem.seats), scale)
            self.paid = None if self.paid is None or paid is None else self.paid + paid
        self.best = [self._best(seat) for seat in range(len(problem.seats))]

    def highest(self, window: int) -> int | None:
        """Return the most whole points that a team of a window can have; None where there can be no team."""
        seats = [best[window] for best in self.best]
        if self.paid is None or None in seats:
            return None
        total = self.paid + sum(value for value in seats if value is not None)
        return (total + int(self.problem.window_points[window]) * self.scale) // self.scale

    def able(self, window: int, target: int) -> Rows:
        """Return the candidates of a window who could be on a team of `target` points; not where there is no team."""
        slack = self.slack(window, target)
        # Of a team with the candidate, how far they are below the best of their seat is their reduced cost.
        least = np.array([(best[window] or 0) - slack for best in self.best], dtype=np.int64)
        return np.flatnonzero(self.problem.serves[:, window] & (self.values >= least[self.problem.seat]))

    def slack(self, window: int, target: int) -> int:
        """Return what a team of `target` points may lose against the best on every seat, in units of the prices."""
        total = (self.paid or 0) + sum(best[window] or 0 for best in self.best)
        return total + (int(self.problem.window_points[window]) - target) * self.scale

    def candidates(self, window: int) -> Candidates:
        """Return who is needed for each seat in a window, and what they lose against the best."""
        told = []
        kept = undominated_of(self.problem)
        for seat, best in enumerate(self.best):
            rows = np.flatnonzero(kept & self.problem.serves[:, window] & (self.problem.seat == seat))
            reduced_costs = (best[window] or 0) - self.values[rows]
            if not self.problem.required[seat]:
                rows, reduced_costs = np.append(rows, NOBODY), np.append(reduced_costs, best[window] or 0)
            told.append((rows, reduced_costs))
        return told

    def _best(self, seat: int) -> list[int | None]:
        """Return the highest value on a seat in each window; None where a required seat has nobody."""
        rows = np.flatnonzero(self.problem.seat == seat)
        rows = rows[np.argsort(-self.values[rows], kind="stable")]
        serves = self.problem.serves[rows]
        first = serves.argmax(axis=0) if len(rows) else np.zeros(len(self.problem.starts), dtype=np.intp)
        best: list[int | None] = []
        for window, row in enumerate(first.tolist()):
            there = len(rows) > 0 and bool(serves[row, window])
            value = int(self.values[rows[row]]) if there else None
            best.append(value if self.problem.required[seat] else max(0, value or 0))
        return best


def _paid(tallies: Tallies, priced: dict[int, int], seats: int, scale: int) -> int | None:
    """Return the most that gains less prices come to, over all tallies of a family; None where none can be."""
    most = seats if tallies.maximum is None else min(seats, tallies.maximum)
    totals = [0]
    for gain in tallies.gains_to(most):
        totals.append(totals[-1] + gain * scale)
    allowed = list(enumerate(totals))[tallies.minimum :]
    if not allowed:
        return None if len(tallies) else 0
    here = [price for number, price in priced.items() if tallies.place(number) is not None]
    free = (len(tallies) - len(here)) * max(total for _, total in allowed)
    return free + sum(max(total - price * count for count, total in allowed) for price in here)


def _beyond(node: Node) -> tuple[object, ...]:
    """Return what a node has besides prices."""
    return node.split, node.enumerated, node.claimed
