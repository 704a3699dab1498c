"""
The compiled problem: the whole of SPEC.md in four plain notions.

Candidates (peer, seat) with points; windows with points and who can serve in them; tallies of candidates with
marginal gains and bounds; and cliques, which are tallies of which at most one is chosen. DESIGN.md section 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["Choice", "Problem", "Tallies", "Term"]

Ints = NDArray[np.int32]
Points = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tallies:
    """
    Tallies that share their gains and bounds.

    Parameters
    ----------
    name
        The rule or criterion they come from.
    members
        The candidates of all tallies, one tally after the other (positions, int32).
    offsets
        Tally i holds ``members[offsets[i]:offsets[i + 1]]``; one longer than the number of tallies.
    gains
        Points for the first, second, … chosen candidate of a tally; never increasing. Beyond the last of
        them a gain is 0 or, where the last is a cost, that cost again.
    minimum, maximum
        Bounds on how many of a tally are chosen; `maximum` None for no bound.
    """

    name: str
    members: Ints
    offsets: Ints
    gains: tuple[int, ...] = ()
    minimum: int = 0
    maximum: int | None = None

    def __len__(self) -> int:
        """Return the number of tallies."""
        return len(self.offsets) - 1

    def __post_init__(self) -> None:
        """Refuse gains that increase: the problem would not be concave."""
        if any(later > earlier for earlier, later in zip(self.gains, self.gains[1:], strict=False)):
            msg = f"the gains of {self.name} increase"
            raise ValueError(msg)

    def of(self, tally: int) -> Ints:
        """Return the candidates of one tally."""
        return self.members[self.offsets[tally] : self.offsets[tally + 1]]

    def gains_to(self, most: int) -> tuple[int, ...]:
        """
        Return the gains of the first `most` chosen candidates.

        Examples
        --------
        >>> Tallies.one("distinct_organisations", np.arange(9), (0, -667)).gains_to(4)
        (0, -667, -667, -667)
        """
        beyond = min(0, self.gains[-1]) if self.gains else 0
        return (*self.gains, *[beyond] * most)[:most]

    def restrict(self, place: Ints) -> Tallies:
        """Return the tallies, none left out, of fewer candidates: `place` is the new position of each, or -1."""
        members = place[self.members]
        keep = members >= 0
        offsets = np.concatenate(([0], np.cumsum(keep)))[self.offsets].astype(np.int32)
        return replace(self, members=members[keep], offsets=offsets)

    def points(self, chosen: Ints) -> int:
        """Return the points of a choice of candidates."""
        if not self.gains:
            return 0
        counts = np.add.reduceat(np.append(np.isin(self.members, chosen), False).astype(np.int64), self.offsets[:-1])
        counts = np.where(np.diff(self.offsets) > 0, counts, 0)
        totals = np.concatenate(([0], np.cumsum(self.gains_to(len(chosen)))))
        return int(totals[counts].sum())

    @classmethod
    def one(
        cls,
        name: str,
        members: NDArray[np.integer],
        gains: tuple[int, ...],
        minimum: int = 0,
        maximum: int | None = None,
    ) -> Tallies:
        """Return a single tally."""
        offsets = np.array([0, len(members)], dtype=np.int32)
        return cls(name, members.astype(np.int32), offsets, gains, minimum, maximum)

    @classmethod
    def grouped(
        cls,
        name: str,
        members: NDArray[np.integer],
        groups: NDArray[np.integer],
        gains: tuple[int, ...] = (),
        *,
        maximum: int | None = None,
        smallest: int = 2,
    ) -> Tallies:
        """Return a tally for each group of at least `smallest` members: one alone mostly costs and breaks nothing."""
        order = np.argsort(groups, kind="stable")
        members, groups = members[order], groups[order]
        starts = (
            np.flatnonzero(np.append(True, groups[1:] != groups[:-1])) if len(groups) else np.array([], dtype=np.intp)
        )
        sizes = np.diff(np.append(starts, len(groups)))
        keep = np.repeat(sizes >= smallest, sizes)
        offsets = np.concatenate(([0], np.cumsum(sizes[sizes >= smallest]))).astype(np.int32)
        return cls(name, members[keep].astype(np.int32), offsets, gains, maximum=maximum)


@dataclass(frozen=True, eq=False)
class Term:
    """
    What one criterion (or soft rule) adds to the points.

    Parameters
    ----------
    points
        Points of each candidate; None for none.
    windows
        Points of each window; None for none.
    tallies
        Points that depend on how many are chosen.
    constant
        Points that every team has.
    """

    points: Points | None = None
    windows: Points | None = None
    tallies: tuple[Tallies, ...] = ()
    constant: int = 0

    def times(self, factor: int) -> Term:
        """Return the term with all points multiplied."""
        return Term(
            None if self.points is None else self.points * factor,
            None if self.windows is None else self.windows * factor,
            tuple(replace(each, gains=tuple(factor * gain for gain in each.gains)) for each in self.tallies),
            self.constant * factor,
        )

    def restrict(self, kept: NDArray[np.intp], place: Ints, windows: NDArray[np.intp]) -> Term:
        """Return the term of fewer candidates and windows."""
        return Term(
            None if self.points is None else self.points[kept],
            None if self.windows is None else self.windows[windows],
            tuple(tallies.restrict(place) for tallies in self.tallies),
            self.constant,
        )


@dataclass(frozen=True)
class Choice:
    """A window and candidates, by position in a problem; claims nothing."""

    window: int
    candidates: tuple[int, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Problem:
    """
    A compiled problem.

    Parameters
    ----------
    seats
        Seat ids, in the order of the challenge.
    required
        Whether each seat must be filled.
    peers, seat
        Of each candidate the position of its peer in the pool, and of its seat.
    starts
        Day number of each valid window, in date order.
    serves
        Which candidate can serve in which window (candidates × windows).
    terms
        The points, by criterion and soft rule.
    rules
        The tallies that only have bounds: one seat a peer, blocked pairs, first timers, hard team rules.
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
    peer_ids: NDArray[np.object_] = field(repr=False)

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.peers)

    def __repr__(self) -> str:
        """Return the size of the problem."""
        tallies = sum(map(len, self.tallies))
        return f"<Problem: {len(self):,} candidates, {len(self.starts)} windows, {tallies:,} tallies>"

    @cached_property
    def points(self) -> Points:
        """Points of each candidate on its own."""
        own = [term.points for term in self.terms.values() if term.points is not None]
        return np.sum(own, axis=0, dtype=np.int64) if own else np.zeros(len(self), dtype=np.int64)

    @cached_property
    def window_points(self) -> Points:
        """Points of each window."""
        own = [term.windows for term in self.terms.values() if term.windows is not None]
        return np.sum(own, axis=0, dtype=np.int64) if own else np.zeros(len(self.starts), dtype=np.int64)

    @cached_property
    def constant(self) -> int:
        """Points that every team has."""
        return sum(term.constant for term in self.terms.values())

    @cached_property
    def tallies(self) -> tuple[Tallies, ...]:
        """Every tally, those with points first."""
        return (*(tallies for term in self.terms.values() for tallies in term.tallies), *self.rules)

    def restrict(self, kept: NDArray[np.intp], windows: NDArray[np.intp]) -> Problem:
        """
        Return the problem of fewer candidates and windows; every team of it is a team of this one with the same points.

        Parameters
        ----------
        kept, windows
            Positions of the candidates and of the windows that stay, in the order they are to have.
        """
        place = np.full(len(self), -1, dtype=np.int32)
        place[kept] = np.arange(len(kept), dtype=np.int32)
        return replace(
            self,
            peers=self.peers[kept],
            seat=self.seat[kept],
            starts=self.starts[windows],
            serves=self.serves[np.ix_(kept, windows)],
            terms={name: term.restrict(kept, place, windows) for name, term in self.terms.items()},
            rules=tuple(tallies.restrict(place) for tallies in self.rules),
        )

    def then(self, costs: Points, factor: int) -> Problem:
        """
        Return the problem that asks for the most points first and, among equals, for the lowest sum of costs.

        Parameters
        ----------
        costs
            A cost a candidate, from 0.
        factor
            More than any team's costs come to.
        """
        terms = {name: term.times(factor) for name, term in self.terms.items()}
        return replace(self, terms={**terms, "costs": Term(points=-costs)})

    def score(self, choice: Choice) -> int:
        """Return the points of a choice, whether or not it is valid."""
        chosen = np.array(choice.candidates, dtype=np.int32)
        own = int(self.points[chosen].sum()) + int(self.window_points[choice.window]) + self.constant
        return own + sum(tallies.points(chosen) for term in self.terms.values() for tallies in term.tallies)
