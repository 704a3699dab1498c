"""The rows that count so far, which visits are in them, and what their prices charge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.row import Key, Row
from teamforge.forge.programme.visits import TeamColumn
from teamforge.problem.arrays import Points


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
        self._keys: list[Key] = []
        nothing = np.zeros(0, dtype=np.int64)
        self._members: list[tuple[Points, Points]] = [(nothing, nothing) for _ in whole.blocks]
        self._new: list[list[tuple[int, Points]]] = [[] for _ in whole.blocks]
        self._priced: tuple[Mapping[Key, int], NDArray[np.float64]] = {}, np.zeros(0)
        self._holding: list[dict[int, list[TeamColumn]]] = [defaultdict(list) for _ in whole.blocks]
        self._teams: list[list[list[int]]] = [[] for _ in whole.blocks]

    def add(self, row: Row) -> dict[TeamColumn, int]:
        """Add a row; return how often each team known so far uses it."""
        uses: dict[TeamColumn, int] = defaultdict(int)
        number = len(self.rows)
        self.rows[row.key] = row
        self._keys.append(row.key)
        for place, members in row.members.items():
            self._new[place].append((number, members))
            holding = self._holding[place]
            for visit in members.tolist():
                for column in holding.get(visit, ()):
                    uses[column] += row.sign
        return uses

    def extend(self, rows: Iterable[Row], add_row: Callable[[Key, int, Mapping[TeamColumn, int]], None]) -> bool:
        """Add those of some rows that are new, also to a linear program by its `add_row`; return whether any was."""
        new = [row for row in rows if row.key not in self.rows]
        for row in new:
            add_row(row.key, row.limit, self.add(row))
        return bool(new)

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
        of, members = self._members_of(column.block)
        visits = self._visits(column)
        firsts, ends = (np.searchsorted(members, visits, side).tolist() for side in ("left", "right"))
        for first, end in zip(firsts, ends, strict=True):
            for number in of[first:end].tolist():
                key = self._keys[number]
                uses[key] += self.rows[key].sign
        return uses

    def usage(self, columns: Iterable[TeamColumn]) -> dict[Key, int]:
        """Return how often some teams together use each row."""
        total: dict[Key, int] = defaultdict(int)
        for column in columns:
            for key, use in self.uses(column).items():
                total[key] += use
        return total

    def packed(
        self, columns: Iterable[TeamColumn], fixed: Mapping[int, TeamColumn] = MappingProxyType({})
    ) -> Iterator[TeamColumn]:
        """Yield, of some teams, each whose challenge has none yet, if those before and the fixed ones leave it room."""
        usage, having = self.usage(fixed.values()), set(fixed)
        for column in columns:
            uses = self.uses(column)
            fits = all(usage[key] + use <= self.rows[key].limit for key, use in uses.items() if use > 0)
            if column.block not in having and fits:
                having.add(column.block)
                for key, use in uses.items():
                    usage[key] += use
                yield column

    def charges(self, place: int, prices: Mapping[Key, int]) -> Points:
        """Return what each candidate of a challenge is charged in each window."""
        serves = self._whole.blocks[place].problem.serves
        of, members = self._members_of(place)
        # Floating point is exact here: prices are whole points, and their sums far below 2⁵³.
        charges = np.bincount(members, self._by_number(prices)[of], minlength=serves.size)
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

    def _by_number(self, prices: Mapping[Key, int]) -> NDArray[np.float64]:
        """Return what each row charges, by its number; all challenges ask about the same prices in turn."""
        if self._priced[0] is not prices or len(self._priced[1]) < len(self.rows):
            own = [prices.get(key, 0) * row.sign for key, row in self.rows.items()]
            self._priced = prices, np.array(own, dtype=np.float64)
        return self._priced[1]

    def _members_of(self, place: int) -> tuple[Points, Points]:
        """Return the numbers of the rows of a challenge, one for each of their visits, and these visits, sorted."""
        new = self._new[place]
        if new:
            of, members = self._members[place]
            numbers = np.repeat([number for number, _ in new], [len(own) for _, own in new])
            members = np.concatenate((members, *(own for _, own in new)))
            order = np.argsort(members, kind="stable")
            self._members[place] = np.concatenate((of, numbers))[order], members[order]
            new.clear()
        return self._members[place]

    def _visits(self, column: TeamColumn) -> list[int]:
        width = len(self._whole.blocks[column.block].problem.starts)
        return [candidate * width + column.window for candidate in column.candidates]
