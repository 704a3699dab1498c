"""Team rules: bounds on how many members have a value, hard or soft (SPEC.md section 7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from teamforge.pool.categorical import Categorical
from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
    make_team,
    points,
)
from tests.world import World, team

# What it compiles to


def rule(**keys: Any) -> dict[str, Any]:
    """Return a team rule on language."""
    return {"attribute": "language", **keys}


def speakers(*rules: dict[str, Any]) -> World:
    """Return a world of speakers of urdu (A, B), welsh (B, C) and of nothing that is known (D)."""
    world = team("A", "B", "C", "D", team_rules=list(rules))
    world.peer("A", language=("urdu",)).peer("B", language=("urdu", "welsh")).peer("C", language=("welsh",))
    return world


@pytest.mark.parametrize(
    ("keys", "bounds"),
    [({"min": 1}, (1, None)), ({"max": 1}, (0, 1)), ({"min": 1, "max": 2}, (1, 2)), ({"max": 0}, (0, 0))],
)
def test_a_hard_rule_of_a_value(keys: dict[str, int], bounds: tuple[int, int | None]) -> None:
    """The members who have it; a cell of several values has each."""
    world = speakers(rule(value=" Urdu", **keys))
    assert [(["A", "A", "B", "B"], (), *bounds)] == world.tallied("team_rules")


def test_a_value_that_nobody_has() -> None:
    """An empty tally with its bounds: a minimum makes the problem infeasible."""
    assert speakers(rule(value="polish", min=1)).tallied("team_rules") == [([], (), 1, None)]


def test_a_hard_rule_of_every_value() -> None:
    """Each separately; the blank is none. One member of a kind counts too."""
    assert sorted(speakers(rule(max=0)).tallied("team_rules")) == [
        (["A", "A", "B", "B"], (), 0, 0),
        (["B", "B", "C", "C"], (), 0, 0),
    ]
    # One candidate alone breaks a maximum of 0.
    world = World(team_rules=[rule(max=0)]).peer("A", language=("urdu",)).peer("B")
    assert world.tallied("team_rules") == [(["A"], (), 0, 0)]


def test_a_soft_rule() -> None:
    """5000/2 for each unit outside: of urdu from one to one."""
    world = speakers(rule(value="urdu", min=1, max=1, strength="soft", weight=5))
    name = "soft:team_rules"
    assert world.cost(name) == -2500
    assert world.cost(name, ("C", "s"), ("D", "t")) == -2500
    assert world.cost(name, ("A", "s"), ("D", "t")) == 0
    assert world.cost(name, ("A", "s"), ("B", "t")) == -2500
    assert world.cost(name, ("D", "s"), ("B", "m")) == -2500
    assert world.tallied("team_rules") == []


def test_a_soft_minimum_and_a_soft_maximum() -> None:
    """Two below two cost twice, each above none costs once."""
    world = speakers(rule(value="urdu", min=2, strength="soft", weight=5))
    assert world.cost("soft:team_rules", ("C", "s"), ("D", "t")) == -5000
    assert world.cost("soft:team_rules", ("A", "s"), ("D", "t")) == -2500
    assert world.cost("soft:team_rules", ("A", "s"), ("B", "t")) == 0
    world = speakers(rule(max=0, strength="soft", weight=5))
    assert world.cost("soft:team_rules", ("A", "s"), ("B", "t")) == -7500
    assert world.cost("soft:team_rules", ("D", "s")) == 0


def test_several_soft_rules_are_one_term() -> None:
    """Their costs add up; without any there is no such term."""
    one = rule(value="urdu", min=2, strength="soft", weight=5)
    world = speakers(one, rule(value="welsh", max=0, strength="soft", weight=1))
    assert world.cost("soft:team_rules", ("C", "s"), ("D", "t")) == -5500
    assert "soft:team_rules" not in speakers(rule(max=2)).problem.terms


@pytest.mark.parametrize(
    ("attribute", "value", "peers"),
    [
        ("region", "Kent", ["A"]),
        ("kind", "county", ["A"]),
        ("organisation_id", "X", ["A"]),
        ("organisation_id", "x", []),
        ("peer_id", "B", ["B"]),
        ("peer_id", "b", []),
        ("roles", "chief_executive", ["A", "B"]),
        ("political_group", "Green", ["B"]),
        ("challenges_done", "1.0", ["A"]),
        ("max_per_year", "1", ["A", "B"]),
        ("trained", "yes", ["A", "B"]),
        ("active", "no", []),
        ("declared_on", "01/12/2026", ["A"]),
        ("theme:prevention", "0", ["B"]),
        ("name", "jo", ["A"]),
    ],
)
def test_attributes(attribute: str, value: str, peers: list[str]) -> None:
    """Any column of peers, and the organisation's region and kind."""
    world = World(team_rules=[{"attribute": attribute, "value": value, "max": 1}])
    world.organisation("X", "county", "kent").peer("A", at="X", name="Jo", prevention=2)
    world.peer("B", group="green", done=3, declared="2026-12-02")
    assert [(peers, (), 0, 1)] == world.tallied("team_rules")


