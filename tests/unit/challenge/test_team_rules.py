"""What people call a team rule: by what it says, never by its place in the list."""

from __future__ import annotations

from typing import Any

import pytest

from teamforge import compose, load_demo
from teamforge.challenge import TeamRule
from teamforge.challenge.reading import read_challenge
from teamforge.errors import InputError

from .documents import document


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"value": "North", "min": 3}, "at least 3 members with area North"),
        ({"value": "North", "min": 1}, "at least 1 member with area North"),
        ({"value": "North", "max": 2}, "at most 2 members with area North"),
        ({"value": "North", "max": 0}, "no members with area North"),
        ({"value": "North", "min": 1, "max": 3}, "at least 1 and at most 3 members with area North"),
        ({"value": "North", "min": 2, "max": 2}, "exactly 2 members with area North"),
        ({"max": 1}, "at most 1 member with the same area"),
        ({"max": 0}, "no members with any area"),
    ],
)
def test_what_a_rule_says(keys: dict[str, Any], said: str) -> None:
    """Its bounds, its attribute and its value, as the challenge has them."""
    assert TeamRule(attribute="area", **keys).called == said


def test_what_a_host_may_read() -> None:
    """A political opinion and a name are private, even where the challenge writes them."""
    rules = [TeamRule(attribute=each, value="x", min=1) for each in ("area", "Political_Group", "name", "region")]
    assert [rule.private for rule in rules] == [False, True, True, False]


def test_a_rule_with_a_name_is_called_by_it() -> None:
    assert TeamRule(attribute="area", value="North", min=3, name=" The north ").called == "The north"


def test_names_differ() -> None:
    """Two names that differ only in case or in the space around them are the same."""
    named = [{"attribute": "area", "max": place, "name": name} for place, name in enumerate(["a", " A", "b"])]
    with pytest.raises(InputError) as caught:
        read_challenge(document(team_rules=named))
    assert [(fault.column, fault.expected) for fault in caught.value.faults] == [
        ("team_rules[1].name", "a name used once")
    ]
    with pytest.raises(InputError, match="text that is not blank"):
        read_challenge(document(team_rules=[{"attribute": "area", "max": 1, "name": " "}]))


def test_a_name_changes_no_answer() -> None:
    """It is no part of the digest, and not of the order in which rules are compiled."""
    pool, challenge = load_demo()
    ruled: list[dict[str, Any]] = [
        {"attribute": "region", "value": region, "max": 2} for region in ("south east", "london")
    ]
    plain = challenge.replace(team_rules=ruled)
    named = challenge.replace(team_rules=[{**rule, "name": name} for rule, name in zip(ruled, ("z", "a"), strict=True)])
    first, second = (compose(pool, each) for each in (plain, named))
    assert first.input_digest == second.input_digest
    assert first.to_dict() == second.to_dict()
