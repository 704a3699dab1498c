"""
The compiled problem: the whole of SPEC.md in four plain notions.

They are candidates (peer, seat) with points; windows with points and who can serve in them; tallies of candidates
with marginal gains and bounds; and cliques, tallies with maximum 1. See DESIGN.md section 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from teamforge.pool.columns import Ids
from teamforge.problem.arrays import Bools, Ints, Points
from teamforge.problem.tallies import Tallies, Term


@dataclass(frozen=True)
class Choice:
    """A window and candidates, by position in a problem; it claims nothing."""

    window: int
    candidates: tuple[int, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Problem:
    """
    A compiled problem.

    Parameters
    ----------
    seats
        The seat ids, in the order of the challenge.
    required
        Whether each seat must be filled.
    peers, seat
        For each candidate, the position of its peer in the pool and of its seat.
    starts
        The day number of each valid window, in date order.
    serves
        Which candidate can serve in which window (candidates × windows).
    terms
        The points, by criterion and soft rule.
    rules
        The tallies with bounds only: one seat per peer, blocked pairs, first-timers, hard team rules.
    peer_ids
        The ids of the pool's peers, for breaking ties by content.
    """

    seats: tuple[str, ...]
    required: tuple[bool, ...]
    peers: Ints
    seat: NDArray[np.int16]
    starts: Ints
    serves: Bools
    terms: Mapping[str, Term]
    rules: tuple[Tallies, ...]
    peer_ids: Ids = field(repr=False)

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.peers)

    def __repr__(self) -> str:
        """Return the size of the problem."""
        tallies = sum(map(len, self.tallies))
        return f"<Problem: {len(self):,} candidates, {len(self.starts)} windows, {tallies:,} tallies>"

    @cached_property
    def points(self) -> Points:
        """The points of each candidate by itself."""
        own = [term.points for term in self.terms.values() if term.points is not None]
        return np.sum(own, axis=0, dtype=np.int64) if own else np.zeros(len(self), dtype=np.int64)

    @cached_property
    def window_points(self) -> Points:
        """The points of each window."""
        own = [term.windows for term in self.terms.values() if term.windows is not None]
        return np.sum(own, axis=0, dtype=np.int64) if own else np.zeros(len(self.starts), dtype=np.int64)

    @cached_property
    def constant(self) -> int:
        """The points that every team has."""
        return sum(term.constant for term in self.terms.values())

    @cached_property
    def tallies(self) -> tuple[Tallies, ...]:
        """Every tally, those with points first."""
        return (*(tallies for term in self.terms.values() for tallies in term.tallies), *self.rules)

    @cached_property
    def least_points(self) -> int:
        """A lower bound on the points of any team, valid or not."""
        least = self.constant + int(self.window_points.min(initial=0))
        for seat in range(len(self.seats)):
            least += int(self.points[self.seat == seat].min(initial=0))
        for tallies in self.tallies:
            lowest = int(np.cumsum(tallies.gains_to(len(self.seats)), dtype=np.int64).min(initial=0))
            if lowest < 0:
                # A tally adds nothing if none of it is chosen, and a team touches few tallies.
                touched = len(self.seats) * int(np.bincount(tallies.members).max(initial=0))
                least += min(len(tallies), touched) * lowest
        return least

    def holds(self, choice: Choice) -> bool:
        """Return whether a choice is a valid team: its seats, its window and the bounds of every tally."""
        places = list(choice.candidates)
        filled = np.bincount(self.seat[places], minlength=len(self.seats))
        chosen = np.zeros(len(self), dtype=np.bool_)
        chosen[places] = True
        return (
            bool((filled <= 1).all())
            and bool((filled >= np.array(self.required)).all())
            and bool(self.serves[places, choice.window].all())
            and all(_within(tallies, tallies.counts(chosen)) for tallies in self.tallies)
        )

    def restrict(self, kept: NDArray[np.intp], windows: NDArray[np.intp]) -> Problem:
        """
        Return the problem with fewer candidates and windows; each of its teams is a team here with the same points.

        Parameters
        ----------
        kept, windows
            The positions of the candidates and windows to keep, in their new order.
        """
        mask = np.zeros(len(self), dtype=np.bool_)
        mask[kept] = True
        place = np.empty(len(self), dtype=np.int32)
        place[kept] = np.arange(len(kept), dtype=np.int32)
        return replace(
            self,
            peers=self.peers[kept],
            seat=self.seat[kept],
            starts=self.starts[windows],
            serves=self.serves[np.ix_(kept, windows)],
            terms={name: term.restrict(kept, windows, mask, place) for name, term in self.terms.items()},
            rules=tuple(tallies.restrict(mask, place) for tallies in self.rules),
        )

    def fixed(self, candidate: int) -> tuple[Problem, NDArray[np.intp]]:
        """Return the problem with a candidate fixed on their seat, and the positions of the candidates it keeps."""
        seat = int(self.seat[candidate])
        kept = np.flatnonzero((self.seat != seat) | (np.arange(len(self)) == candidate))
        required = tuple(place == seat or needed for place, needed in enumerate(self.required))
        return replace(self.restrict(kept, np.arange(len(self.starts))), required=required), kept

    def lexicographic(self, costs: Points, factor: int) -> Problem:
        """
        Return the problem of the most points and, among equals, the lowest sum of costs.

        Parameters
        ----------
        costs
            The cost of each candidate, 0 or more.
        factor
            A number above the costs of any team.
        """
        terms = {name: term.times(factor) for name, term in self.terms.items()}
        return replace(self, terms={**terms, "costs": Term(points=-costs)})

    def priced(self, factor: int, charges: Points) -> tuple[Problem, NDArray[np.intp]]:
        """
        Return the problem whose teams have `factor` times their points, less their members' charges.

        A candidate whose charge differs by window is split into copies, one for the windows of each charge. No window
        has two copies of a candidate, and tallies keep their numbers, so prices and certificates still hold (DESIGN.md
        section 10).

        Parameters
        ----------
        factor
            At least 1.
        charges
            The points that a candidate costs in a window (candidates × windows); ignored if it cannot serve there.

        Returns
        -------
        tuple
            The problem, and the position here of each of its candidates. Those that serve in no window are left out.
        """
        candidate, window = np.nonzero(self.serves)
        costs, rank = np.unique(charges[candidate, window], return_inverse=True)
        copies, copy = np.unique(candidate * len(costs) + rank, return_inverse=True)
        origin = copies // max(len(costs), 1)
        starts = np.searchsorted(origin, np.arange(len(self) + 1))
        serves = np.zeros((len(copies), len(self.starts)), dtype=np.bool_)
        serves[copy, window] = True
        terms = {name: term.times(factor).split(origin, starts) for name, term in self.terms.items()}
        if len(costs):
            terms["charges"] = Term(points=-costs[copies % len(costs)].astype(np.int64))
        rules = tuple(tallies.split(starts) for tallies in self.rules)
        own = {"peers": self.peers[origin], "seat": self.seat[origin], "serves": serves}
        return replace(self, **own, terms=terms, rules=rules), origin

    def score(self, choice: Choice) -> int:
        """Return the points of a choice, whether or not it is valid."""
        places = list(choice.candidates)
        chosen = np.zeros(len(self), dtype=np.bool_)
        chosen[places] = True
        own = int(self.points[places].sum()) + int(self.window_points[choice.window]) + self.constant
        return own + sum(tallies.points(chosen) for tallies in self.tallies)


def _within(tallies: Tallies, counts: NDArray[np.integer]) -> bool:
    """Return whether each tally's count is within its bounds."""
    most = len(tallies.members) if tallies.maximum is None else tallies.maximum
    return bool(((counts >= tallies.minimum) & (counts <= most)).all())
