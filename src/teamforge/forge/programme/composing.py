"""A valid plan: greedily by prices, one by one, then neighbourhoods of challenges composed anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from teamforge.forge.programme.barred import free_beside
from teamforge.forge.programme.relaxation import Relaxation
from teamforge.forge.programme.rows import broken
from teamforge.forge.programme.visits import Column, visits_of
from teamforge.search.programme.pricing import price

__all__ = ["Plan", "compose_each", "improve", "worth"]

Plan = dict[int, Column]
"""The team of each challenge that has one."""


def worth(relaxation: Relaxation, plan: Plan) -> int:
    """Return the points of a plan."""
    return sum(
        relaxation.columns[plan[place]] if place in plan else -block.without
        for place, block in enumerate(relaxation.whole.blocks)
    )


def compose_each(relaxation: Relaxation, plan: Plan, order: Sequence[int], share: float) -> Plan:
    """
    Return a plan with some challenges composed anew, one after the other, each exactly beside all others.

    Parameters
    ----------
    plan
        The teams that stay; of the challenges in `order` none does.
    share
        How much of the prices each is charged: 1 leaves for the others what they are worth there, 0 nothing.
    """
    whole = relaxation.whole
    plan = {place: column for place, column in plan.items() if place not in order}
    prices = {key: round(share * own) for key, own in relaxation.prices.items()}
    for place in order:
        block = whole.blocks[place]
        others = visits_of(whole, ((column, 1.0) for column in plan.values()))
        beside = replace(block.problem, serves=free_beside(whole, place, others))
        found = price(beside, block.priority, relaxation.charges(place, prices), swaps=0)
        if not found.choices:
            continue
        column = Column(place, found.choices[0].window, found.choices[0].candidates)
        relaxation.add(column)
        rows = broken(whole, [*others, *visits_of(whole, [(column, 1.0)])])
        if rows:
            relaxation.add_rows(rows)  # together too many of one organisation in a week
        elif relaxation.columns[column] >= -block.without:
            plan[place] = column
    return plan


def improve(relaxation: Relaxation, plan: Plan, tries: int, seed: int) -> Plan:
    """Return a plan at least as good: some challenges are taken out and composed anew, so many times."""
    rng = Random(seed)  # noqa: S311 -- the choice of neighbourhoods is no secret
    blocks = relaxation.whole.blocks
    places = sorted(range(len(blocks)), key=lambda place: blocks[place].id)
    best = worth(relaxation, plan)
    for _ in range(tries):
        lost = [_loss(relaxation, plan, place) + 1 for place in places]
        out: list[int] = []
        for _ in range(min(len(places), rng.randint(2, 5))):
            out += rng.choices(places, [0 if place in out else loss for place, loss in zip(places, lost, strict=True)])
        other = compose_each(relaxation, plan, out, rng.choice((0.0, 0.5, 1.0)))
        points = worth(relaxation, other)
        if points > best:
            plan, best = other, points
    return plan


def _loss(relaxation: Relaxation, plan: Plan, place: int) -> int:
    """Return how much less a team has, under the prices, than the best of its challenge."""
    whole = relaxation.whole
    most = relaxation.bounds[place]
    best = -whole.blocks[place].without if most is None else max(-whole.blocks[place].without, most)
    if place not in plan:
        return max(0, best + whole.blocks[place].without)
    column = plan[place]
    charged = sum(own * relaxation.rows[key].use(whole, column) for key, own in relaxation.prices.items() if own)
    return max(0, best - relaxation.columns[column] + charged)
