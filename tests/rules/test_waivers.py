"""Waivers: which rule they lift, for which peer and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.rules.patterns import (
    blocked,
    friend,
)
from tests.rules.valid_team import (
    broken,
    firing,
    make_challenge,
    make_pool,
    waiver_of,
)
from tests.world import World, waiver

# What is found


@pytest.mark.parametrize(
    ("on", "until", "expected"),
    [
        ("2027-01-11", None, ["B"]),
        ("2027-01-12", None, ["A", "B"]),
        ("2020-01-01", "2027-01-11", ["B"]),
        ("2020-01-01", "2027-01-10", ["A", "B"]),
    ],
)
def test_when_a_waiver_is_in_force(on: str, until: str | None, expected: list[str]) -> None:
    """From `on` to `until`, both inclusive, on the day of the decision."""
    fields = {} if until is None else {"until": until}
    assert expected == blocked(friend(waivers=[waiver("A", "friendship", on, **fields)]))


def test_a_waived_finding_is_told_with_its_waiver() -> None:
    """It is still a finding."""
    world = friend(waivers=[waiver("A", "friendship")])
    first, second = world.conflicts.findings()
    assert (first.peers, first.effect, first.to_dict()["waived_by"]) == (("A",), "waived", "the chair")
    assert (second.peers, second.effect, second.to_dict()["waived_by"]) == (("B",), "blocks", None)


def test_a_waiver_of_another_rule_or_peer() -> None:
    """Lifts nothing here."""
    assert blocked(friend(waivers=[waiver("A", "neighbour"), waiver("B", "current_tie")])) == ["A", "B"]


def test_a_hard_rule_is_not_waived() -> None:
    """Made hard by override, or hard by itself."""
    world = friend(rules={"friendship": {"strength": "hard"}}, waivers=[waiver("A", "friendship")])
    assert blocked(world) == ["A", "B"]
    assert {finding.effect for finding in world.conflicts.findings()} == {"blocks"}
    world = World(waivers=[waiver("A", "personal_tie")]).peer().interest("A", "family", "H")
    assert blocked(world) == ["A"]


def test_a_soft_rule_is_waived() -> None:
    """It costs nothing then."""
    rules = {"friendship": {"strength": "soft", "weight": 1}}
    world = friend(rules=rules, waivers=[waiver("A", "friendship")])
    assert world.conflicts.fires("friendship").tolist() == [False, True]


def test_the_first_waiver_in_force_is_told() -> None:
    """Of several of one peer and rule."""
    early, late = waiver("A", "friendship", "2027-01-01"), waiver("A", "friendship", "2027-02-01")
    world = friend(waivers=[late, early, waiver("A", "friendship", by="another")])
    assert world.conflicts.findings(["A"])[0].to_dict()["waived_by"] == "the chair"


def test_two_rules_need_two_waivers() -> None:
    """Lifting one leaves the other."""
    waivers = [waiver("A", "friendship")]
    world = World(waivers=waivers).peer(declared=None).interest("A", "friendship", "H")
    assert blocked(world) == ["A"]
    world = World(waivers=[*waivers, waiver("A", "declaration")]).peer(declared=None).interest("A", "friendship", "H")
    assert blocked(world) == []


# What the verifier says


@pytest.mark.parametrize(
    ("fields", "in_force"),
    [
        ({}, True),
        ({"on": date(2026, 1, 1)}, True),
        ({"on": date(2027, 2, 2)}, False),
        ({"until": date(2027, 2, 1)}, True),
        ({"on": date(2027, 1, 1), "until": date(2027, 1, 31)}, False),
        ({"peer": "E"}, False),
        ({"rule": "reviewed_host"}, False),
    ],
)
def test_verdict(fields: dict[str, Any], in_force: bool) -> None:  # noqa: FBT001 -- a table
    """A waiver in force, `on` ≤ `as_of` ≤ `until`, names the peer and the rule."""
    found = broken(make_pool(**firing("friendship")), make_challenge(waivers=(waiver_of("friendship", **fields),)))
    assert found == ([] if in_force else [("friendship", "manager", ("M",))])


@pytest.mark.parametrize(
    ("fields", "in_force"),
    [
        ({}, True),
        ({"peer": "M", "other_peer": "E"}, True),
        ({"other_peer": "L"}, False),
        ({"rule": "pair_tie"}, False),
        ({"on": date(2027, 2, 2)}, False),
    ],
)
def test_pair_waivers(fields: dict[str, Any], in_force: bool) -> None:  # noqa: FBT001 -- a table
    """A pair's waiver names both, in either order."""
    found = broken(
        make_pool(**firing("pair_friendship")), make_challenge(waivers=(waiver_of("pair_friendship", **fields),))
    )
    assert found == ([] if in_force else [("pair_friendship", None, ("E", "M"))])


def test_several_findings() -> None:
    """A waiver covers every finding of its rule for its peer, and no other rule's."""
    ties = [("M", "friendship", "H"), ("M", "friendship", "B"), ("M", "contract", "H", None, "2026-01-01")]
    challenge = make_challenge(waivers=(waiver_of("friendship"),))
    assert broken(make_pool(interests=ties), challenge) == [("commercial_tie", "manager", ("M",))]
