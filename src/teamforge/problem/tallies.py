"""Tallies (candidates with marginal gains and bounds) and the terms of the points: DESIGN.md section 2."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from teamforge.pool.columns import Ids
from teamforge.problem.arrays import Bools, Ints, Points
from teamforge.problem.labels import Label, Labels, labels_of


@dataclass(frozen=True, eq=False)
class Tallies:
    """
    Tallies that share their gains and bounds.

    Parameters
    ----------
    name
        The rule or criterion that the tallies come from.
    members
        The candidates of all tallies, one tally after the other (positions, int32).
    offsets
        Where each tally begins, plus the end of the last: tally i is ``members[offsets[i]:offsets[i + 1]]``.
    gains
        The points for the first, second, … chosen candidate of a tally, never increasing. After the last one
        the gain is 0 or, if the last is a cost, that cost again.
    minimum, maximum
        The bounds on how many of a tally are chosen; `maximum` is None for no bound.
    labels
        What each tally stands for, whatever the order of rows; prices are written down by label.
    numbers
        The position of each tally in `labels`; None if the tallies match the labels in order.
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
        """Refuse increasing gains, which would make the problem non-concave."""
        if any(later > earlier for earlier, later in zip(self.gains, self.gains[1:], strict=False)):
            msg = f"the gains of {self.name} increase"
            raise ValueError(msg)

    def of(self, tally: int) -> Ints:
        """Return the candidates of one tally."""
        return self.members[self.offsets[tally] : self.offsets[tally + 1]]

    def place(self, number: int) -> int | None:
        """Return the position of the tally with a number; None if it was left out with its candidates."""
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
        Return the tallies of fewer candidates; a tally without members is dropped, unless it has a minimum.

        Parameters
        ----------
        kept
            Whether each candidate stays.
        place
            The new position of each candidate that stays.
        """
        entries = np.flatnonzero(kept.take(self.members))
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
        """Return the tallies of the copies of their members; the copies of candidate i begin at ``starts[i]``."""
        copies = np.diff(starts)[self.members]
        ends = np.concatenate(([0], np.cumsum(copies)))
        within = np.arange(ends[-1]) - np.repeat(ends[:-1], copies)
        members = np.repeat(starts[self.members], copies) + within
        return replace(self, members=members.astype(np.int32), offsets=ends[self.offsets].astype(np.int32))

    def counts(self, chosen: Bools) -> Points:
        """Return how many of each tally are chosen; `chosen` has a boolean for each candidate."""
        return np.diff(np.searchsorted(np.flatnonzero(chosen.take(self.members)), self.offsets))

    def points(self, chosen: Bools) -> int:
        """Return the points of a choice; `chosen` has a boolean for each candidate."""
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
        Return a tally for each group of at least `smallest` members: usually a single one costs and breaks nothing.

        `labels` has the label of each group.
        """
        # Numbers of 16 bits are sorted by their digits, many times faster than others.
        order = np.argsort(groups.astype(np.int16 if len(labels) < 1 << 15 else np.int32), kind="stable")
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
        The points of each candidate; None for none.
    windows
        The points of each window; None for none.
    tallies
        The points that depend on how many are chosen.
    constant
        The points that every team has.
    """

    points: Points | None = None
    windows: Points | None = None
    tallies: tuple[Tallies, ...] = ()
    constant: int = 0

    def times(self, factor: int) -> Term:
        """Return the term with all points multiplied by a factor."""
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
        """Return the term for fewer candidates and windows."""
        return Term(
            None if self.points is None else self.points[kept],
            None if self.windows is None else self.windows[windows],
            tuple(tallies.restrict(mask, place) for tallies in self.tallies),
            self.constant,
        )
