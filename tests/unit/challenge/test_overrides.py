"""What a challenge changes of its preset, and what it may not."""

from __future__ import annotations

from typing import Any

import pytest

from teamforge.challenge.overrides import Rules
from teamforge.spec.rulebook import PRESETS, RULEBOOK, preset
from teamforge.spec.rules import Strength

from .documents import only_fault, read

LOOKBACKS = ("past_tie", "commercial_tie", "job_application", "reviewed_host", "reciprocal_review")


def test_every_rule_of_the_rulebook_can_be_overridden() -> None:
    assert set(Rules.model_fields) == {*tuple(RULEBOOK.criteria), *tuple(RULEBOOK.conflicts), *("first_timers", "rest")}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_without_overrides_is_the_preset(name: str) -> None:
    assert read(preset=name).rulebook == preset(name)


@pytest.mark.parametrize("name", tuple(RULEBOOK.criteria))
@pytest.mark.parametrize("weight", [0, 10])
def test_a_weight_replaces_the_criterions_and_leaves_the_rest(name: str, weight: int) -> None:
    book, usual = read(rules={name: {"weight": weight}}).rulebook, preset("lga_system_wide")
    assert book.criteria[name].weight == weight
    assert book.criteria[name].depth == usual.criteria[name].depth
    assert book.criteria[name].strength == usual.criteria[name].strength
    assert {other: book.criteria[other] for other in tuple(RULEBOOK.criteria) if other != name} == {
        other: usual.criteria[other] for other in tuple(RULEBOOK.criteria) if other != name
    }
    assert book.conflicts == usual.conflicts


@pytest.mark.parametrize("name", tuple(RULEBOOK.conflicts))
@pytest.mark.parametrize("strength", Strength)
def test_a_strength_replaces_the_rules(name: str, strength: Strength) -> None:
    rule = read(rules={name: {"strength": str(strength), "weight": 4}}).rulebook.conflicts[name]
    usual = preset("lga_system_wide").conflicts[name]
    assert rule.strength is strength
    assert (rule.weight, rule.years, rule.kinds) == (4, usual.years, usual.kinds)


def test_the_other_keys_replace_theirs() -> None:
    book = read(
        preset="strict_independence",
        rules={
            "coverage": {"depth": [5, 5, 1, 0]},
            "outside_region": {"strength": "off", "weight": 2},
            "first_timers": {"max": 0},
            "rest": {"rest_days": 0},
            "past_tie": {"years": 0},
            "same_system": {"kinds": ["system", "ICB", "icb_board"]},
        },
    ).rulebook
    assert book.criteria["coverage"].depth == (5, 5, 1, 0)
    assert (book.criteria["outside_region"].strength, book.criteria["outside_region"].weight) == (Strength.OFF, 2)
    assert (book.first_timers_max, book.rest_days) == (0, 0)
    assert (book.conflicts["past_tie"].years, book.conflicts["past_tie"].strength) == (0, Strength.HARD)
    assert book.conflicts["same_system"].kinds == ("icb", "icb_board", "system")
    assert book.conflicts["commercial_tie"].years == 6
    assert book.preset == "strict_independence"


def test_kinds_are_a_set_to_the_rulebook() -> None:
    one = read(rules={"same_system": {"kinds": ["ics", "icb"]}}).rulebook
    assert one == read(rules={"same_system": {"kinds": ["ICB", " ics", "icb"]}}).rulebook


def test_rules_are_kept_as_they_were_given() -> None:
    rules = {"neighbour": {"strength": "soft", "weight": 3}, "coverage": {"depth": (3, 1)}, "rest": {}}
    challenge = read(rules=rules)
    assert challenge.rules == rules
    assert type(challenge.rules["neighbour"]["strength"]) is str


