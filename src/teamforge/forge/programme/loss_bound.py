"""
The bound on the greatest loss, by weights: no plan with as few challenges without a team has a smaller greatest loss.

If no challenge of a plan loses more than φ, then Σ w·loss ≤ φ·Σ w for any weights w ≥ 0. So a bound on what plans are
worth, with these weights for priorities, is one on φ. The linear program that seeks the least φ has a row for each
challenge, that its loss is at most φ; the prices of these rows are the weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from math import sqrt

import numpy as np

from teamforge.certificate.programme import LossCertificate, WeightedProof
from teamforge.forge.programme.column_generation import ColumnGeneration, row_prices
from teamforge.forge.programme.exchanges import Exchanges
from teamforge.forge.programme.rows import Key, SharedRows, broken
from teamforge.forge.programme.visits import TeamColumn, visits_of
from teamforge.problem.arrays import Points
from teamforge.search.bound import Prices
from teamforge.search.programme.master import Box, Master
from teamforge.search.programme.pricing import Order, PricingResult, certificate_of, price

_UNIT = 100
"""The weight of a challenge, on average."""
_FIRST_WIDTH = 400.0 * _UNIT
"""How far a price may move from the best so far at first: less than what a member of a team brings."""
_FIRST_SHARE = 0.5 * _UNIT
"""The same for a weight."""
_PER_PRICE = 2000.0 * _UNIT
"""The box of a price above this widens with the square root of the price over this."""
_MUCH = 0.35
"""The box doubles when the bound rises by more than this share of what its prices promised."""
_SWAPS, _SETTLED = 4, 0.1
"""The most rounds of exchanges between two rounds of pricing, as long as they bring more than this share of the gap."""
_HIGHEST = float(1 << 40)
"""The highest price, and the cost of having no team for a challenge that must have one."""
_LOSS = "loss"
"""The family of the rows of losses."""


@dataclass(eq=False)
class LossBound:
    """
    The search for weights and prices that prove a bound on the greatest loss.

    Parameters
    ----------
    generation
        The challenges, what the search found for each alone, and the prices, rows and teams to begin with.
    known
        The greatest loss of a plan, from 1.
    without
        How many challenges that plan leaves without a team, each counted by its priority.

    Attributes
    ----------
    bound
        No plan with as few challenges without a team has a smaller greatest loss; 0 if that is all that is proved.
    weights, prices, found
        What proves it: the weight of each challenge with a team alone, the prices of the rows that challenges share,
        and what pricing these challenges found.
    """

    generation: ColumnGeneration
    known: int
    without: int
    bound: int = 0
    found: Mapping[int, PricingResult] = field(default_factory=dict)
    columns: dict[TeamColumn, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Build the linear program: its columns are teams with what they lose, and the greatest loss itself."""
        self.year = self.generation.whole
        self.shared = SharedRows(self.year)
        blocks, alone = self.year.blocks, self.generation.alone
        self._best = {place: each.points for place, each in enumerate(alone) if each.points is not None}
        self._sum = _UNIT * len(self._best)
        self._cost = self._sum * self.known
        self._must = self.without - sum(block.priority for place, block in enumerate(blocks) if place not in self._best)
        cost = {
            place: round(_HIGHEST) if blocks[place].confirmed else blocks[place].priority * self._cost
            for place in self._best
        }
        self._master: Master[Key, TeamColumn] = Master({**cost, len(blocks): 0}, self.generation.run.budget)
        for place in self._best:
            self._master.add_row((_LOSS, place), 0, {})
        uses: dict[Key, int] = {(_LOSS, place): -self.known for place in self._best}
        self._master.add_column(TeamColumn(len(blocks), 0, ()), len(blocks), -self._cost, uses)
        self._of: dict[int, list[TeamColumn]] = {place: [] for place in self._best}
        self._width, self._value, self._promised, self._converged = 1.0, float("-inf"), float("inf"), False
        self.shared.extend(self.generation.shared.rows.values(), self._master.add_row)
        for column in self.generation.columns:
            self._add(column)
        share = self._sum / max(1, sum(blocks[place].priority for place in self._best))
        self.weights: Mapping[int, int] = {place: max(1, round(share * blocks[place].priority)) for place in self._best}
        self.prices: Mapping[Key, int] = {key: round(share * own) for key, own in self.generation.prices.items()}
        self._known = {place: _times(share, self.generation.known(place)) for place in self._best}

    def rounds(self, most: int) -> None:
        """
        Price every challenge under weights and prices, and find better ones, until they can bring no point more.

        Raises
        ------
        KeyboardInterrupt, TimeUpError
            If time runs out before; `bound` is what was proved until then.
        """
        weights, prices = self.weights, self.prices
        for _ in range(most):
            self._price(weights, prices)
            done = self._converged and self._promised - self._value < 1
            if not self._best or self.bound >= self.known or done:
                break
            for _ in range(_SWAPS):
                weights, prices = self._solve()
                if self._exchanged(weights, prices) <= _SETTLED * (self._promised - self._value):
                    break

    def certificate(self) -> LossCertificate | None:
        """Return the proof of the bound; None if it proves nothing."""
        if self.bound < 1:
            return None
        order = partial(self._order, weights=self.weights, prices=self.prices)
        proved = self.generation.run.whatever_happens(
            certificate_of, lambda place: (order(place), self.found[place]), tuple(self.found)
        )
        challenges = (
            WeightedProof(
                challenge_id=self.year.blocks[place].id,
                weight=self.weights[place],
                bound=each.bound,
                certificate=proof,
            )
            for (place, each), proof in zip(self.found.items(), proved, strict=True)
        )
        return LossCertificate(
            bound=self.bound, cost=self._cost, rows=row_prices(self.prices), challenges=tuple(challenges)
        )

    def _price(self, weights: Mapping[int, int], prices: Mapping[Key, int]) -> None:
        """Price every challenge, and adopt what proves more than before."""
        order = partial(self._order, weights=weights, prices=prices)
        results = self.generation.run(price, order, tuple(self._best))
        found = dict(zip(self._best, results, strict=True))
        # Σ w·loss + cost·priorities of those without is at least this, in every plan.
        least = -sum(own * self.shared.rows[key].limit for key, own in prices.items())
        for place, each in found.items():
            block = self.year.blocks[place]
            gone = block.priority * self._cost
            lost = gone if each.bound is None else weights[place] * self._best[place] - each.bound
            least += lost if block.confirmed and each.bound is not None else min(gone, lost)
        least -= self._cost * self._must
        value = least / max(1, sum(weights.values()))
        if value > self._value:
            self._width *= 2 if value - self._value > _MUCH * (self._promised - self._value) else 1
            self._value, self.weights, self.prices, self.found = value, weights, prices, found
            self.bound = max(0, -(-least // max(1, sum(weights.values()))))
        else:
            self._width /= 2
        for place, each in found.items():
            self._known[place] = each.known
            for choice in each.choices:
                self._add(TeamColumn(place, choice.window, choice.candidates))

    def _order(self, place: int, weights: Mapping[int, int], prices: Mapping[Key, int]) -> Order:
        charges = self.shared.charges(place, prices)
        return Order(self.year.blocks[place].problem, weights[place], charges, self._known[place])

    def _solve(self) -> tuple[Mapping[int, int], Mapping[Key, int]]:
        """Return weights and prices from the linear program, in their boxes; add the rows that its solution breaks."""
        box: dict[Key, Box] = {(_LOSS, place): self._box(own, _FIRST_SHARE) for place, own in self.weights.items()}
        box |= {key: self._box(self.prices.get(key, 0), _FIRST_WIDTH) for key in self.shared.rows}
        solution = self._master.solve(box)
        self._master.close()
        shares = ((column, share) for column, share in solution.values.items() if column.block in self._best)
        rows = broken(self.year, visits_of(self.year, shares), self.shared.rows)
        more = self.shared.extend(rows, self._master.add_row)
        self._converged = not (solution.walls or more)
        self._promised = (-solution.worth - self._cost * self._must) / self._sum
        prices = {key: max(0, round(own)) for key, own in solution.prices.items()}
        weights = {place: max(1, prices.pop((_LOSS, place))) for place in self._best}
        return weights, prices

    def _exchanged(self, weights: Mapping[int, int], prices: Mapping[Key, int]) -> float:
        """Add teams near the best ones found; return how much smaller the greatest loss could be with them."""
        blocks = [replace(block, priority=weights.get(place, 1)) for place, block in enumerate(self.year.blocks)]
        exchanges, gained = Exchanges(replace(self.year, blocks=tuple(blocks))), 0
        for place, own in self._of.items():
            if not own:
                continue
            charges, weight = self.shared.charges(place, prices), weights[place]
            worth = -weight * np.array([self.columns[each] for each in own]) - self.shared.charged_each(place, charges)
            best = int(worth.max())
            near = {
                column: -weight * self._loss(column) - _charged(column, charges)
                for column in exchanges.near(place, own, worth, charges)
            }
            gained += max(0, max(near.values(), default=best) - best)
            for column, now in near.items():
                if now > best:
                    self._add(column)
        return gained / self._sum

    def _loss(self, column: TeamColumn) -> int:
        if column in self.columns:
            return self.columns[column]
        return self._best[column.block] - self.year.blocks[column.block].problem.score(column.choice)

    def _add(self, column: TeamColumn) -> None:
        uses: dict[Key, int] = {}
        if column not in self.columns:
            self.columns[column] = self._loss(column)
            self._of[column.block].append(column)
            uses = {**self.shared.know(column), (_LOSS, column.block): self.columns[column]}
        self._master.add_column(column, column.block, 0, uses)

    def _box(self, centre: int, width: float) -> Box:
        width *= self._width * max(1.0, sqrt(centre / _PER_PRICE))
        return Box(max(0.0, centre - width), centre, min(centre + width, _HIGHEST))


def _charged(column: TeamColumn, charges: Points) -> int:
    return int(charges[list(column.candidates), column.window].sum())


def _times(share: float, known: Iterable[Prices]) -> tuple[Prices, ...]:
    """Return prices of a problem as prices of the same problem with all points times a share."""
    return tuple(
        tuple({number: round(share * own) for number, own in priced.items()} for priced in prices) for prices in known
    )
