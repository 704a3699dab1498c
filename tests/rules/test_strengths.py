"""What a conflict rule does when it fires: hard, review, soft and off."""

from __future__ import annotations

from datetime import date

import pytest

from teamforge.spec.rulebook import RULEBOOK
from tests.rules.patterns import (
    blocked,
    friend,
)
from tests.rules.valid_team import (
    broken,
    entries,
    firing,
    make_challenge,
    make_pool,
    points,
    waiver_of,
)
from tests.world import OPEN, World, seat, team, waiver

# What is found


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


def test_strict_independence_makes_review_rules_hard() -> None:
    """Every rule that is not hard by default."""
    world = friend(preset="strict_independence", waivers=[waiver("A", "friendship")])
    assert blocked(world) == ["A", "B"]
    rules = world.challenge.rulebook.conflicts
    assert {str(rules[rule].strength) for rule in RULEBOOK.conflicts} == {"hard"}


# What it compiles to


@pytest.mark.parametrize(("strength", "stops"), [("hard", True), ("review", True), ("soft", False), ("off", False)])
def test_stops(strength: str, *, stops: bool) -> None:
    """Hard and review stop, the manager too; a waiver lifts a review."""
    rules = {"friendship": {"strength": strength, "weight": 1}}
    seats = [seat("s"), seat("m", counts=False)]
    world = World(rules=rules, seats=seats).peer("A").interest("A", "friendship", "H")
    assert world.stopped() == ({"friendship": [("A", "s"), ("A", "m")]} if stops else {})
    waived = World(rules=rules, seats=seats, waivers=[waiver("A", "friendship")]).peer("A")
    assert bool(waived.interest("A", "friendship", "H").stopped()) == (strength == "hard")


def test_a_soft_rule_of_one_peer() -> None:
    """3000/2 for each member, nothing for the manager or the waived."""
    rules = {"friendship": {"strength": "soft", "weight": 3}}
    world = team("A", "B", "C", rules=rules, waivers=[waiver("B", "friendship")])
    world.interest("A", "friendship", "H").interest("A", "friendship", "H").interest("B", "friendship", "H")
    assert world.points_of("soft:friendship") == {("A", "s"): -1500, ("A", "t"): -1500}


def test_terms_of_soft_rules() -> None:
    """One for each rule whose final strength is soft, at 0 too, and no other."""
    soft = {"strength": "soft", "weight": 1}
    world = team("A", rules={"neighbour": soft, "pair_tie": soft, "friendship": {"strength": "off"}})
    assert [name for name in world.problem.terms if name.startswith("soft:")] == ["soft:neighbour", "soft:pair_tie"]


# What the verifier says


@pytest.mark.parametrize("rule", RULEBOOK.conflicts)
def test_strengths(rule: str) -> None:
    """Hard blocks, waived or not; review until it is waived; soft and off never block."""
    pool = make_pool(**firing(rule))
    blocked = [(rule, None, ("E", "M")) if RULEBOOK.conflicts[rule].pair else (rule, "manager", ("M",))]
    for strength, open_, waived in (
        ("hard", blocked, blocked),
        ("review", blocked, []),
        ("soft", [], []),
        ("off", [], []),
    ):
        rules = {rule: {"strength": strength, "weight": 5}}
        assert broken(pool, make_challenge(rules=rules)) == open_
        assert broken(pool, make_challenge(rules=rules, waivers=(waiver_of(rule),))) == waived


def test_preset() -> None:
    """The presets set strengths and years: `strict_independence` looks back six years, and nothing is waived."""
    pool = make_pool(interests=[("V", "contract", "H", None, "2021-02-01")])
    strict = make_challenge(preset="strict_independence", waivers=(waiver_of("commercial_tie", peer="V"),))
    assert broken(pool, strict) == [("commercial_tie", "vcs", ("V",))]
    assert broken(pool) == []


def test_soft_rule() -> None:
    """A neighbour costs round(7·1000/4) = 1750 for each member, once however many findings; waived, nothing."""
    beside = [("OV", "neighbour_of", "H"), ("I", "neighbour_of", "OV"), ("OE", "neighbour_of", "H")]
    pool = make_pool(relations=beside)
    soft = {"neighbour": {"strength": "soft", "weight": 7}}
    expected = [(-1750, "E", "elected"), (-1750, "V", "vcs")]
    assert entries("soft:neighbour", pool=pool, challenge=make_challenge(rules=soft)) == expected
    waiver = {"peer": "V", "rule": "neighbour", "by": "a person", "reason": "a reason", "on": date(2027, 2, 1)}
    waived = make_challenge(rules=soft, waivers=(waiver,))
    assert entries("soft:neighbour", pool=pool, challenge=waived) == expected[:1]
    late = make_challenge(rules=soft, waivers=({**waiver, "on": date(2027, 2, 2)},))
    assert entries("soft:neighbour", pool=pool, challenge=late) == expected


def test_soft_costs_fall_on_members() -> None:
    """The manager costs nothing, alone or in a pair."""
    pool = make_pool(interests=[("M", "friendship", "H"), ("M", "friendship", "L")])
    rules = {name: {"strength": "soft", "weight": 1} for name in ("friendship", "pair_friendship")}
    found = points(pool, make_challenge(rules=rules))
    assert (found["soft:friendship"], found["soft:pair_friendship"]) == (0, 0)


# Both


@pytest.mark.parametrize(
    ("strength", "expected"), [("hard", (6, 119)), ("review", (21, 104)), ("soft", (52, 73)), ("off", (52, 73))]
)
def test_both_sides_agree(strength: str, expected: tuple[int, int]) -> None:
    """A and B have a friend at the host, A with a waiver; C has none."""
    rules = {"friendship": {"strength": strength, "weight": 3}}
    assert (
        friend(seats=OPEN, rules=rules, waivers=[waiver("A", "friendship")]).peer("C").peer("D").agreement() == expected
    )
