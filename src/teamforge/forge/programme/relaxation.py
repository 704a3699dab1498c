"""The prices of what challenges share, by rounds of pricing, and the bound that they prove."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows import Key, Row, broken
from teamforge.forge.programme.visits import Column, visits_of
from teamforge.problem.arrays import Points
from teamforge.search.bound import Prices
from teamforge.search.programme.master import Master
from teamforge.search.programme.pricing import Priced, price

__all__ = ["Map", "Relaxation"]

Map = Callable[..., Iterable[Priced]]
"""`map`, or that of an executor."""
_FIRST_WIDTH = 400.0
_PER_PRICE = 2000.0
"""The box of a price is as much wider as the price is a multiple of this."""


@dataclass(eq=False)
class Relaxation:
    """
    The rows, the teams found and the best prices so far.

    Attributes
    ----------
    rows
        The rows that something broke so far.
    prices
        Whole points a row: the best so far.
    bound
        No plan has more points, by these prices.
    bounds
        For each challenge the bound of its search under them; None where it has no team.
    """

    whole: Year
    run: Map
    rows: dict[Key, Row] = field(default_factory=dict)
    columns: dict[Column, int] = field(default_factory=dict)
    prices: dict[Key, int] = field(default_factory=dict)
    bound: int | None = None
    bounds: list[int | None] = field(default_factory=list)
    best: list[Priced] = field(default_factory=list)
    width: float = _FIRST_WIDTH
    done: bool = False

    def __post_init__(self) -> None:
        blocks = self.whole.blocks
        self._master: Master[Key, Column] = Master({place: block.without for place, block in enumerate(blocks)})
        self._known: list[tuple[Prices, ...]] = [() for _ in blocks]
        self._trial: dict[Key, int] = {}
        self._promised = 0.0
        self._converged = False

    def charges(self, place: int, prices: Mapping[Key, int]) -> Points:
        """Return what each candidate of a challenge is charged in each window."""
        problem = self.whole.blocks[place].problem
        charges = np.zeros(problem.serves.size, dtype=np.int64)
        for key, own in prices.items():
            members = self.rows[key].members.get(place)
            if own and members:
                charges[np.fromiter(members, dtype=np.intp, count=len(members))] += own
        return charges.reshape(problem.serves.shape)

    def round(self) -> None:
        """Price every challenge under the prices on trial, take the bound over, and put new prices on trial."""
        blocks, places = self.whole.blocks, range(len(self.whole.blocks))
        found = list(
            self.run(
                price,
                [block.problem for block in blocks],
                [block.priority for block in blocks],
                [self.charges(place, self._trial) for place in places],
                self._known,
            )
        )
        self._known = [each.known for each in found]
        self._take_bound(found)
        for place, each in enumerate(found):
            for choice in each.choices:
                self.add(Column(place, choice.window, choice.candidates))
        self.done = self._converged and self.bound is not None and self.bound - self._promised < 1
        self._new_prices()

    def _take_bound(self, found: list[Priced]) -> None:
        bounds = [each.bound for each in found]
        total = sum(own * self.rows[key].limit for key, own in self._trial.items())
        for block, most in zip(self.whole.blocks, bounds, strict=True):
            total += -block.without if most is None else max(-block.without, most)
        if self.bound is None or total < self.bound:
            self.width *= 1 if self.bound is None else 2
            self.bound, self.bounds, self.prices, self.best = total, bounds, dict(self._trial), found
        else:
            self.width /= 2

    def add(self, column: Column) -> None:
        """Add a team to those found."""
        if column in self.columns:
            return
        block = self.whole.blocks[column.block]

        points = block.priority * block.problem.score(column.choice)
        self.columns[column] = points
        uses = {key: use for key, row in self.rows.items() if (use := row.use(self.whole, column))}
        self._master.add_column(column, column.block, points, uses)

    def add_rows(self, rows: Iterable[Row]) -> bool:
        """Add rows to those that count; return whether any was new."""
        new = [row for row in rows if row.key not in self.rows]
        for row in new:
            self.rows[row.key] = row
            uses = {column: use for column in self.columns if (use := row.use(self.whole, column))}
            self._master.add_row(row.key, row.limit, uses)
        return bool(new)

    def _new_prices(self) -> None:
        """Solve the master in its box, with the rows that its solution breaks, and put its prices on trial."""
        for _ in range(6):
            solution = self._master.solve({key: self._box(key) for key in self.rows})
            if not self.add_rows(broken(self.whole, visits_of(self.whole, solution.values.items()))):
                break
        self._promised, self._converged = solution.worth, not solution.walls
        self._trial = {key: max(0, round(own)) for key, own in solution.prices.items()}

    def _box(self, key: Key) -> tuple[float, float]:
        centre = self.prices.get(key, 0)
        width = self.width * max(1.0, centre / _PER_PRICE)
        return max(0.0, centre - width), centre + width
