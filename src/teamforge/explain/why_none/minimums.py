"""Team rules that ask for more members than there are seats, or allow too few: proved by counting alone."""

from __future__ import annotations

from collections import Counter

import numpy as np

from teamforge.challenge import TeamRule
from teamforge.problem import Eligibility, Instance
from teamforge.result.counts import Excess, TooFew


def find_excess(instance: Instance, eligibility: Eligibility) -> Excess | TooFew | None:
    """Return the rules on one attribute that miss the number of seats by most; None if counting proves nothing."""
    return _too_many(instance, eligibility) or _too_few(instance, eligibility)


def _too_many(instance: Instance, eligibility: Eligibility) -> Excess | None:
    by_attribute: dict[str, list[TeamRule]] = {}
    for rule in instance.challenge.team_rules:
        if rule.strength == "hard" and rule.min and rule.value is not None:
            by_attribute.setdefault(rule.attribute, []).append(rule)
    found = [_of_attribute(instance, eligibility, *each) for each in by_attribute.items()]
    return max((each for each in found if sum(each.minimums) > each.seats), key=_by_how_many, default=None)


def _by_how_many(excess: Excess) -> int:
    return sum(excess.minimums) - excess.seats


def _of_attribute(instance: Instance, eligibility: Eligibility, name: str, rules: list[TeamRule]) -> Excess:
    """Return the minimums on one attribute; only the largest if a member may have several of the values."""
    seats = instance.challenge.seats
    least: dict[str, int] = {}
    for rule in rules:
        value = instance.pool.attribute_value(name, rule.value or "")
        least[value] = max(least.get(value, 0), rule.min or 0)
    minimums = sorted(least.values(), reverse=True)
    if any(len(least.keys() & cell) > 1 for cell in _cells(instance, eligibility, name)):
        minimums = minimums[:1]
    return Excess(name, tuple(minimums), sum(seat.counts for seat in seats), len(seats), for_host=not rules[0].private)


def _too_few(instance: Instance, eligibility: Eligibility) -> TooFew | None:
    by_attribute: dict[str, list[TeamRule]] = {}
    for rule in instance.challenge.team_rules:
        if rule.strength == "hard" and rule.max is not None:
            by_attribute.setdefault(rule.attribute, []).append(rule)
    found = [_let_on(instance, eligibility, *each) for each in by_attribute.items()]
    return max((each for each in found if _missing(each) > 0), key=_missing, default=None)


def _missing(few: TooFew) -> int:
    return few.seats - few.others - sum(few.maximums)


def _let_on(instance: Instance, eligibility: Eligibility, name: str, rules: list[TeamRule]) -> TooFew:
    """Return the most members that maximums on one attribute allow: each takes a place of a value, or has no value."""
    most: dict[str, int] = {}
    of_each = min((rule.max or 0 for rule in rules if rule.value is None), default=None)
    for rule in rules:
        if rule.value is not None:
            value = instance.pool.attribute_value(name, rule.value)
            most[value] = min(most.get(value, rule.max or 0), rule.max or 0)
    cells = _cells(instance, eligibility, name)
    held = {value for cell in cells for value in cell}
    if of_each is not None:
        most = {value: min(most.get(value, of_each), of_each) for value in held}
    maximums = sorted((each for value, each in most.items() if value in held), reverse=True)
    others = sum(count for cell, count in cells.items() if not cell & most.keys())
    seats = sum(seat.counts and seat.required for seat in instance.challenge.seats)
    return TooFew(name, tuple(maximums), others, seats, len(rules), for_host=not rules[0].private)


def _cells(instance: Instance, eligibility: Eligibility, name: str) -> Counter[frozenset[str]]:
    """Return each set of an attribute's values, with how many people for a counting seat have exactly that set."""
    attribute = instance.pool.attribute(name)
    counts = np.array([seat.counts for seat in instance.challenge.seats], dtype=np.bool_)
    people = np.unique(eligibility.peers[counts[eligibility.seat]])
    codes, sizes = np.unique(attribute.codes[people], return_counts=True)
    found: Counter[frozenset[str]] = Counter()
    for code, size in zip(codes.tolist(), sizes.tolist(), strict=True):
        found[frozenset(attribute.values[code]) if code >= 0 else frozenset()] += size
    return found