# What the verifier says


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        # L, E and V are the members; the manager is none.
        ({"attribute": "region", "value": "South East"}, 2),
        ({"attribute": "kind", "value": "vcs"}, 1),
        ({"attribute": "Kind", "value": "icb"}, 0),
        ({"attribute": "organisation_id", "value": "OL"}, 1),
        ({"attribute": "organisation_id", "value": "ol"}, 0),
        ({"attribute": "peer_id", "value": "E"}, 1),
        ({"attribute": "peer_id", "value": "M"}, 0),
        ({"attribute": "peer_id", "value": "e"}, 0),
        ({"attribute": "roles", "value": "Chief_Executive"}, 1),
        ({"attribute": "roles", "value": "challenge_manager"}, 0),
        ({"attribute": "political_group", "value": " GREEN "}, 1),
        ({"attribute": "trained", "value": "yes"}, 3),
        ({"attribute": "active", "value": "0"}, 0),
        ({"attribute": "challenges_done", "value": "1"}, 2),
        ({"attribute": "challenges_done", "value": "7.0"}, 1),
        ({"attribute": "max_per_year", "value": "2"}, 3),
        ({"attribute": "declared_on", "value": "01/12/2026"}, 3),
        ({"attribute": "theme:prevention", "value": "4"}, 1),
        ({"attribute": "theme:prevention", "value": "0"}, 2),
        ({"attribute": "language", "value": "Welsh"}, 2),
        ({"attribute": "language", "value": "polish"}, 1),
        ({"attribute": "language", "value": "dutch"}, 0),
    ],
)
def test_verdict(rule: dict[str, Any], count: int) -> None:
    """The number of members with the value lies between min and max."""
    pool = make_pool(
        peers={
            "L": {"prevention": 4, "language": ("welsh", "polish"), "done": 7},
            "V": {"language": ("welsh",)},
            "M": {"language": ("welsh", "dutch")},
        }
    )
    missed = [("team_rule", None, ())]
    for low, high, holds in (
        (count, count, True),
        (count, None, True),
        (None, count, True),
        (count + 1, None, False),
        (None, count - 1, count == 0),
    ):
        if high is not None and high < 0:
            continue
        bounds = {"min": low, "max": high}
        assert broken(pool, make_challenge(team_rules=({**rule, **bounds},))) == ([] if holds else missed)
        soft = {**rule, **bounds, "strength": "soft", "weight": 1}
        assert broken(pool, make_challenge(team_rules=(soft,))) == []


def test_no_value() -> None:
    """With no value, max alone holds for each non-blank value separately."""
    rule = {"attribute": "language", "max": 1}
    some: dict[str, dict[str, Any]] = {
        "L": {"language": ("welsh", "polish")},
        "E": {"language": ("dutch",)},
        "M": {"language": ("dutch",)},
    }
    assert broken(make_pool(peers=some), make_challenge(team_rules=(rule,))) == []
    more = make_pool(peers={**some, "V": {"language": ("polish",)}})
    assert broken(more, make_challenge(team_rules=(rule,))) == [("team_rule", None, ())]
    assert broken(more, make_challenge(team_rules=({**rule, "max": 2},))) == []


def test_two_rules_missed() -> None:
    """Two rules missed are two violations."""
    rules = ({"attribute": "kind", "value": "icb", "min": 1}, {"attribute": "roles", "value": "vcs_leader", "max": 0})
    assert broken(challenge=make_challenge(team_rules=rules)) == [("team_rule", None, ())] * 2


def test_optional_members_count() -> None:
    """S on the spare seat is a member."""
    rule = {"attribute": "kind", "value": "vcs", "max": 1}
    challenge = make_challenge(team_rules=(rule,))
    assert broken(challenge=challenge) == []
    assert broken(challenge=challenge, team=make_team(spare="S")) == [("team_rule", None, ())]


