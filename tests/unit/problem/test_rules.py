"""The rules of a team as tallies: one seat a peer, blocked pairs, first timers, team rules, and what soft ones cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teamforge.problem import Choice
from tests.unit.search.problems import ints
from tests.world import World, chosen, seat, waiver

SEATS = [seat("s"), seat("t"), seat("m", counts=False)]
"""Two seats that count and one that does not: n is 2."""


def team(*peers: str, **challenge: Any) -> World:
    """Return a world of some peers who may hold any of the seats."""
    world = World(**{"seats": SEATS, **challenge})
    for peer in peers:
        world.peer(peer)
    return world


def cost(world: World, name: str, *pairs: tuple[str, str]) -> int:
    """Return what a term adds to the points of some pairs of peer and seat."""
    term = world.problem.terms[name]
    places = ints(chosen(world.problem, *pairs))
    own = 0 if term.points is None else int(term.points[places].sum())
    picked = np.isin(np.arange(len(world.problem)), places)
    return own + term.constant + sum(tallies.points(picked) for tallies in term.tallies)


def test_one_seat() -> None:
    """A tally for each peer with several candidates; of one alone none is needed."""
    world = team("A", "B").peer("C", roles=("vcs_leader",))
    assert world.tallied("one_seat") == [(["A"] * 3, (), 0, 1), (["B"] * 3, (), 0, 1)]
    assert World().peer("A").tallied("one_seat") == []


# Blocked pairs


def test_blocked_pairs() -> None:
    """All candidates of both, the manager's too; three who block one another are one tally."""
    world = team("A", "B", "C", "D")
    world.interest("A", "family", "B").interest("B", "friendship", "C").interest("C", "dispute", "A")
    world.interest("C", "business", "D")
    assert world.tallied("blocked_pairs") == [
        (["C"] * 3 + ["D"] * 3, (), 0, 1),
        (["A"] * 3 + ["B"] * 3 + ["C"] * 3, (), 0, 1),
    ]


def test_pairs_without_candidates() -> None:
    """Who cannot be chosen blocks nobody."""
    world = team("A", "B").peer("B", trained=False).interest("A", "family", "B")
    assert world.tallied("blocked_pairs") == []


def test_a_pair_with_few_candidates() -> None:
    """Those that there are."""
    world = World(seats=[seat("s"), seat("v", "vcs_leader")]).peer("A").peer("B", roles=("vcs_leader",))
    assert world.interest("B", "family", "A").tallied("blocked_pairs") == [(["A", "B"], (), 0, 1)]


# Soft conflict rules


def test_a_soft_rule_of_one_peer() -> None:
    """3000/2 for each member, nothing for the manager or the waived."""
    rules = {"friendship": {"strength": "soft", "weight": 3}}
    world = team("A", "B", "C", rules=rules, waivers=[waiver("B", "friendship")])
    world.interest("A", "friendship", "H").interest("A", "friendship", "H").interest("B", "friendship", "H")
    assert world.points_of("soft:friendship") == {("A", "s"): -1500, ("A", "t"): -1500}


def test_a_soft_rule_of_pairs() -> None:
    """7000/2 for each pair of members, not with the manager; three pairs of three members cost three times."""
    seats = [seat("s"), seat("t"), seat("u"), seat("m", counts=False)]
    rules = {"pair_friendship": {"strength": "soft", "weight": 7}}
    world = team("A", "B", "C", rules=rules, seats=seats)
    world.interest("A", "friendship", "B").interest("B", "friendship", "C").interest("C", "friendship", "A")
    name = "soft:pair_friendship"
    assert cost(world, name, ("A", "s"), ("B", "t")) == -2333
    assert cost(world, name, ("A", "s"), ("B", "t"), ("C", "u")) == -6999
    assert cost(world, name, ("A", "s"), ("B", "m")) == 0
    assert world.tallied("blocked_pairs") == []


def test_terms_of_soft_rules() -> None:
    """One for each rule whose final strength is soft, at 0 too, and no other."""
    soft = {"strength": "soft", "weight": 1}
    world = team("A", rules={"neighbour": soft, "pair_tie": soft, "friendship": {"strength": "off"}})
    assert [name for name in world.problem.terms if name.startswith("soft:")] == ["soft:neighbour", "soft:pair_tie"]


# First timers


def test_first_timers() -> None:
    """Members who have done none; one or two done is another matter, and so is the manager."""
    world = team("A", "B", "C").peer("A", done=0).peer("B", done=1).peer("C", done=0)
    assert world.tallied("first_timers") == [(["A"] * 2 + ["C"] * 2, (), 0, 2)]
    world = team("A", rules={"first_timers": {"max": 0}}).peer("A", done=0)
    assert world.tallied("first_timers") == [(["A"] * 2, (), 0, 0)]
    assert team("A").peer("A", done=0).leave_out("challenges_done").tallied("first_timers") == []


# Team rules


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
    assert cost(world, name) == -2500
    assert cost(world, name, ("C", "s"), ("D", "t")) == -2500
    assert cost(world, name, ("A", "s"), ("D", "t")) == 0
    assert cost(world, name, ("A", "s"), ("B", "t")) == -2500
    assert cost(world, name, ("D", "s"), ("B", "m")) == -2500
    assert world.tallied("team_rules") == []


def test_a_soft_minimum_and_a_soft_maximum() -> None:
    """Two below two cost twice, each above none costs once."""
    world = speakers(rule(value="urdu", min=2, strength="soft", weight=5))
    assert cost(world, "soft:team_rules", ("C", "s"), ("D", "t")) == -5000
    assert cost(world, "soft:team_rules", ("A", "s"), ("D", "t")) == -2500
    assert cost(world, "soft:team_rules", ("A", "s"), ("B", "t")) == 0
    world = speakers(rule(max=0, strength="soft", weight=5))
    assert cost(world, "soft:team_rules", ("A", "s"), ("B", "t")) == -7500
    assert cost(world, "soft:team_rules", ("D", "s")) == 0


def test_several_soft_rules_are_one_term() -> None:
    """Their costs add up; without any there is no such term."""
    one = rule(value="urdu", min=2, strength="soft", weight=5)
    world = speakers(one, rule(value="welsh", max=0, strength="soft", weight=1))
    assert cost(world, "soft:team_rules", ("C", "s"), ("D", "t")) == -5500
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


# All together


def test_the_score_of_a_team() -> None:
    """
    Two seats that count, one that does not; n is 2.

    seat_fit 3·2000; fresh 2·2500; coverage: c is 10000·10·4/(4·10·7) = 1428.6 and 714.3, levels 4 and 3: 4·1429 + 3·714
    = 7858; earlier 2000; the organisation that they share costs 2000, the soft friendship 1000.
    """
    world = team("A", "B", "C", rules={"pair_friendship": {"strength": "soft", "weight": 2}})
    world.peer("A", at="X", prevention=3).peer("B", at="X", prevention=4).interest("A", "friendship", "B")
    places = chosen(world.problem, ("A", "s"), ("B", "t"), ("C", "m"))
    assert world.problem.score(Choice(0, places)) == 6000 + 5000 + 7858 + 2000 - 2000 - 1000
