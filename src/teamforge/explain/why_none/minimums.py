"""Minimums of team rules that ask for more members than there are seats: proved by counting alone."""

from __future__ import annotations

import numpy as np

from teamforge.challenge import TeamRule
from teamforge.problem import Eligibility, Instance
from teamforge.result.diagnosis import Excess

__all__ = ["find_excess"]


def find_excess(instance: Instance, eligibility: Eligibility) -> Excess | None:
    """Return the minimums on one attribute that exceed the seats by most; None where counting proves nothing."""
    by_attribute: dict[str, list[TeamRule]] = {}
    for rule in instance.challenge.team_rules:
        if rule.strength == "hard" and rule.min and rule.value is not None:
            by_attribute.setdefault(rule.attribute, []).append(rule)
    found = [_of_attribute(instance, eligibility, *each) for each in by_attribute.items()]
    return max((each for each in found if sum(each.minimums) > each.seats), key=_by_how_many, default=None)


def _by_how_many(excess: Excess) -> int:
    return sum(excess.minimums) - excess.seats


def _of_attribute(instance: Instance, eligibility: Eligibility, name: str, rules: list[TeamRule]) -> Excess:
    """Return the minimums on one attribute; the largest alone where a member may have several of the values."""
    seats = instance.challenge.seats
    attribute = instance.pool.attribute(name)
    least: dict[str, int] = {}
    for rule in rules:
        value = instance.pool.attribute_value(name, rule.value or "")
        least[value] = max(least.get(value, 0), rule.min or 0)
    counts = np.array([seat.counts for seat in seats], dtype=np.bool_)
    people = np.unique(eligibility.peers[counts[eligibility.seat]])
    cells = [attribute.values[code] for code in np.unique(attribute.codes[people]).tolist() if code >= 0]
    minimums = sorted(least.values(), reverse=True)
    if any(len(least.keys() & set(cell)) > 1 for cell in cells):
        minimums = minimums[:1]
    return Excess(name, tuple(minimums), int(counts.sum()), len(seats), for_host=not rules[0].private)