def test_names_are_compared_ignoring_case() -> None:
    """A rule on `name` compares as any other column; a blank name is no value."""
    pool = make_pool()
    names = Categorical(np.array([-1, 0, 1, 2, -1, -1], dtype=np.int32), (" Ann ", "ANN", "Ann"))
    named = replace(pool, peers=replace(pool.peers, names=names, columns=pool.peers.columns | {"name"}))
    for high, found in ((2, []), (1, [("team_rule", None, ())])):
        assert broken(named, make_challenge(team_rules=({"attribute": "name", "value": "ann", "max": high},))) == found
        assert broken(named, make_challenge(team_rules=({"attribute": "name", "max": high},))) == found


@pytest.mark.parametrize("attribute", ["political_group", "region", "organisation_id", "declared_on", "language"])
def test_blank_cells_have_no_value(attribute: str) -> None:
    """Members with blank cells do not share a value."""
    blank = {"group": None, "at": None, "declared": None}
    pool = make_pool(peers=dict.fromkeys("LEV", blank))
    challenge = make_challenge(
        team_rules=({"attribute": attribute, "max": 1},), rules={"declaration": {"strength": "off"}}
    )
    assert broken(pool, challenge) == []


@pytest.mark.parametrize("attribute", ["trained", "active"])
def test_rule_on_a_flag(attribute: str) -> None:
    """A rule on trained or active counts who is not."""
    pool = make_pool(peers={"L": {attribute: False}})
    rule = {"attribute": attribute, "value": "no", "max": 0}
    found = [(attribute, "lead", ("L",)), ("team_rule", None, ())]
    assert broken(pool, make_challenge(team_rules=(rule,))) == found
    assert broken(pool, make_challenge(team_rules=({**rule, "max": 1},))) == found[:1]


@pytest.mark.parametrize(
    ("bounds", "outside"),
    [
        ({"value": "welsh", "min": 2}, 0),
        ({"value": "welsh", "min": 4}, 2),
        ({"value": "welsh", "max": 1}, 1),
        ({"value": "welsh", "max": 0}, 2),
        ({"value": "dutch", "min": 1, "max": 3}, 1),
        # Without a value: welsh twice, polish twice, french once.
        ({"max": 1}, 2),
        ({"max": 0}, 5),
    ],
)
def test_points_of_soft_rules(bounds: dict[str, Any], outside: int) -> None:
    """Each unit outside costs round(5·1000/4) = 1250."""
    languages = {"L": ("welsh", "polish"), "E": ("welsh",), "V": ("polish", "french"), "M": ("dutch",)}
    pool = make_pool(peers={peer: {"language": spoken} for peer, spoken in languages.items()})
    rule = {"attribute": "language", "strength": "soft", "weight": 5, **bounds}
    challenge = make_challenge(team_rules=(rule,))
    assert points(pool, challenge)["soft:team_rules"] == -1250 * outside
    twice = make_challenge(team_rules=(rule, rule))
    assert points(pool, twice)["soft:team_rules"] == -2500 * outside


# Both


@pytest.mark.parametrize("bounds", [{"value": "urdu", "min": 1}, {"max": 1}, {"value": "welsh", "min": 1, "max": 1}])
def test_both_sides_agree(bounds: dict[str, Any]) -> None:
    """Hard or soft, with a value or for each."""
    hard = speakers(rule(**bounds)).agreement()
    soft = speakers(rule(strength="soft", weight=5, **bounds)).agreement()
    assert soft == (24, 101)
    assert 0 < hard[0] < soft[0]


MUTANTS = mutants_of(
    "problem/rules/team_rules.py",
    ("team rules: no minimum", "(), rule.min or 0, rule.max)", "(), 0, rule.max)"),
    ("team rules: no maximum", "(), rule.min or 0, rule.max)", "(), rule.min or 0, None)"),
    ("soft team rules: below costs nothing", "        constant -= cost * below\n", ""),
    ("soft team rules: above costs nothing", "0 if k < inside else -cost", "0"),
    ("team rules: the manager too", "np.flatnonzero(compilation.members)", "np.arange(len(compilation.peers))"),
    ("team rules: one of a kind is none", "smallest=1)", "smallest=2)"),
    ("team rules: the first value of a cell", "in dict.fromkeys(values)]", "in values[:1]]"),
)
