"""The points of many teams at once: the tallies of a problem of one window as a table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem
from teamforge.problem.arrays import Points, Rows
from teamforge.search.bound import NEVER

EMPTY = -1
"""In place of a candidate: the seat stays empty."""
_BROKEN = -(1 << 40)
"""What a broken bound of a tally costs: more than any points, and sums of it stay exact in doubles."""
_NO_TEAM = _BROKEN >> 1
"""Every valid team has more points than this, and every team that breaks a bound has fewer."""
_AT_ONCE = 1 << 13
"""`Totals.at_most` takes this many partial teams at once."""


class Totals:
    """
    The points of teams of a problem of one window.

    Teams come as a partial team (a team less one seat) and a candidate for that seat: partial teams are few and
    candidates many, and a sum over both is one matrix product.
    """

    def __init__(self, problem: Problem) -> None:
        seats = len(problem.seats)
        sizes = [len(tallies) for tallies in problem.tallies]
        ends = np.cumsum([0, *sizes])
        self._member = np.zeros((len(problem) + 1, ends[-1]), dtype=np.bool_)  # the last row is nobody
        self._total = np.zeros((ends[-1], seats + 2), dtype=np.float64)  # of 0, 1, 2, … chosen
        counts = np.arange(seats + 2)
        columns = []
        for first, size, tallies in zip(ends[:-1], sizes, problem.tallies, strict=True):
            columns.append(first + np.repeat(np.arange(size), np.diff(tallies.offsets)))
            self._member[tallies.members, columns[-1]] = True
            points = np.concatenate(([0], np.cumsum(tallies.gains_to(seats + 1), dtype=np.float64)))
            points[counts < tallies.minimum] = _BROKEN
            if tallies.maximum is not None:
                points[counts > tallies.maximum] = _BROKEN
            self._total[first : first + size] = points
        steps = np.diff(self._total, axis=1)
        members = np.concatenate([np.zeros(0, dtype=np.intp), *(tallies.members for tallies in problem.tallies)])
        tally = np.concatenate([np.zeros(0, dtype=np.intp), *columns])

        def summed(worth: NDArray[np.float64]) -> NDArray[np.float64]:
            """Return what each candidate brings in their tallies: of these a candidate is in few."""
            return np.bincount(members, worth[tally], len(problem) + 1).astype(np.float64)

        self._own = np.append(problem.points, 0).astype(np.float64)
        self._alone = self._own + summed(steps[:, 0])
        self._most = self._own + summed(steps.max(axis=1, initial=0))
        self._nobody = self._total[:, 0].sum() + problem.constant + int(problem.window_points[0])

    def with_each(self, partials: Rows, candidates: Rows) -> Points:
        """
        Return the points of each partial team with each candidate added.

        Parameters
        ----------
        partials
            A row for each partial team and a column for each seat: candidates, or `EMPTY`.
        candidates
            Candidates for the missing seat; `EMPTY` for nobody.

        Returns
        -------
        array
            Partial teams × candidates; `NEVER` if the team is not valid.
        """
        shared, counts = self._counted(partials)
        total, index = self._total[shared], np.arange(len(shared))
        steps = total[index, counts + 1] - total[index, counts]
        # In a tally that no partial team touches, the next candidate is the first, and `_alone` has counted them.
        member = self._member[np.ix_(candidates, shared)].T.astype(np.float64)
        worth = (steps - (total[:, 1] - total[:, 0])) @ member
        worth += self._alone[candidates] + self._worth(partials, shared, counts)[:, None]
        return np.where(worth > _NO_TEAM, worth, NEVER).astype(np.int64)

    def at_most(self, partials: Rows, candidates: Rows, at_once: int = _AT_ONCE) -> Points:
        """Return, for each partial team, points that it does not exceed with any of the candidates added."""
        most = self._most[candidates].max(initial=-np.inf)
        pieces = [partials[first : first + at_once] for first in range(0, len(partials), at_once)]
        worth = [self._worth(piece, *self._counted(piece)) + most for piece in pieces]
        return np.concatenate([np.zeros(0), *worth]).astype(np.int64)

    def _counted(self, partials: Rows) -> tuple[Rows, Rows]:
        """Return the tallies that some partial team touches, and how many of each partial team are in each."""
        here = np.zeros(len(self._member), dtype=np.bool_)
        here[partials] = True
        shared = np.flatnonzero(self._member[here].any(axis=0))
        member = self._member[:, shared]
        counts = np.zeros((len(partials), len(shared)), dtype=np.intp)
        for seat in partials.T:
            counts += member[seat]
        return shared, counts

    def _worth(self, partials: Rows, shared: Rows, counts: Rows) -> NDArray[np.float64]:
        """Return the points of each partial team by itself, far below all others if it breaks a tally's bound."""
        total = self._total[shared]
        of_tallies = total[np.arange(len(shared)), counts].sum(axis=1) - total[:, 0].sum()
        worth: NDArray[np.float64] = self._nobody + of_tallies + self._own[partials].sum(axis=1)
        return worth
