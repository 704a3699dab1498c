"""What people call a team rule: by what it says, never by its place in the list."""

from __future__ import annotations

from typing import Any

import pytest

from teamforge.challenge import TeamRule


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
