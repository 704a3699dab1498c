"""
The rulebook: every rule of SPEC.md as it applies to one challenge.

A preset gives the values, and a challenge overrides them key by key and keeps the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from teamforge.spec.catalogue import BARS, BOUNDS, CONFLICTS, CRITERIA
from teamforge.spec.rules import Bar, Bound, ConflictRule, Criterion, Rule, Strength


@dataclass(frozen=True, slots=True)
class Rulebook:
    """
    The rules of one challenge, by name.

    Parameters
    ----------
    preset
        The preset that the rulebook starts from.
    criteria
        The criteria, in the order of SPEC.md section 6.
    conflicts
        The conflict rules, in the order of SPEC.md section 5.
    bars
        The rules that keep one peer off a seat or out of a window.
    bounds
        The limits on the members together.
    """

    preset: str
    criteria: Mapping[str, Criterion]
    conflicts: Mapping[str, ConflictRule]
    bars: Mapping[str, Bar]
    bounds: Mapping[str, Bound]

    @property
    def first_timers_max(self) -> int:
        """The maximum number of first-timers among the members."""
        return self.bounds["first_timers"].max

    @property
    def rest_days(self) -> int:
        """The minimum number of whole days between an engagement of a member and the window."""
        return self.bars["rest"].rest_days or 0

    @property
    def adjustable(self) -> dict[str, Rule]:
        """The rules that a challenge may override, by name."""
        rest = {name: bar for name, bar in self.bars.items() if bar.rest_days is not None}
        return {**self.criteria, **self.conflicts, **self.bounds, **rest}

    def rule(self, name: str) -> Rule:
        """
        Return the rule with a name.

        Raises
        ------
        KeyError
            If there is no such rule.

        Examples
        --------
        >>> RULEBOOK.rule("past_tie").reason
        'worked or held office at a host in the last 5 years'
        """
        for rules in (getattr(self, each) for each in _PARTS):
            if name in rules:
                found: Rule = rules[name]
                return found
        raise KeyError(name)

    def line_of(self, key: str) -> tuple[int | None, str]:
        """
        Return the weight of a line of the breakdown, and what it gives or deducts points for.

        Examples
        --------
        >>> RULEBOOK.line_of("seat_fit"), RULEBOOK.line_of("soft:neighbour")
        ((6, 'roles that fit their seats'), (None, 'cost: works for a neighbour of a host'))
        """
        name = key.removeprefix("soft:")
        if name == key:
            return self.criteria[name].weight, self.criteria[name].meaning
        if name in self.conflicts:
            return self.conflicts[name].weight, f"cost: {self.conflicts[name].reason}"
        return None, "cost: soft team rules that are missed"

    def for_host(self, name: str) -> bool:
        """Return whether a host may read the findings of a rule."""
        return self.rule(name).for_host

    def override(self, rules: Mapping[str, Mapping[str, object]]) -> Rulebook:
        """
        Return the rulebook with some keys of some rules replaced.

        Parameters
        ----------
        rules
            The keys to change, by name of rule, as in `Challenge.rules`, which checks them.

        Raises
        ------
        KeyError
            If there is no such rule.

        Examples
        --------
        >>> preset("regional").override({"rest": {"rest_days": 7}, "neighbour": {"strength": "off"}}).rest_days
        7
        """
        changed: dict[str, Any] = {each: dict(getattr(self, each)) for each in _PARTS}
        for name, given in rules.items():
            part = next((part for part in changed.values() if name in part), None)
            if part is None:
                raise KeyError(name)
            keys: dict[str, Any] = {key: _TYPES.get(key, _as_it_is)(value) for key, value in given.items()}
            part[name] = replace(part[name], **keys)
        return replace(self, **changed)


def _as_it_is(value: object) -> object:
    return value


_PARTS = ("criteria", "conflicts", "bars", "bounds")

_TYPES: Mapping[str, Callable[[Any], object]] = {
    "strength": Strength,
    "depth": tuple,
    "kinds": lambda kinds: tuple(sorted(set(kinds))),
}
"""How the values of some keys are stored; `kinds` is a set, sorted so that the written order is lost."""

RULEBOOK = Rulebook("lga_system_wide", CRITERIA, CONFLICTS, BARS, BOUNDS)
"""The defaults of SPEC.md."""


def _strict() -> dict[str, Mapping[str, object]]:
    """Return the overrides of `strict_independence`."""
    rules: dict[str, Mapping[str, object]] = {"outside_region": {"strength": Strength.HARD}}
    for rule in CONFLICTS.values():
        keys: dict[str, object] = {}
        if rule.strength is Strength.REVIEW:
            keys["strength"] = Strength.HARD
        if rule.years == 5:  # noqa: PLR2004 -- SPEC.md section 6: "every 5-year lookback 6"
            keys["years"] = 6
        if keys:
            rules[rule.name] = keys
    return rules


_PRESET_OVERRIDES: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "lga_system_wide": {},
    "lga_progress_review": {"reviewed_host": {"strength": Strength.OFF}, "fresh": {"weight": 0}},
    "regional": {
        "outside_region": {"weight": 0},
        "same_system": {"strength": Strength.OFF},
        "reciprocal_review": {"strength": Strength.OFF},
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
    return replace(RULEBOOK.override(_PRESET_OVERRIDES[name]), preset=name)
