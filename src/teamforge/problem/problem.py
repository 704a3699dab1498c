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

from teamforge.pool.columns import Ids
from teamforge.problem.labels import Label, Labels, labels_of

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
    labels
        What each tally is of, whatever the order of rows: prices are written down by it.
    numbers
        Of each tally its place in `labels`; None for all of them in their order.
    """

    name: str
    members: Ints
    offsets: Ints
    gains: tuple[int, ...] = ()
    minimum: int = 0
    maximum: int | None = None
    labels: Labels = field(kw_only=True)
    numbers: Ints | None = None

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

    def place(self, number: int) -> int | None:
        """Return the tally that has a number; None where it was left out with its candidates."""
        if self.numbers is None:
            return number
        place = int(np.searchsorted(self.numbers, number))
        return place if place < len(self.numbers) and self.numbers[place] == number else None

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

    def restrict(self, kept: Bools, place: Ints) -> Tallies:
        """
        Return the tallies of fewer candidates; a tally without members goes, unless it has a minimum.

        Parameters
        ----------
        kept
            Whether each candidate stays.
        place
            The new position of each that does.
        """
        entries = np.flatnonzero(kept[self.members])
        ends = np.searchsorted(entries, self.offsets)
        sizes = np.diff(ends)
        here = np.flatnonzero(sizes) if not self.minimum else np.arange(len(self))
        return replace(
            self,
            members=place[self.members[entries]],
            offsets=np.concatenate(([0], np.cumsum(sizes[here]))).astype(np.int32),
            numbers=(here if self.numbers is None else self.numbers[here]).astype(np.int32),
        )

    def split(self, starts: NDArray[np.intp]) -> Tallies:
        """Return the tallies of the copies of their members: those of candidate i begin at ``starts[i]``."""
        copies = np.diff(starts)[self.members]
        ends = np.concatenate(([0], np.cumsum(copies)))
        within = np.arange(ends[-1]) - np.repeat(ends[:-1], copies)
        members = np.repeat(starts[self.members], copies) + within
        return replace(self, members=members.astype(np.int32), offsets=ends[self.offsets].astype(np.int32))

    def counts(self, chosen: Bools) -> Points:
        """Return how many of each tally are chosen; `chosen` has a boolean a candidate."""
        return np.diff(np.searchsorted(np.flatnonzero(chosen[self.members]), self.offsets))

    def points(self, chosen: Bools) -> int:
        """Return the points of a choice; `chosen` has a boolean a candidate."""
        if not self.gains:
            return 0
        totals = np.concatenate(([0], np.cumsum(self.gains_to(int(chosen.sum())))))
        return int(totals[self.counts(chosen)].sum())

    @classmethod
    def one(
        cls,
        name: str,
        members: NDArray[np.integer],
        gains: tuple[int, ...],
        minimum: int = 0,
        maximum: int | None = None,
        label: Label = "",
    ) -> Tallies:
        """Return a single tally."""
        offsets = np.array([0, len(members)], dtype=np.int32)
        return cls(name, members.astype(np.int32), offsets, gains, minimum, maximum, labels=labels_of([label]))

    @classmethod
    def grouped(
        cls,
        name: str,
        members: NDArray[np.integer],
        groups: NDArray[np.integer],
        labels: Ids,
        gains: tuple[int, ...] = (),
        *,
        maximum: int | None = None,
        smallest: int = 2,
    ) -> Tallies:
        """
        Return a tally for each group of at least `smallest` members: one alone mostly costs and breaks nothing.

        `labels` has the label of each group.
        """
        order = np.argsort(groups, kind="stable")
        members, groups = members[order], groups[order]
        starts = (
            np.flatnonzero(np.append(True, groups[1:] != groups[:-1])) if len(groups) else np.array([], dtype=np.intp)
        )
        sizes = np.diff(np.append(starts, len(groups)))
        enough = sizes >= smallest
        offsets = np.concatenate(([0], np.cumsum(sizes[enough]))).astype(np.int32)
        of_enough = members[np.repeat(enough, sizes)].astype(np.int32)
        return cls(name, of_enough, offsets, gains, maximum=maximum, labels=labels[groups[starts[enough]]])


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

    def split(self, origin: NDArray[np.intp], starts: NDArray[np.intp]) -> Term:
        """Return the term of the copies of its candidates, as `Problem.priced` makes them."""
        points = None if self.points is None else self.points[origin]
        return replace(self, points=points, tallies=tuple(tallies.split(starts) for tallies in self.tallies))

    def restrict(self, kept: NDArray[np.intp], windows: NDArray[np.intp], mask: Bools, place: Ints) -> Term:
        """Return the term of fewer candidates and windows."""
        return Term(
            None if self.points is None else self.points[kept],
            None if self.windows is None else self.windows[windows],
            tuple(tallies.restrict(mask, place) for tallies in self.tallies),
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

    @cached_property
    def least_points(self) -> int:
        """Points that no team, valid or not, falls below."""
        least = self.constant + int(self.window_points.min(initial=0))
        for seat in range(len(self.seats)):
            least += int(self.points[self.seat == seat].min(initial=0))
        for tallies in self.tallies:
            lowest = int(np.cumsum(tallies.gains_to(len(self.seats)), dtype=np.int64).min(initial=0))
            if lowest < 0:
                # A tally of which nobody is chosen adds nothing, and a team touches few of them.
                touched = len(self.seats) * int(np.bincount(tallies.members).max(initial=0))
                least += min(len(tallies), touched) * lowest
        return least

    def holds(self, choice: Choice) -> bool:
        """Return whether a choice is a valid team: its seats, its window and every bound of a tally."""
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
        Return the problem of fewer candidates and windows; every team of it is a team of this one with the same points.

        Parameters
        ----------
        kept, windows
            Positions of the candidates and of the windows that stay, in the order they are to have.
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
        """Return the problem in which a candidate has their seat, and the candidates it keeps: nobody else for it."""
        seat = int(self.seat[candidate])
        kept = np.flatnonzero((self.seat != seat) | (np.arange(len(self)) == candidate))
        required = tuple(place == seat or needed for place, needed in enumerate(self.required))
        return replace(self.restrict(kept, np.arange(len(self.starts))), required=required), kept

    def lexicographic(self, costs: Points, factor: int) -> Problem:
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

    def priced(self, factor: int, charges: Points) -> tuple[Problem, NDArray[np.intp]]:
        """
        Return the problem whose teams have `factor` times their points, less what their members are charged.

        A candidate whose charge differs by window is split into copies, each serving in the windows of one charge. No
        window sees two copies of one candidate, and tallies keep their numbers: so prices and certificates hold as
        they are (DESIGN.md section 10).

        Parameters
        ----------
        factor
            At least 1.
        charges
            Points that a candidate costs in a window (candidates × windows); what it costs where it cannot serve is
            ignored.

        Returns
        -------
        tuple
            The problem, and of each of its candidates the position here. Those that serve in no window are left out.
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
