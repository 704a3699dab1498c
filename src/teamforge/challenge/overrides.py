"""What a challenge may change in its preset, rule by rule (SPEC.md section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model

from teamforge.challenge.containers import Keyed, Listed
from teamforge.challenge.fields import OneOf, Whole, Word, whole_number
from teamforge.challenge.flaws import Flaw, gather
from teamforge.challenge.table import FieldTable, part
from teamforge.spec.rulebook import PRESETS, RULEBOOK, Rulebook, preset
from teamforge.spec.rules import Bound, ConflictRule, Criterion, Rule, Strength
from teamforge.spec.vocabulary import fold

MAX_YEARS = 100
MAX_REST_DAYS = 3650
MAX_MEMBERS = 1_000_000
"""In practice no bound."""
MAX_DEPTH = 1_000_000

Weight = Annotated[int, Whole(0, 10)]
SoftWeight = Annotated[int, Whole(1, 10)]
_A_WEIGHT = "What it is worth, from 0 to 10; 0 means no points."


def _flaws_of_depth(depth: tuple[object, ...]) -> list[Flaw]:
    numbers = [whole_number(item) for item in depth]
    flaws = []
    if numbers and numbers[0] == 0:
        flaws.append(Flaw("a first number above 0", value="0", path=(0,)))
    for place, (before, here) in enumerate(pairwise(numbers), start=1):
        if before is not None and here is not None and here > before:
            flaws.append(Flaw(f"a number not above the one before it, {before}", value=str(here), path=(place,)))
    return flaws


_Depth = Annotated[
    tuple[Annotated[int, Whole(0, MAX_DEPTH)], ...], Listed("whole numbers", least=1, check=_flaws_of_depth)
]


class CriterionOverride(FieldTable):
    """What may differ for a criterion."""

    weight: Weight | None = Field(None, description=_A_WEIGHT)


class CoverageOverride(CriterionOverride):
    """What may differ for `coverage`."""

    depth: _Depth | None = Field(
        None, description="How much the highest, second highest, … level counts: not increasing, the first above 0."
    )


class RegionOverride(CriterionOverride):
    """What may differ for `outside_region`."""

    strength: Annotated[Literal["hard", "off"], OneOf()] | None = Field(
        None, description="hard bars members whose region is known and a host's."
    )


class FirstTimersOverride(FieldTable):
    """What may differ for `first_timers`."""

    max: Annotated[int, Whole(0, MAX_MEMBERS)] | None = Field(
        None, description="The most members who have done no challenge."
    )


class RestOverride(FieldTable):
    """What may differ for `rest`."""

    rest_days: Annotated[int, Whole(0, MAX_REST_DAYS)] | None = Field(
        None, description="Whole days between a member's engagements and the window."
    )


class ConflictOverride(FieldTable):
    """What may differ for a conflict rule."""

    strength: Annotated[str, OneOf(tuple(map(str, Strength)))] | None = Field(
        None, description="hard blocks; review blocks until waived; soft costs points; off does nothing."
    )
    weight: SoftWeight | None = Field(None, description="What a soft finding costs, from 1 to 10.")


class LookbackOverride(ConflictOverride):
    """What may differ for a conflict rule that looks back."""

    years: Annotated[int, Whole(0, MAX_YEARS)] | None = Field(None, description="How many years a past tie counts.")


class KindsOverride(ConflictOverride):
    """What may differ for `same_system`."""

    kinds: Annotated[tuple[Word, ...], Listed("kinds of organisation")] | None = Field(
        None, description="The kinds of organisation that count as a system."
    )


def _override_of(rule: Rule) -> type[FieldTable]:
    """Return the fields that may be overridden for a rule: those that the rule has."""
    match rule:
        case Criterion():
            return CoverageOverride if rule.depth else RegionOverride if rule.strength else CriterionOverride
        case ConflictRule():
            return LookbackOverride if rule.years is not None else KindsOverride if rule.kinds else ConflictOverride
        case Bound():
            return FirstTimersOverride
    return RestOverride


def _rules_table(book: Rulebook) -> type[FieldTable]:
    fields: dict[str, Any] = {
        name: (_override_of(rule) | None, Field(None, description=f"Overrides for {name}: {rule.meaning}."))
        for name, rule in book.adjustable.items()
    }
    return create_model("Rules", __base__=FieldTable, __doc__="Overrides of the preset, rule by rule.", **fields)


Rules = _rules_table(RULEBOOK)
"""A field for every criterion, conflict rule and bound of the rulebook."""


def _read_rules(value: Mapping[str, object]) -> dict[str, dict[str, object]]:
    return gather(Rules.model_validate, value).model_dump(exclude_unset=True)


Overrides = Annotated[
    Mapping[str, Mapping[str, object]],
    BeforeValidator(_read_rules, json_schema_input_type=Rules),
    Keyed("rules and criteria", fold),
]
"""The overrides as given, by rule and key, with names and words folded."""


def soft_without_weight(chosen: object, rules: object) -> list[Flaw]:
    """Return a flaw for each conflict rule that preset and overrides make soft without a weight."""
    if not isinstance(rules, Mapping):
        return []
    name = fold(chosen) if isinstance(chosen, str) else None
    given = {fold(rule): keys for rule, keys in rules.items() if isinstance(rule, str)}
    flaws = []
    for rule in preset(name if name in PRESETS else PRESETS[0]).conflicts.values():
        keys = given.get(rule.name)
        strength, weight = part(keys, "strength"), part(keys, "weight")
        soft = fold(strength) == Strength.SOFT if isinstance(strength, str) else rule.strength is Strength.SOFT
        if soft and weight is None and rule.weight is None:
            flaws.append(Flaw("a weight from 1 to 10 beside soft", "add weight", path=(rule.name, "weight")))
    return flaws
