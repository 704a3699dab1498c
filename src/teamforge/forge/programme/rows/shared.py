"""The rows that count so far, which visits are in them, and what their prices charge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.row import Key, Row
from teamforge.forge.programme.visits import TeamColumn
from teamforge.problem.arrays import Points

__all__ = ["SharedRows"]


class SharedRows:
    """
    The rows broken so far, and the teams found so far.

    Attributes
    ----------
    rows
        The rows by key, in the order in which they were added.
    """

    def __init__(self, whole: Year) -> None:
        self._whole = whole
        self.rows: dict[Key, Row] = {}
        self._of: list[dict[int, list[Key]]] = [defaultdict(list) for _ in whole.blocks]
        self._members: list[list[tuple[Key, Points]]] = [[] for _ in whole.blocks]
        self._joined: dict[int, tuple[list[Key], Points, Points]] = {}
        self._holding: list[dict[int, list[TeamColumn]]] = [defaultdict(list) for _ in whole.blocks]
        self._teams: list[list[list[int]]] = [[] for _ in whole.blocks]

    def add(self, row: Row) -> dict[TeamColumn, int]:
        """Add a row; return how often each team known so far uses it."""
        uses: dict[TeamColumn, int] = defaultdict(int)
        self.rows[row.key] = row
        for place, members in row.members.items():
            self._members[place].append((row.key, members))
            self._joined.pop(place, None)
            holding, of = self._holding[place], self._of[place]
            for visit in members.tolist():
                of[visit].append(row.key)
                for column in holding.get(visit, ()):
                    uses[column] += row.sign
        return uses

    def know(self, column: TeamColumn) -> dict[Key, int]:
        """Record a team; return how often it uses each row."""
        visits = self._visits(column)
        self._teams[column.block].append(visits)
        for visit in visits:
            self._holding[column.block][visit].append(column)
        return self.uses(column)

    def uses(self, column: TeamColumn) -> dict[Key, int]:
        """Return how often a team uses each row."""
        uses: dict[Key, int] = defaultdict(int)
        of = self._of[column.block]
        for visit in self._visits(column):
            for key in of.get(visit, ()):
                uses[key] += self.rows[key].sign
        return uses

    def usage(self, columns: Iterable[TeamColumn]) -> dict[Key, int]:
        """Return how often some teams together use each row."""
        total: dict[Key, int] = defaultdict(int)
        for column in columns:
            for key, use in self.uses(column).items():
                total[key] += use
        return total

    def charges(self, place: int, prices: Mapping[Key, int]) -> Points:
        """Return what each candidate of a challenge is charged in each window."""
        serves = self._whole.blocks[place].problem.serves
        keys, members, of = self._members_of(place)
        own = np.array([prices.get(key, 0) * self.rows[key].sign for key in keys], dtype=np.float64)
        # Floating point is exact here: prices are whole points, and their sums far below 2⁵³.
        charges = np.bincount(members, own[of], minlength=serves.size)
        return charges.astype(np.int64).reshape(serves.shape)

    def charged_each(self, place: int, charges: Points) -> Points:
        """Return what each known team of a challenge is charged, in the order in which they became known."""
        teams = self._teams[place]
        ends = np.cumsum([0, *map(len, teams)])
        sums = np.concatenate(([0], np.cumsum(charges.ravel()[[visit for visits in teams for visit in visits]])))
        charged: Points = np.diff(sums[ends])
        return charged

    def charged(self, column: TeamColumn, prices: Mapping[Key, int]) -> int:
        """Return what a team is charged."""
        return sum(prices.get(key, 0) * use for key, use in self.uses(column).items())

    def _members_of(self, place: int) -> tuple[list[Key], Points, Points]:
        """Return the rows of a challenge, the visits of all of them, and for each visit the place of its row."""
        if place not in self._joined:
            rows = self._members[place]
            of = np.repeat(np.arange(len(rows)), [len(members) for _, members in rows])
            members = np.concatenate([np.zeros(0, dtype=np.int64), *(members for _, members in rows)])
            self._joined[place] = [key for key, _ in rows], members, of
        return self._joined[place]

    def _visits(self, column: TeamColumn) -> list[int]:
        width = len(self._whole.blocks[column.block].problem.starts)
        return [candidate * width + column.window for candidate in column.candidates]
