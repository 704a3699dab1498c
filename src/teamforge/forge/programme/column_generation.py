"""The prices of what challenges share, by rounds of pricing, and the bound that they prove."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import sqrt

import numpy as np

from teamforge.certificate.format import Certificate
from teamforge.certificate.programme import RowPrice
from teamforge.forge.programme.blocks import Block, Year
from teamforge.forge.programme.exchanges import Exchanges
from teamforge.forge.programme.rows import Key, Row, SharedRows, broken
from teamforge.forge.programme.rows.year import counting_row
from teamforge.forge.programme.visits import TeamColumn, visits_of
from teamforge.forge.programme.workers import Workers
from teamforge.log import log_failure
from teamforge.problem import Choice
from teamforge.problem.arrays import Points
from teamforge.search import SearchResult
from teamforge.search.bound import Prices
from teamforge.search.budget import TimeUpError
from teamforge.search.programme.first import ChallengeDemand, first_prices
from teamforge.search.programme.master import Box, Master
from teamforge.search.programme.pricing import Order, PricingResult, certificate_of, price, priced_already

_FIRST_WIDTH = 400.0
"""How far a price may move from the best so far, in points, at first: less than a member of a team brings."""
_NARROW = 100.0
"""Exchanges alone make the box no narrower than this: then it is time to price."""
_SETTLED = 0.1
"""Exchanges go on while they bring more than this share of what the prices leave open; then pricing brings more."""
_WIDE = 20_000.0
"""The same once teams are fixed: what a whole team brings."""
_MOST_SWAPS, _MOST_SWAPS_NEARLY = 6, 4
"""The most rounds of exchanges between two rounds of pricing; and where a large linear program is solved nearly."""
_MOST_SWAPS_FIXED, _SETTLED_FIXED = 2, 0.05
"""Once teams are fixed: the most rounds of exchanges, as long as they bring more than this share of what is hoped."""
_PER_PRICE = 2000.0
"""The box of a price above this widens with the square root of the price over this."""
_MUCH = 0.35
"""The box doubles when the bound falls by more than this share of what its prices promised."""
_PART = 8
"""The gaps that are left open in single challenges add up to at most the whole gap divided by this."""
_HIGHEST = float(1 << 36)
"""The highest price: more than the points of any team."""
_CLEAR = 1 << 40
"""The cost, in the linear program, of having no team for a challenge that must have one."""


@dataclass(eq=False)
class ColumnGeneration:
    """
    The rows, the teams found and the best prices so far.

    Parameters
    ----------
    whole, alone
        The challenges, and what the search found for each alone.
    run
        Who prices them.
    before
        The same for a programme of the same challenges and candidates: its rows, teams and prices are where this one
        starts.
    start
        What a place of a peer in a programme year is worth, if it is roughly known.
    exchanges
        Those of the challenges, for a part of a programme; None for a whole one.

    Attributes
    ----------
    prices
        The best prices so far, in whole points, by row.
    bound
        No plan has more points, by these prices.
    best
        What pricing each challenge under these prices found.
    columns
        The teams found so far, with their points.
    chosen
        The share of each team that the last linear program chose; before the first, what each team is worth.
    fixed
        The teams that are fixed, by challenge.
    """

    whole: Year
    alone: Sequence[SearchResult]
    run: Workers
    before: ColumnGeneration | None = None
    start: Mapping[tuple[int, int], int] = field(default_factory=dict)
    exchanges: Exchanges | None = None
    fixed: dict[int, TeamColumn] = field(default_factory=dict)
    shared: SharedRows = field(init=False)
    columns: dict[TeamColumn, int] = field(default_factory=dict)
    prices: dict[Key, int] = field(default_factory=dict)
    bound: int = 0
    best: list[PricingResult] = field(default_factory=list)
    width: float = _FIRST_WIDTH
    proved: bool = False
    chosen: Mapping[TeamColumn, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with the teams composed alone, the bound that they prove, and first prices on trial."""
        blocks = self.whole.blocks
        self.shared = SharedRows(self.whole)
        self._master: Master[Key, TeamColumn] = Master(
            {place: _CLEAR if block.confirmed else block.without for place, block in enumerate(blocks)},
            self.run.budget,
            exact=self.exchanges is not None,  # teams are fixed one after another: from its last basis GLOP is fast
        )
        self._of: list[list[TeamColumn]] = [[] for _ in blocks]
        self._promised, self._converged = 0.0, False
        self._likely: list[list[Choice]] = [[] for _ in blocks]
        self.near = self.exchanges or Exchanges(self.whole)
        self.best = self.best or [
            PricingResult(
                None if each.bound is None else block.priority * each.bound,
                # A team that breaks a limit by itself is no column: shares of it would promise what no plan can have.
                () if each.choice is None or not block.problem.holds(each.choice) else (each.choice,),
                tuple((0, prices) for prices in _times(block.priority, block.widened(each.prices))),
                {},
            )
            for block, each in zip(blocks, self.alone, strict=True)
        ]
        self.bound = self._total({}, self.best)
        self._take(self.best)
        self.chosen = {column: worth + blocks[column.block].without for column, worth in self.columns.items()}
        self._trial: dict[Key, int] = {}
        self._begun = self.before is not None
        if self.before is not None:
            self._trial = self._prices_before(self.before)

    def begin_at(self, prices: Mapping[Key, int], rows: Iterable[Row]) -> None:
        """Begin with some rows, and with those prices that are theirs."""
        self.add_rows(rows)
        self.prices = {key: price for key, price in prices.items() if key in self.shared.rows}
        self.bound, self._trial, self._begun = self._total(self.prices, self.best), dict(self.prices), True

    def of(self, place: int) -> Sequence[TeamColumn]:
        """Return the teams found for a challenge."""
        return self._of[place]

    def worth_of(self, place: int, charges: Points) -> Points:
        """Return what each team found for a challenge is worth under some charges."""
        return np.array([self.columns[each] for each in self._of[place]]) - self.shared.charged_each(place, charges)

    def known(self, place: int) -> tuple[Prices, ...]:
        """Return the prices with which to begin a search of a challenge."""
        return self.best[place].known

    def allowed(self, column: TeamColumn) -> bool:
        """Return whether a plan may have a team that was found: whether it has enough points."""
        block = self.whole.blocks[column.block]
        return block.least is None or self.columns[column] >= block.priority * block.least

    def worth(self, plan: Mapping[int, TeamColumn]) -> int:
        """Return the points of a plan."""
        return sum(
            self.columns[plan[place]] if place in plan else -block.without
            for place, block in enumerate(self.whole.blocks)
        )

    def round(self) -> None:
        """Price every challenge under the prices on trial, adopt a better bound, and put new prices on trial."""
        if not self._begun:
            self._trial, self._begun = self._of_years(self.start or self._first_prices()), True
        tolerance = round((self.bound - self._promised) / (_PART * len(self.whole.blocks))) if self._promised else 0
        orders = partial(self._order, prices=self._trial, tolerance=max(0, tolerance))
        found = self.run(price, orders, range(len(self.whole.blocks)))
        total = self._total(self._trial, found)
        if total < self.bound:
            # Widen if the prices kept much of what they promised.
            self.width *= 2 if self.bound - total > _MUCH * (self.bound - self._promised) else 1
            self.bound, self.best, self.prices, self.proved = total, found, dict(self._trial), True
        else:
            self.width /= 2
        self._take(found)
        self._new_prices()

    @property
    def gap(self) -> float:
        """How far the bound is from what the linear program promises; infinite while its box holds it back."""
        return self.bound - self._promised if self._converged else float("inf")

    def settle(self, least: int) -> int:
        """
        Solve the linear program until exchanges bring little; return how much more than `least` it promises.

        That is for teams that were fixed: the best prices of before say little then.
        """
        for _ in range(_MOST_SWAPS_FIXED):
            self._solve(self._trial, _WIDE)
            if self._exchanged() <= _SETTLED_FIXED * (self._promised - least) or self.run.budget.over():
                break
        return round(self._promised) - least

    def fix(self, column: TeamColumn) -> None:
        """Fix the team of a challenge for good."""
        self.fixed[column.block] = column
        self._master.fix(column, column.block)

    def certificates(self) -> Iterator[tuple[int | None, Certificate]]:
        """
        Yield the bound of each challenge under the best prices, with its proof.

        If no prices are better than none, each challenge is priced once more, because each priority makes a problem of
        its own; if that is ended, or fails, from what is known of it alone. The bound of a plan is set accordingly.
        """
        order, places = partial(self._order, prices=self.prices, tolerance=0), range(len(self.whole.blocks))
        if not self.proved:
            self.best = self._best_again(order, places)
            self.bound = self._total(self.prices, self.best)
        written = self.run.whatever_happens(certificate_of, lambda place: (order(place), self.best[place]), places)
        for each, certificate in zip(self.best, written, strict=True):
            yield each.bound, certificate

    def _best_again(self, order: Callable[[int], Order], places: Sequence[int]) -> list[PricingResult]:
        if not self.run.budget.over():
            try:
                return self.run(price, order, places)
            except (KeyboardInterrupt, TimeUpError):
                pass
            except Exception as error:  # noqa: BLE001 -- whatever it is, the plan must not be lost to it
                log_failure("plan", error)
        return [priced_already(order(place)) for place in places]

    def add(self, column: TeamColumn, points: int | None = None) -> None:
        """Add a team to those found; its points, times the priority, may be known."""
        if column not in self.columns:
            block = self.whole.blocks[column.block]
            self.columns[column] = block.priority * block.problem.score(column.choice) if points is None else points
            self._of[column.block].append(column)
            uses = self.shared.know(column)
        else:
            uses = {}
        self._master.add_column(column, column.block, self.columns[column], uses)

    def use(self, plan: Mapping[int, TeamColumn], row: Row) -> int:
        """Return how often a plan uses a row."""
        return self.shared.usage(plan.values()).get(row.key, 0)

    def keeps(self, plan: Mapping[int, TeamColumn]) -> bool:
        """Return whether a plan keeps every row that counts so far."""
        usage = self.shared.usage(plan.values())
        return all(usage.get(key, 0) <= row.limit for key, row in self.shared.rows.items())

    def add_rows(self, rows: Iterable[Row]) -> bool:
        """Add rows to those that count; return whether any was new."""
        return self.shared.extend(rows, self._master.add_row)

    def _order(self, place: int, prices: Mapping[Key, int], tolerance: int) -> Order:
        block, charges = self.whole.blocks[place], self.shared.charges(place, prices)
        teams = self._likely[place]
        return Order(block.problem, block.priority, charges, self.known(place), tolerance, teams=teams)

    def _take(self, found: Sequence[PricingResult]) -> None:
        for place, each in enumerate(found):
            for choice in each.choices:
                self.add(TeamColumn(place, choice.window, choice.candidates))

    def proved_of(self, year: Year) -> int:
        """Return the bound that the best prices prove of the same programme with other costs of no team."""
        return self._total(self.prices, self.best, year.blocks)

    def _total(
        self, prices: Mapping[Key, int], found: Sequence[PricingResult], blocks: Sequence[Block] | None = None
    ) -> int:
        """Return the bound that some prices prove."""
        total = sum(own * self.shared.rows[key].limit for key, own in prices.items())
        return total + sum(map(_most, blocks or self.whole.blocks, found))

    def most(self, place: int) -> int:
        """Return the most that a challenge can add to a plan, less its charges under the best prices."""
        return _most(self.whole.blocks[place], self.best[place])

    def _prices_before(self, before: ColumnGeneration) -> dict[Key, int]:
        """Take over the rows and the teams that were found before; return the prices."""
        self.add_rows(before.shared.rows.values())
        for column in before.columns:
            if self.whole.blocks[column.block].problem.serves[list(column.candidates), column.window].all():
                self.add(column)
        return before.prices

    def _of_years(self, worth: Mapping[tuple[int, int], int]) -> dict[Key, int]:
        """Return what a place of each peer in a year is worth as the prices of rows, and add these rows."""
        highest = round(_HIGHEST)
        rows = {counting_row(self.whole, peer, year): min(price, highest) for (peer, year), price in worth.items()}
        self.add_rows(rows)
        return {row.key: price for row, price in rows.items()}

    def _first_prices(self) -> dict[tuple[int, int], int]:
        """Return prices for the years of peers wanted by more challenges than can have them."""
        blocks, home = self.whole.blocks, self.whole
        wanted: dict[tuple[int, int], int] = {}
        challenges = []
        for block, each in zip(blocks, self.alone, strict=True):
            if each.choice is None:
                continue
            year = int(block.years[each.choice.window])
            places = np.full(len(block.problem), -1, dtype=np.int64)
            for row in np.flatnonzero(block.counting[block.problem.seat]).tolist():
                key = int(block.problem.peers[row]), year
                places[row] = wanted.setdefault(key, len(wanted))
            window = each.choice.window
            wants = ChallengeDemand(
                block.problem, block.priority, block.without, block.widened(each.prices)[window], window, places
            )
            challenges.append(wants)
        limits = [max(0, home.places(*key)) for key in wanted]
        prices = zip(wanted, first_prices(challenges, limits, self.run.budget), strict=True)
        return {own: round(price) for own, price in prices if round(price) > 0}

    def _new_prices(self) -> None:
        """Put new prices on trial: those of the master, in a box so narrow that exchanges bring little more."""
        for _ in range(_MOST_SWAPS_NEARLY if self._master.nearly else _MOST_SWAPS):
            self._solve(self.prices, self.width)
            gained = self._exchanged()
            if gained <= _SETTLED * (self.bound - self._promised) or self.run.budget.over():
                break
            if self._promised + gained > self.bound and self.width > _NARROW:
                self.width /= 2  # these prices prove nothing better, and exchanges alone show it

    def _exchanged(self) -> int:
        """Add teams near the best ones found; return how much more they are worth under the prices on trial, in all."""
        gained = 0
        for place, own in enumerate(self._of):
            if not own or place in self.fixed:
                continue
            charges = self.shared.charges(place, self._trial)
            worth = self.worth_of(place, charges)
            best = int(worth.max())
            points = self.near.near(place, own, worth, charges)
            if not points:
                continue
            near = {
                column: each - int(charges[list(column.candidates), column.window].sum())
                for column, each in points.items()
            }
            top = max(near, key=near.__getitem__)
            for column, now in near.items():
                if column == top or now > best:
                    self.add(column, points[column])
            gained += max(0, near[top] - best)
            self._likely[place] = [top.choice]
        return gained

    def _solve(self, centres: Mapping[Key, int], width: float) -> None:
        """Solve the master in its box, put its prices on trial, and add the rows that its solution breaks."""
        solution = self._master.solve({key: self._box(key, centres, width) for key in self.shared.rows})
        self._master.close()
        self.chosen = solution.values
        visits = visits_of(self.whole, solution.values.items())
        more = self.add_rows(broken(self.whole, visits, self.shared.rows))
        self._promised, self._converged = solution.worth, not (solution.walls or more)
        self._trial = {key: max(0, round(own)) for key, own in solution.prices.items()}

    def _box(self, key: Key, centres: Mapping[Key, int], width: float) -> Box:
        centre = centres.get(key, 0)
        width *= max(1.0, sqrt(centre / _PER_PRICE))
        return Box(max(0.0, centre - width), centre, min(centre + width, _HIGHEST))


def row_prices(prices: Mapping[Key, int]) -> tuple[RowPrice, ...]:
    """Return prices as a certificate has them."""
    rows = sorted(prices.items(), key=lambda item: tuple(map(str, item[0])))
    return tuple(RowPrice(kind=str(kind), ids=tuple(ids), price=price) for (kind, *ids), price in rows if price)


def _most(block: Block, found: PricingResult) -> int:
    """Return the most that a challenge can add to a plan, less its charges."""
    if found.bound is None:
        return -block.without
    return found.bound if block.confirmed else max(-block.without, found.bound)


def _times(priority: int, proofs: Iterable[Prices]) -> tuple[Prices, ...]:
    """Return prices of a problem as prices of the same problem with all points multiplied."""
    proofs = list(proofs)
    of = {id(prices): tuple({n: priority * own for n, own in priced.items()} for priced in prices) for prices in proofs}
    return tuple(of[id(prices)] for prices in proofs)
