"""Candidates whose best team is not known yet, and what is known about it in each window."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem
from teamforge.problem.arrays import Bools, Points, Rows
from teamforge.search.bound import NEVER, SCALE
from teamforge.search.queries.priced_window import WindowProblem


class Batch(NamedTuple):
    """
    What candidates share if the same partial teams serve them.

    Parameters
    ----------
    window, seat
        The window and seat they would have.
    pricing
        The number of the prices in the window's list.
    tried
        The slack within which all partial teams have been tried.
    """

    window: int
    seat: int
    pricing: int
    tried: int


@dataclass(eq=False)
class UnsettledCandidates:
    """
    Candidates whose best team is not known yet: a row for each, and a column for each window.

    Parameters
    ----------
    candidates
        Their positions in the problem.
    ceilings
        No team with the candidate has more points in the window, in units of 1/`SCALE`, by the prices that prove most.
    tried
        All partial teams within this slack have been tried under those prices; below 0 if none have.
    pricing
        The number of those prices in the window's list.
    """

    candidates: Rows
    ceilings: Points
    tried: Points
    pricing: Rows

    @classmethod
    def of(cls, candidates: Rows, windows: list[WindowProblem]) -> UnsettledCandidates:
        """Return some candidates with what the first prices of each window prove."""
        shape = len(candidates), len(windows)
        ceilings = np.full(shape, NEVER, dtype=np.int64)
        for window in windows:
            here = window.position[candidates]
            serves = here >= 0
            ceilings[serves, window.place] = window.priced[0].ceilings[here[serves]]
        return cls(candidates, ceilings, np.full(shape, -1), np.zeros(shape, dtype=np.intp))

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.candidates)

    def select(self, which: NDArray[Any]) -> UnsettledCandidates:
        """Return some of the candidates."""
        return UnsettledCandidates(self.candidates[which], self.ceilings[which], self.tried[which], self.pricing[which])

    def join(self, other: UnsettledCandidates) -> UnsettledCandidates:
        """Return these candidates and then the others."""
        return UnsettledCandidates(
            np.concatenate([self.candidates, other.candidates]),
            np.concatenate([self.ceilings, other.ceilings]),
            np.concatenate([self.tried, other.tried]),
            np.concatenate([self.pricing, other.pricing]),
        )

    @property
    def untried(self) -> Points:
        """The most points that a team can have if its partial team has not been tried yet."""
        return np.where(self.ceilings == NEVER, NEVER, (self.ceilings - self.tried - 1) // SCALE)

    def learn(self, window: WindowProblem, pricing: int) -> Bools:
        """Note the bounds that new prices of a window prove; return which candidates got a lower one."""
        here = window.position[self.candidates]
        proves = np.where(here >= 0, window.priced[pricing].ceilings[here], NEVER)
        before = self.ceilings[:, window.place] - np.maximum(self.tried[:, window.place], 0)
        better: Bools = (here >= 0) & (proves < before)
        self.ceilings[better, window.place] = proves[better]
        self.tried[better, window.place] = -1
        self.pricing[better, window.place] = pricing
        return better

    def batches(self, problem: Problem, window: Rows) -> dict[Batch, list[int]]:
        """Return the rows that the same partial teams serve, given the window to try for each row."""
        batches: dict[Batch, list[int]] = defaultdict(list)
        for row, place in enumerate(window.tolist()):
            seat = int(problem.seat[self.candidates[row]])
            batches[Batch(place, seat, int(self.pricing[row, place]), int(self.tried[row, place]))].append(row)
        return batches
