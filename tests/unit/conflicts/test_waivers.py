"""Strengths and waivers: what blocks, what costs, what is lifted, and by which waiver."""

from __future__ import annotations

from typing import Any

import pytest

from teamforge.spec.rulebook import RULEBOOK
from tests.world import World, waiver


def friend(**challenge: Any) -> World:
    """Return the world in which A has a friend at the host, and B too."""
    return World(**challenge).peer("A").peer("B").interest("A", "friendship", "H").interest("B", "friendship", "H")


def blocked(world: World) -> list[str]:
    """Return who is blocked."""
    return sorted(world.pool.peers.ids[world.conflicts.blocked()].tolist())


@pytest.mark.parametrize(
    ("strength", "expected", "effect"), [("hard", ["A", "B"], "blocks"), ("review", ["A", "B"], "blocks")]
)
def test_hard_and_review_block(strength: str, expected: list[str], effect: str) -> None:
    """Both, as long as nothing is waived."""
    world = friend(rules={"friendship": {"strength": strength}})
    assert expected == blocked(world)
    assert {effect} == {finding.effect for finding in world.conflicts.findings()}


def test_soft_costs_and_off_is_nothing() -> None:
    """Neither blocks."""
    world = friend(rules={"friendship": {"strength": "soft", "weight": 1}})
    assert blocked(world) == []
    assert [finding.effect for finding in world.conflicts.findings()] == ["costs", "costs"]
    assert world.conflicts.fires("friendship").tolist() == [True, True]
    world = friend(rules={"friendship": {"strength": "off"}})
    assert blocked(world) == []
    assert world.conflicts.findings() == ()
    assert not world.conflicts.fires("friendship").any()


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


def test_strict_independence_makes_review_rules_hard() -> None:
    """Every rule that is not hard by default."""
    world = friend(preset="strict_independence", waivers=[waiver("A", "friendship")])
    assert blocked(world) == ["A", "B"]
    rules = world.challenge.rulebook.conflicts
    assert {str(rules[rule].strength) for rule in tuple(RULEBOOK.conflicts)} == {"hard"}


def test_two_rules_need_two_waivers() -> None:
    """Lifting one leaves the other."""
    waivers = [waiver("A", "friendship")]
    world = World(waivers=waivers).peer(declared=None).interest("A", "friendship", "H")
    assert blocked(world) == ["A"]
    world = World(waivers=[*waivers, waiver("A", "declaration")]).peer(declared=None).interest("A", "friendship", "H")
    assert blocked(world) == []
