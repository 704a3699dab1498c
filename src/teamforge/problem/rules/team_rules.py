"""Team rules: how many members have an attribute (SPEC.md section 7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import TeamRule
from teamforge.problem.instance import Compilation
from teamforge.problem.labels import labels_of
from teamforge.problem.tallies import Tallies, Term
from teamforge.spec.rounding import round_half_up

NAME = "team_rules"


def hard(compilation: Compilation) -> tuple[Tallies, ...]:
    """Return the tallies of hard team rules."""
    return tuple(
        _tallies(compilation, label, rule, (), rule.min or 0, rule.max)
        for label, rule in _labelled(compilation)
        if rule.strength == "hard"
    )


def soft(compilation: Compilation) -> dict[str, Term]:
    """Return the cost of soft team rules: round(weight·1000/n) per unit outside the range; empty if none is soft."""
    rules = [(label, rule) for label, rule in _labelled(compilation) if rule.strength == "soft"]
    if not rules:
        return {}
    tallies, constant = [], 0
    for label, rule in rules:
        cost = round_half_up(1000 * (rule.weight or 0), compilation.n)
        below, most = rule.min or 0, compilation.n
        inside = most if rule.max is None else rule.max
        # The full cost of a minimum is charged at once; each member with the attribute earns part of it back.
        constant -= cost * below
        gains = [cost if k < below else 0 if k < inside else -cost for k in range(most)]
        tallies.append(_tallies(compilation, label, rule, tuple(gains), 0, None))
    return {f"soft:{NAME}": Term(tallies=tuple(tallies), constant=constant)}


def _labelled(compilation: Compilation) -> list[tuple[str, TeamRule]]:
    """Return the team rules, each with a label that does not depend on their order."""
    rules = sorted(compilation.challenge.team_rules, key=lambda rule: rule.model_dump_json(exclude={"name"}))
    return [(str(place), rule) for place, rule in enumerate(rules)]


def _tallies(
    compilation: Compilation, label: str, rule: TeamRule, gains: tuple[int, ...], minimum: int, maximum: int | None
) -> Tallies:
    """Return the tally of members with the rule's value or, if it names none, a tally for each value."""
    attribute = compilation.pool.attribute(rule.attribute)
    members = np.flatnonzero(compilation.members)
    codes = attribute.codes[compilation.peers[members]]
    if rule.value is not None:
        value = compilation.pool.attribute_value(rule.attribute, rule.value)
        has = np.array([value in values for values in attribute.values] + [False], dtype=np.bool_)
        return Tallies.one(NAME, members[has[codes]], gains, minimum, maximum, label)
    entries, values, names = _expand(codes, attribute.values)
    # The label is the rank of a value, never the value, which may be a political opinion.
    labels = labels_of([(label, str(place)) for place in np.argsort(np.argsort(names))])
    return Tallies.grouped(NAME, members[entries], values, labels, gains, maximum=maximum, smallest=1)


def _expand(
    codes: NDArray[np.int32], cells: Sequence[tuple[str, ...]]
) -> tuple[NDArray[np.intp], NDArray[np.int32], list[str]]:
    """Return the row and the value's number for each value of each row, and the values."""
    numbers: dict[str, int] = {}
    by_cell = [[numbers.setdefault(value, len(numbers)) for value in dict.fromkeys(values)] for values in cells] + [[]]
    sizes = np.array([len(values) for values in by_cell])
    starts = np.concatenate(([0], np.cumsum(sizes)))
    flat = np.array([number for values in by_cell for number in values], dtype=np.int32)
    rows = np.repeat(np.arange(len(codes)), sizes[codes])
    within = np.arange(len(rows)) - np.repeat(np.cumsum(sizes[codes]) - sizes[codes], sizes[codes])
    found = flat[starts[:-1][codes][rows] + within] if len(rows) else np.empty(0, dtype=np.int32)
    return rows, found, list(numbers)
