"""A valid plan: first from the teams generated, one by one; then groups of challenges are composed again together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from teamforge.forge.programme.barred import free_beside
from teamforge.forge.programme.column_generation import ColumnGeneration
from teamforge.forge.programme.dive import dive
from teamforge.forge.programme.part import part_of
from teamforge.forge.programme.rows import Key, broken
from teamforge.forge.programme.rows.change import StandingSeats
from teamforge.forge.programme.visits import TeamColumn, VisitShare, visits_of
from teamforge.search import Budget
from teamforge.search.programme.choose import TeamOption, choose
from teamforge.search.programme.pricing import Order, price

Plan = Mapping[int, TeamColumn]
"""The team of each challenge that has one."""

_KEEP = 10_000_000
"""More points than any team has: the worth of a seat that is kept, when the fewest changes are sought."""
_ROUNDS = 3
"""The most rounds of pricing when some challenges are planned again: the prices of the whole are near already."""
_LARGE, _LARGE_ROUNDS = 24, 1
"""From this many challenges on there is one round, and then a dive: the teams are not fixed all at once."""
_SHARE, _SHARE_OF_ALL = 0.2, 0.05
"""The share of the challenges left whose teams are fixed at once: when some are planned, and when all are."""
_MOST_COLUMNS = 6_000
"""The most teams to choose from at once."""


@dataclass(eq=False)
class Composer:
    """
    Makes plans from the teams that column generation has found, and adds every team it finds to them.

    Parameters
    ----------
    generation
        The rows, the prices and the teams found so far.
    budget
        The time that is left.
    """

    generation: ColumnGeneration
    budget: Budget

    def rounded(self) -> Plan:
        """Return the teams with the largest shares in the linear program, as far as every row holds."""
        shared, chosen = self.generation.shared, self.generation.chosen
        while True:
            order = sorted(filter(self.generation.allowed, chosen), key=lambda each: (-chosen[each], each))
            plan = {column.block: column for column in shared.packed(order)}
            if not self._break(plan.values()):
                return plan

    def complete(self, plan: Plan, places: Iterable[int], share: float) -> Plan:
        """
        Return a plan with the teams of some challenges composed again, one after the other, with all others fixed.

        Parameters
        ----------
        plan
            The plan to change.
        places
            The challenges, in order; the teams they have are dropped.
        share
            The share of the prices that each is charged: 1 leaves the others what they value more, 0 ignores them.
        """
        generation = self.generation
        places = list(places)
        now = {place: column for place, column in plan.items() if place not in places}
        for place in places:
            block = generation.whole.blocks[place]
            found = price(self._order(place, now, share), self.budget)
            if not found.choices:
                continue
            column = TeamColumn(place, found.choices[0].window, found.choices[0].candidates)
            generation.add(column)
            worth = block.confirmed or generation.columns[column] >= -block.without
            worth = worth and generation.allowed(column)
            # Together with the other teams it can have too many of one organisation in a week.
            if worth and not self._break([*now.values(), column]):
                now[place] = column
        return now

    def keeping(self, standing: StandingSeats) -> Plan:
        """Return a plan that keeps most of the plan that stands: team by team, preferring whoever is on it."""
        generation, plan = self.generation, dict[int, TeamColumn]()
        places = range(len(generation.whole.blocks))
        for place in sorted(places, key=lambda each: -len(standing.visits.get(each, ()))):
            order = self._order(place, plan, 0.0)
            for visit in standing.visits.get(place, ()):
                candidate, window = divmod(int(visit), order.charges.shape[1])
                order.charges[candidate, window] -= _KEEP
            for choice in price(order, Budget.start(None)).choices[:1]:
                column = TeamColumn(place, choice.window, choice.candidates)
                generation.add(column)
                if generation.allowed(column) and not self._break([*plan.values(), column]):
                    plan[place] = column
        return plan

    def filled(self, plan: Plan) -> Plan:
        """Return a plan with teams for challenges that have none, next to the others, as far as there are any."""
        for share in (1.0, 0.0):
            plan = self.complete(plan, [place for place in self.urgent if place not in plan], share)
        return plan

    @property
    def urgent(self) -> Sequence[int]:
        """All challenges: those that must have a team come first, then those that lose most without one."""
        blocks = self.generation.whole.blocks
        return sorted(range(len(blocks)), key=lambda place: (not blocks[place].confirmed, -self.loss(place, {}), place))

    def anew(self, plan: Plan, places: Sequence[int], work: float) -> Plan:
        """
        Return a plan at least as good: some challenges are planned again together, with the teams of the others fixed.

        Parameters
        ----------
        plan
            The plan to improve.
        places
            The challenges, sorted.
        work
            The limit on work, as for `choose`.
        """
        part = part_of(self.generation, plan, {place: self.favoured(place) for place in places})
        now = {here: plan[place].moved(here) for here, place in enumerate(places) if place in plan}
        for column in now.values():
            part.add(column)
        least = part.worth(now)
        large, whole = len(places) >= _LARGE, len(places) == len(self.generation.whole.blocks)
        # The whole programme is priced already.
        for _ in range(0 if whole else _LARGE_ROUNDS if large else _ROUNDS):
            part.round()
            if part.bound <= least:
                return plan
            if part.gap < 1:
                break
        if large or whole:
            dive(part, least, _SHARE_OF_ALL if whole else _SHARE)
        within = Composer(part, self.budget)
        found = within.filled(within.rounded())
        better = part.worth(found) > least and part.keeps(found)
        best = within.chosen(found if better else now, range(len(places)), work)
        other = {place: column for place, column in plan.items() if place not in places}
        other |= {places[here]: column.moved(places[here]) for here, column in best.items()}
        for column in (*other.values(), *(each.moved(places[each.block]) for each in part.chosen)):
            self.generation.add(column)
        better = self.generation.worth(other) > self.generation.worth(plan)
        return other if better and self.generation.keeps(other) and not self._break(other.values()) else plan

    def chosen(self, plan: Plan, places: Sequence[int], work: float) -> Plan:
        """Return a plan at least as good: some challenges get the best of the teams found, the others keep theirs."""
        if not places:
            return plan
        generation = self.generation
        shared, blocks = generation.shared, generation.whole.blocks
        fixed = [column for place, column in plan.items() if place not in places]
        hint = {place: plan[place] for place in places if place in plan}
        left = generation.bound - generation.worth(plan) - 1
        left -= sum(self.loss(place, plan) for place in range(len(blocks)) if place not in places)
        found = (column for place in places for column in generation.of(place) if generation.allowed(column))
        among = sorted((self.reduced(column), column) for column in found)
        columns = {*hint.values(), *(column for cost, column in among[:_MOST_COLUMNS] if cost <= left)}
        without = {place: None if blocks[place].confirmed else blocks[place].without for place in places}
        for _ in range(8):
            usage = shared.usage(fixed)
            numbers: dict[Key, int] = {}
            teams = [
                TeamOption(
                    column,
                    column.block,
                    generation.columns[column],
                    {numbers.setdefault(key, len(numbers)): use for key, use in shared.uses(column).items()},
                )
                for column in sorted(columns)
            ]
            limits = [shared.rows[key].limit - usage[key] for key in numbers]
            best = choose(teams, without, limits, hint, self.budget, work)
            if best is None:
                return plan
            other = {column.block: column for column in (*fixed, *best.columns.values())}
            if not self._break(other.values()):
                return other if generation.worth(other) > generation.worth(plan) else plan
        return plan

    def loss(self, place: int, plan: Plan) -> int:
        """Return how much less a challenge has in a plan than the most it could have, under the prices."""
        if place in plan:
            return self.reduced(plan[place])
        return self.generation.most(place) + self.generation.whole.blocks[place].without

    def reduced(self, column: TeamColumn) -> int:
        """Return how much less a team is worth than the best its challenge could have, under the prices."""
        generation = self.generation
        charged = generation.shared.charged(column, generation.prices)
        return generation.most(column.block) - generation.columns[column] + charged

    def favoured(self, place: int) -> Sequence[TeamColumn]:
        """Return the teams found for a challenge, those that the prices favour most first."""
        generation = self.generation
        charges = generation.shared.charges(place, generation.prices)
        worth, found = generation.worth_of(place, charges), generation.of(place)
        return [found[each] for _, _, each in sorted(zip((-worth).tolist(), found, range(len(found)), strict=True))]

    def _order(self, place: int, plan: Plan, share: float) -> Order:
        """Return the order for a team next to those of a plan."""
        generation = self.generation
        block = generation.whole.blocks[place]
        prices = {key: round(share * own) for key, own in generation.prices.items()}
        serves = free_beside(generation.whole, place, self._visits(plan.values()))
        charges = generation.shared.charges(place, prices)
        return Order(block.problem, block.priority, charges, generation.known(place), 1, serves)

    def _visits(self, columns: Iterable[TeamColumn]) -> list[VisitShare]:
        return visits_of(self.generation.whole, ((column, 1.0) for column in columns))

    def _break(self, columns: Iterable[TeamColumn]) -> bool:
        """Return whether teams together break rows, and add these rows to those that count."""
        rows = broken(self.generation.whole, self._visits(columns), self.generation.shared.rows)
        self.generation.add_rows(rows)
        return bool(rows)
