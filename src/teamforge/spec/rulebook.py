"""
The rulebook: every rule and criterion of SPEC.md sections 5 and 6 with its strength, weight and bounds.

A preset gives the values; a challenge overrides them key by key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

__all__ = [
    "BOUNDS",
    "CONFLICT_RULES",
    "CRITERIA",
    "PAIR_RULES",
    "PRESETS",
    "ConflictRule",
    "Criterion",
    "Rulebook",
    "Strength",
    "preset",
]


class Strength(StrEnum):
    """What a rule does when it fires (SPEC.md section 5)."""

    HARD = "hard"
    """Blocks, and cannot be waived."""
    REVIEW = "review"
    """Blocks until a waiver names the peer (or pair) and the rule."""
    SOFT = "soft"
    """Costs points for each member (or pair of members) it fires for."""
    OFF = "off"
    """Does nothing."""


@dataclass(frozen=True, slots=True)
class ConflictRule:
    """
    A conflict rule as it applies to one challenge.

    Parameters
    ----------
    name
        As in SPEC.md section 5.
    strength
        What it does when it fires.
    weight
        1 to 10 for a soft rule, otherwise None or without meaning.
    years
        How far back a past tie counts; None for a rule that has no lookback.
    kinds
        For `same_system` the kinds of organisation that count as a system, in lower case.
    """

    name: str
    strength: Strength
    weight: int | None = None
    years: int | None = None
    kinds: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """
    A criterion as it applies to one challenge.

    Parameters
    ----------
    name
        As in SPEC.md section 6.
    weight
        0 to 10; 0 means no points.
    depth
        For `coverage`, how much the highest, second highest, … level counts; not increasing.
    strength
        For `outside_region`, `hard` or `off`.
    """

    name: str
    weight: int
    depth: tuple[int, ...] | None = None
    strength: Strength | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """
    Every knob of SPEC.md sections 5 and 6 for one challenge.

    Parameters
    ----------
    preset
        The preset it began from.
    criteria
        Name to criterion, in the order of SPEC.md section 6.
    conflicts
        Name to conflict rule, in the order of SPEC.md section 5.
    first_timers_max
        At most so many members with no challenge done.
    rest_days
        Whole days between a member's engagements and the window.
    """

    preset: str
    criteria: Mapping[str, Criterion]
    conflicts: Mapping[str, ConflictRule]
    first_timers_max: int = 2
    rest_days: int = 14

    def override(self, rules: Mapping[str, Mapping[str, object]]) -> Rulebook:
        """
        Return this rulebook with the given keys of the given rules replaced.

        Parameters
        ----------
        rules
            Rule, criterion or bound to key to value, as `Challenge.rules` holds them: checked there.

        Raises
        ------
        KeyError
            If there is no such rule.

        Examples
        --------
        >>> preset("regional").override({"rest": {"rest_days": 7}, "neighbour": {"strength": "off"}}).rest_days
        7
        """
        criteria = dict(self.criteria)
        conflicts = dict(self.conflicts)
        first_timers_max, rest_days = self.first_timers_max, self.rest_days
        for name, given in rules.items():
            keys: dict[str, Any] = {key: _TYPES.get(key, _as_it_is)(value) for key, value in given.items()}
            if name in criteria:
                criteria[name] = replace(criteria[name], **keys)
            elif name in conflicts:
                conflicts[name] = replace(conflicts[name], **keys)
            elif name == "first_timers":
                first_timers_max = keys.get("max", first_timers_max)
            elif name == "rest":
                rest_days = keys.get("rest_days", rest_days)
            else:
                raise KeyError(name)
        return Rulebook(self.preset, criteria, conflicts, first_timers_max, rest_days)


def _as_it_is(value: object) -> object:
    return value


_TYPES: Mapping[str, Callable[[Any], object]] = {
    "strength": Strength,
    "depth": tuple,
    "kinds": lambda kinds: tuple(sorted(set(kinds))),
}
"""How the values of some keys are held; `kinds` is a set, in an order that does not depend on how it was written."""

_HARD, _REVIEW, _OFF = Strength.HARD, Strength.REVIEW, Strength.OFF

_CRITERIA = (
    Criterion("coverage", 10, depth=(4, 2, 1)),
    Criterion("seat_fit", 6),
    Criterion("member_match", 8),
    Criterion("distinct_groups", 4),
    Criterion("outside_region", 6, strength=_OFF),
    Criterion("similar_authority", 6),
    Criterion("fresh", 5),
    Criterion("experienced_lead", 3),
    Criterion("distinct_organisations", 4),
    Criterion("earlier", 2),
)
_CONFLICT_RULES = (
    ConflictRule("current_tie", _HARD),
    ConflictRule("past_tie", _HARD, years=5),
    ConflictRule("commercial_tie", _REVIEW, years=5),
    ConflictRule("job_application", _REVIEW, years=5),
    ConflictRule("personal_tie", _HARD),
    ConflictRule("friendship", _REVIEW),
    ConflictRule("same_system", _REVIEW, kinds=("icb", "ics", "system")),
    ConflictRule("shared_leadership", _REVIEW),
    ConflictRule("neighbour", _REVIEW),
    ConflictRule("reviewed_host", _REVIEW, years=5),
    ConflictRule("reciprocal_review", _REVIEW, years=3),
    ConflictRule("declaration", _REVIEW),
    ConflictRule("pair_tie", _HARD),
    ConflictRule("pair_friendship", _REVIEW),
)

CRITERIA = tuple(criterion.name for criterion in _CRITERIA)
"""The criteria of SPEC.md section 6, in its order."""
CONFLICT_RULES = tuple(rule.name for rule in _CONFLICT_RULES)
"""The conflict rules of SPEC.md section 5, in its order."""
PAIR_RULES = ("pair_tie", "pair_friendship")
"""The conflict rules that fire for two peers together."""
BOUNDS = ("first_timers", "rest")
"""The rules of SPEC.md section 6 that have a bound and no points."""

_DEFAULT = Rulebook(
    "lga_system_wide",
    {criterion.name: criterion for criterion in _CRITERIA},
    {rule.name: rule for rule in _CONFLICT_RULES},
)


def _strict() -> dict[str, Mapping[str, object]]:
    """Return what `strict_independence` overrides."""
    rules: dict[str, Mapping[str, object]] = {"outside_region": {"strength": _HARD}}
    for rule in _CONFLICT_RULES:
        keys: dict[str, object] = {}
        if rule.strength is _REVIEW:
            keys["strength"] = _HARD
        if rule.years == 5:  # noqa: PLR2004 -- SPEC.md section 6: "every 5-year lookback 6"
            keys["years"] = 6
        if keys:
            rules[rule.name] = keys
    return rules


_PRESET_OVERRIDES: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "lga_system_wide": {},
    "lga_progress_review": {"reviewed_host": {"strength": _OFF}, "fresh": {"weight": 0}},
    "regional": {
        "outside_region": {"weight": 0},
        "same_system": {"strength": _OFF},
        "reciprocal_review": {"strength": _OFF},
    },
    "strict_independence": _strict(),
}
PRESETS = tuple(_PRESET_OVERRIDES)
"""The presets of SPEC.md section 6."""


def preset(name: str) -> Rulebook:
    """
    Return the rulebook of a preset.

    Parameters
    ----------
    name
        One of `PRESETS`.

    Raises
    ------
    KeyError
        If there is no such preset.

    Examples
    --------
    >>> preset("strict_independence").conflicts["past_tie"].years
    6
    >>> preset("regional").criteria["outside_region"].weight
    0
    """
    return replace(_DEFAULT.override(_PRESET_OVERRIDES[name]), preset=name)