@pytest.mark.parametrize(
    ("rules", "column", "value", "expected", "mend"),
    [
        ({"nieghbour": {}}, "rules.nieghbour", "nieghbour", "one of coverage, seat_fit", "did you mean 'neighbour'?"),
        ({"team_rules": {}}, "rules.team_rules", "team_rules", "one of coverage, seat_fit", ""),
        ({"neighbour": "off"}, "rules.neighbour", None, "a table", "strength, weight"),
        ({"neighbour": {"stength": "off"}}, "rules.neighbour.stength", "stength", "strength, weight", "did you mean"),
        ({"neighbour": {"strength": "weak"}}, "rules.neighbour.strength", "weak", "one of hard, review, soft, off", ""),
        ({"neighbour": {"strength": "soft"}}, "rules.neighbour.weight", None, "a weight from 1 to 10", "add weight"),
        ({" Neighbour": {"strength": "SOFT "}}, "rules.neighbour.weight", None, "a weight from 1 to 10", "add weight"),
        *[
            (
                {"neighbour": {"strength": "soft", "weight": weight}},
                "rules.neighbour.weight",
                str(weight),
                "from 1 to 10",
                "",
            )
            for weight in (0, 11, 1.5)
        ],
        *[
            ({name: {"years": 3}}, f"rules.{name}.years", "years", "one of strength, weight", "")
            for name in tuple(RULEBOOK.conflicts)
            if name not in LOOKBACKS
        ],
        *[
            ({name: {"kinds": ["icb"]}}, f"rules.{name}.kinds", "kinds", "one of strength, weight", "")
            for name in tuple(RULEBOOK.conflicts)
            if name != "same_system"
        ],
        *[({name: {"years": 101}}, f"rules.{name}.years", "101", "from 0 to 100", "") for name in LOOKBACKS],
        ({"past_tie": {"years": -1}}, "rules.past_tie.years", "-1", "from 0 to 100", ""),
        ({"same_system": {"kinds": "icb"}}, "rules.same_system.kinds", None, "a list of kinds", "square brackets"),
        ({"same_system": {"kinds": ["icb", ""]}}, "rules.same_system.kinds[1]", "", "a word", ""),
        *[
            ({name: {"strength": "hard"}}, f"rules.{name}.strength", "strength", "one of weight", "")
            for name in tuple(RULEBOOK.criteria)
            if name != "outside_region"
        ],
        *[
            ({name: {"depth": [1]}}, f"rules.{name}.depth", "depth", "one of weight", "")
            for name in tuple(RULEBOOK.criteria)
            if name != "coverage"
        ],
        ({"fresh": {"weight": 11}}, "rules.fresh.weight", "11", "from 0 to 10", ""),
        ({"fresh": {"weight": -1}}, "rules.fresh.weight", "-1", "from 0 to 10", ""),
        ({"outside_region": {"strength": "review"}}, "rules.outside_region.strength", "review", "one of hard, off", ""),
        ({"coverage": {"depth": []}}, "rules.coverage.depth", None, "1 or more", ""),
        ({"coverage": {"depth": 4}}, "rules.coverage.depth", None, "a list of whole numbers", "square brackets"),
        ({"coverage": {"depth": [0]}}, "rules.coverage.depth[0]", "0", "a first number above 0", ""),
        ({"coverage": {"depth": [2, 3]}}, "rules.coverage.depth[1]", "3", "not above the one before it, 2", ""),
        ({"coverage": {"depth": [2, -1]}}, "rules.coverage.depth[1]", "-1", "a whole number from 0", ""),
        ({"coverage": {"depth": [2, 1.5]}}, "rules.coverage.depth[1]", "1.5", "a whole number from 0", ""),
        ({"first_timers": {"max": -1}}, "rules.first_timers.max", "-1", "a whole number from 0", ""),
        ({"first_timers": {"weight": 1}}, "rules.first_timers.weight", "weight", "one of max", ""),
        ({"rest": {"rest_days": -1}}, "rules.rest.rest_days", "-1", "a whole number from 0 to 3,650", ""),
        ({"rest": {"days": 7}}, "rules.rest.days", "days", "one of rest_days", ""),
        ({"fresh": {}, "Fresh": {}}, "rules.Fresh", "Fresh", "each once", "'fresh' stands here twice"),
        (["fresh"], "rules", None, "a table of rules and criteria", ""),
    ],
    ids=str,
)
def test_a_fault_of_an_override(rules: Any, column: str, value: str | None, expected: str, mend: str) -> None:
    found = only_fault(rules=rules)
    assert found[:2] == (column, value)
    assert expected in found[2]
    assert mend in found[3]


@pytest.mark.parametrize("name", tuple(name for name, rule in RULEBOOK.conflicts.items() if rule.pair))
def test_a_weight_without_soft_does_nothing(name: str) -> None:
    book = read(rules={name: {"weight": 3}}).rulebook
    assert book.conflicts[name].strength is preset("lga_system_wide").conflicts[name].strength
