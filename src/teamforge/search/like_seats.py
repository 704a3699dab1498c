"""Like seats: the same peers could hold each, for the same points, in the same windows and tallies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem
from teamforge.problem.arrays import Rows


@dataclass(frozen=True, eq=False)
class Seating:
    """
    Which candidates differ: one peer's candidates for like seats count as one.

    Parameters
    ----------
    variables
        The number of each candidate; like candidates share one, and numbers follow first appearance.
    first
        The first candidate with each number.
    classes
        The seats, with like seats grouped.
    problem
        The problem that the candidates belong to.
    """

    variables: Rows
    first: Rows
    classes: Sequence[Sequence[int]]
    problem: Problem

    @classmethod
    def apart(cls, problem: Problem) -> Seating:
        """Return the seating in which every candidate stands alone."""
        alone = np.arange(len(problem))
        return cls(alone, alone, [[seat] for seat in range(len(problem.seats))], problem)

    @property
    def count(self) -> int:
        """How many candidates differ."""
        return len(self.first)

    def of(self, candidates: NDArray[np.integer]) -> list[int]:
        """Return the numbers of some candidates, each once."""
        return list(dict.fromkeys(self.variables[candidates].tolist()))

    def seated(self, chosen: Collection[int]) -> tuple[int, ...]:
        """Return candidates for some chosen numbers; among like seats, those that must be filled come first."""
        found = []
        for seats in self.classes:
            of_first = self.variables[np.flatnonzero(self.problem.seat == seats[0])].tolist()
            order = sorted(seats, key=lambda seat: (not self.problem.required[seat], seat))
            for seat, number in zip(order, (each for each in of_first if each in chosen), strict=False):
                found += np.flatnonzero((self.problem.seat == seat) & (self.variables == number)).tolist()
        return tuple(sorted(found))


def seating(problem: Problem) -> Seating:
    """
    Return the seating of a problem, with like seats grouped.

    Like seats have the same peers, with the same points, windows and tallies, and nobody can hold two of them. So it
    makes no difference to a team which member holds which seat: one number for each peer is enough.
    """
    groups: dict[tuple[bytes, ...], list[int]] = defaultdict(list)
    marks = _marks(problem)
    rows = {}
    for seat in range(len(problem.seats)):
        here = np.flatnonzero(problem.seat == seat)
        here = here[np.argsort(problem.peers[here], kind="stable")]
        rows[seat] = here
        parts = (problem.peers[here], problem.points[here], problem.serves[here], marks[here])
        groups[tuple(part.tobytes() for part in parts)].append(seat)
    classes = list(groups.values())
    if len(classes) == len(problem.seats):
        return Seating.apart(problem)
    like = np.arange(len(problem))
    for seats in classes:
        for seat in seats[1:]:
            like[rows[seat]] = rows[seats[0]]
    if not _are_alike(problem, like):
        return Seating.apart(problem)
    _, first, variables = np.unique(like, return_index=True, return_inverse=True)
    return Seating(variables, first, classes, problem)


def _marks(problem: Problem) -> NDArray[np.uint64]:
    """Return a number for each candidate that depends on its tallies alone: like candidates have the same."""
    marks = np.zeros(len(problem), dtype=np.uint64)
    factor = np.uint64(0x9E3779B97F4A7C15)  # 2⁶⁴ divided by the golden ratio: it scatters small numbers
    number = 1
    with np.errstate(over="ignore"):
        for tallies in problem.tallies:
            of = np.repeat(np.arange(number, number + len(tallies), dtype=np.uint64), np.diff(tallies.offsets))
            mixed = of * factor
            np.add.at(marks, tallies.members, mixed ^ (mixed >> np.uint64(29)))
            number += len(tallies)
    return marks


def _are_alike(problem: Problem, like: Rows) -> bool:
    """Return whether every tally has all or none of these like candidates, and some tally allows only one of them."""
    sizes = np.bincount(like, minlength=len(problem))
    single = sizes <= 1
    for tallies in problem.tallies:
        of = np.repeat(np.arange(len(tallies)), np.diff(tallies.offsets))
        keys, counts = np.unique(of * len(problem) + like[tallies.members], return_counts=True)
        group = keys % len(problem)
        if (counts != sizes[group]).any():
            return False
        if tallies.maximum == 1:
            single[group] = True
    return bool(single[like].all())
