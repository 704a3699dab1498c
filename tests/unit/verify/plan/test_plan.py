"""Every way in which a plan can be wrong (SPEC.md section 10), from a plan of two teams that is right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from teamforge.challenge.programme import Programme, read_programme
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment
from teamforge.spec.dates import day_number
from teamforge.team import Team
from teamforge.verify import breakdown, score
from teamforge.verify.plan import PlanPoints, plan_changes, plan_points, plan_violations
from tests.world import World

APRIL, JUNE = date(2027, 4, 13), date(2027, 6, 15)
SEATS = (
    {"id": "lead", "accepts": {"chief_executive": 100}},
    {"id": "manager", "accepts": {"challenge_manager": 100, "chief_executive": 10}, "counts": False, "required": False},
)
OFF = {"reviewed_host": {"strength": "off"}, "reciprocal_review": {"strength": "off"}}
HERE: Mapping[str, Any] = {"hosts": ["H"], "scope": {"prevention": 5}, "seats": SEATS, "rules": OFF}
WINDOWS = {"days": 2, "windows": [APRIL, date(2027, 4, 20), date(2027, 5, 4), JUNE]}


def challenge(name: str, **fields: Any) -> dict[str, Any]:
    """Return a challenge in the middle of a week, with some fields changed."""
    return {"id": name, "on_site": WINDOWS, **HERE, **fields}


def programme(*challenges: dict[str, Any], **fields: Any) -> Programme:
    """Return a programme of two challenges, with some fields changed."""
    own = challenges or (challenge("a"), challenge("b", hosts=["I"]))
    return read_programme({"id": "year", "as_of": "2027-01-11", "challenges": list(own), **fields})


def world(**most: int) -> World:
    """Return a pool of four who are always free, and a manager; each may be engaged twice a year."""
    made = World(hosts=["H"])
    for name in ("H", "I", "J", "OLD", "A"):
        made.organisation(name)
    for peer, home in {"P": "A", "Q": "A", "R": None, "S": "H"}.items():
        made.peer(peer, at=home, most=most.get(peer, 2), prevention=2)
    made.peer("M", roles=("challenge_manager",))
    for peer in "PQRSM":
        made.free(peer, "2026-01-01", "2030-12-31")
    return made


def team(start: date, lead: str = "P", manager: str | None = None) -> Team:
    """Return a team."""
    return Team(start, (("lead", lead), *((("manager", manager),) if manager else ())))


RIGHT = {"a": team(APRIL, "P", "M"), "b": team(JUNE, "Q", "M")}


def broken(
    teams: Mapping[str, Team], pool: Pool | None = None, asked: Programme | None = None
) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return what a plan breaks: rule, challenges, peers."""
    found = plan_violations(pool or world().pool, asked or programme(), teams)
    assert all(each.message and str(each) for each in found)
    return [(each.rule, each.challenges, each.peers) for each in found]


def test_a_plan_that_is_right() -> None:
    """Also one of no team at all, and one whose peers serve twice."""
    assert broken(RIGHT) == []
    assert broken({}) == []
    assert broken({"a": team(APRIL), "b": team(JUNE)}) == []


def test_a_team_is_not_valid_alone() -> None:
    """Every rule of sections 4 and 5 holds of every team."""
    assert broken({"b": team(JUNE, "M")}) == [("eligible", ("b",), ("M",))]
    assert broken({**RIGHT, "b": team(date(2027, 6, 16), "Q")}) == [("window", ("b",), ())]
    assert broken({"a": Team(APRIL, ())}) == [("required", ("a",), ())]
    assert broken({"a": team(APRIL, "nobody")}) == [("unknown_peer", ("a",), ("nobody",))]


def test_a_team_for_a_challenge_that_there_is_not() -> None:
    assert broken({**RIGHT, "c": team(JUNE, "R")}) == [("unknown_challenge", ("c",), ())]


def test_two_visits_overlap() -> None:
    """The manager's too, and on both sides."""
    assert broken({"a": team(APRIL, "P", "M"), "b": team(APRIL, "Q", "M")}) == [
        ("overlap", ("a",), ("M",)),
        ("overlap", ("b",), ("M",)),
    ]


def test_rest_between_two_visits() -> None:
    """Of a seat that counts, whatever the other is; between two that do not count there is none."""
    later = date(2027, 4, 20)
    twice = {"a": team(APRIL, "P"), "b": team(later, "P")}
    assert broken(twice) == [("rest", ("a",), ("P",)), ("rest", ("b",), ("P",))]
    assert broken({"a": team(APRIL, "P"), "b": team(later, "Q", "P")}) == [("rest", ("a",), ("P",))]
    assert broken({"a": team(APRIL, "R", "P"), "b": team(later, "Q", "P")}) == []
    longer = programme(challenge("a", rules={**OFF, "rest": {"rest_days": 5}}), challenge("b", hosts=["I"]))
    assert broken(twice, asked=longer) == [("rest", ("b",), ("P",))], "the larger of the two holds"
    assert broken({"a": team(APRIL, "P"), "b": team(date(2027, 5, 4), "P")}) == []


def test_rest_begins_when_a_visit_ends() -> None:
    """From 14 to 20 April there are 5 whole days."""
    rests = [{**OFF, "rest": {"rest_days": days}} for days in (5, 6)]
    asked = programme(challenge("a", rules=rests[0]), challenge("b", hosts=["I"], rules=rests[1]))
    assert broken({"a": team(APRIL), "b": team(date(2027, 4, 20))}, asked=asked) == [("rest", ("b",), ("P",))]


def test_the_cap_of_a_year_counts_every_visit() -> None:
    """Those on seats that do not count as well, and each programme year for itself."""
    pool = world(P=1).pool
    assert broken({"a": team(APRIL, "P"), "b": team(JUNE, "P")}, pool) == [
        ("max_per_year", ("a",), ("P",)),
        ("max_per_year", ("b",), ("P",)),
    ]
    assert broken({"a": team(APRIL, "P"), "b": team(JUNE, "Q", "P")}, pool) == [("max_per_year", ("a",), ("P",))]
    assert broken({"a": team(APRIL, "R", "P"), "b": team(JUNE, "Q", "P")}, pool) == []
    spring = challenge("b", hosts=["I"], on_site={"days": 2, "windows": ["2027-03-09"]})
    before = {"a": team(APRIL, "P"), "b": team(date(2027, 3, 9), "P")}
    assert broken(before, pool, programme(challenge("a"), spring)) == []


def test_the_cap_counts_the_pool_too() -> None:
    """One booking, and two visits."""
    made = world().booking("P", "2027-09-07", "2027-09-09", "J", "proposed")
    assert [rule for rule, *_ in broken({"a": team(APRIL), "b": team(JUNE)}, made.pool)] == ["max_per_year"] * 2


def test_bookings_of_the_programme_count_for_nothing() -> None:
    """The plan decides them afresh; those of other challenges stay."""
    made = world()
    for own in ("a", "b", "another"):
        made.booking("P", "2027-04-13", "2027-04-14", "J", "confirmed", own)
    assert broken(RIGHT, made.pool) == [("overlap", ("a",), ("P",))]
    assert broken({**RIGHT, "a": team(date(2027, 5, 4), "P", "M")}, made.pool) == []


@pytest.mark.parametrize("strength", ["hard", "review"])
def test_a_host_is_reviewed_once(strength: str) -> None:
    """By each peer, on seats of any kind; the lead host of the other counts, and every host here."""
    rules = {**OFF, "reviewed_host": {"strength": strength}}
    both = programme(challenge("a", hosts=["I", "H"], rules=rules), challenge("b", hosts=["H", "J"]))
    twice = {"a": team(APRIL, "R", "P"), "b": team(JUNE, "P")}
    assert broken(twice, asked=both) == [("reviewed_host", ("a", "b"), ("P",))]
    assert broken({"a": team(APRIL, "P"), "b": team(JUNE, "Q")}, asked=both) == []
    second = programme(challenge("a", hosts=["I", "H"], rules=rules), challenge("b", hosts=["J", "H"]))
    assert broken(twice, asked=second) == []
    waiver = {"peer": "P", "rule": "reviewed_host", "by": "x", "reason": "y", "on": "2027-01-04"}
    waived = programme(challenge("a", hosts=["H"], rules=rules, waivers=[waiver]), challenge("b", hosts=["H"]))
    assert bool(broken(twice, asked=waived)) is (strength == "hard")
    review = challenge("a", hosts=["H"], rules=rules, purpose="progress_review")
    assert broken(twice, asked=programme(review, challenge("b", hosts=["H"]))) == []


def test_a_predecessor_and_a_host_that_no_table_names_are_hosts() -> None:
    """H⁺ has the predecessors of the hosts; and a host that the pool does not know is a host all the same."""
    rules = {**OFF, "reviewed_host": {"strength": "hard"}}
    twice = {"a": team(APRIL), "b": team(JUNE)}
    made = world().relation("OLD", "predecessor_of", "H")
    asked = programme(challenge("a", rules=rules), challenge("b", hosts=["OLD"]))
    assert broken(twice, made.pool, asked) == [("reviewed_host", ("a", "b"), ("P",))]
    assert broken(twice, world().pool, asked) == []
    unnamed = programme(challenge("a", hosts=["NEW"], rules=rules), challenge("b", hosts=["NEW"]))
    assert broken(twice, world().pool, unnamed) == [("reviewed_host", ("a", "b"), ("P",))]


@pytest.mark.parametrize("strength", ["hard", "review"])
def test_no_review_goes_both_ways(strength: str) -> None:
    """P of A reviews H, and S of H reviews A: where the challenge at H minds, in either order of the dates."""
    rules = {**OFF, "reciprocal_review": {"strength": strength}}
    minds, other = challenge("a", rules=rules), challenge("b", hosts=["A"], rules=OFF)
    both = {"a": team(APRIL, "P"), "b": team(JUNE, "S")}
    assert broken(both, asked=programme(minds, other)) == [("reciprocal_review", ("a", "b"), ("P", "S"))]
    assert broken({"a": team(JUNE, "P"), "b": team(APRIL, "R", "S")}, asked=programme(minds, other)) == [
        ("reciprocal_review", ("a", "b"), ("P", "S"))
    ]
    assert broken({"a": team(APRIL, "R"), "b": team(JUNE, "S")}, asked=programme(minds, other)) == []
    assert broken({"a": team(APRIL, "P"), "b": team(JUNE, "R")}, asked=programme(minds, other)) == []
    assert broken(both, asked=programme(minds, challenge("b", hosts=["J", "A"]))) == [], "not their lead host"
    waiver = {"peer": "P", "rule": "reciprocal_review", "by": "x", "reason": "y", "on": "2027-01-04"}
    assert bool(broken(both, asked=programme({**minds, "waivers": [waiver]}, other))) is (strength == "hard")


def test_peers_of_an_organisation_in_a_week() -> None:
    """Different peers alone count, and independents are free."""
    limited = programme(limits={"per_organisation": 1})
    same = {"a": team(APRIL, "P"), "b": team(APRIL, "Q")}
    assert broken(same, asked=limited) == [("per_organisation", ("a", "b"), ("P", "Q"))]
    assert broken({**same, "b": team(date(2027, 4, 20), "Q")}, asked=limited) == []
    assert broken({"a": team(APRIL, "P"), "b": team(APRIL, "R")}, asked=limited) == []
    assert broken({"a": team(APRIL, "R"), "b": team(APRIL, "Q", "M")}, asked=limited) == []
    limit = {"limits": {"per_organisation": 1}}
    thursday = challenge("b", hosts=["I"], on_site={"days": 2, "windows": ["2027-04-15"]})
    again = {"a": team(APRIL, "S", "P"), "b": team(date(2027, 4, 15), "R", "P")}
    assert broken(again, asked=programme(challenge("a", hosts=["J"]), thursday, **limit)) == []
    assert broken(same, asked=programme(limits={"per_organisation": 2})) == []


def test_teams_of_a_peer() -> None:
    twice = {"a": team(APRIL, "P"), "b": team(JUNE, "Q", "P")}
    limited = programme(limits={"per_peer": 1})
    assert broken(twice, asked=limited) == [("per_peer", ("a", "b"), ("P",))]
    assert broken(RIGHT, asked=limited) == [("per_peer", ("a", "b"), ("M",))]
    assert broken(twice, asked=programme(limits={"per_peer": 2})) == []


def row(name: str, seat: str, peer: str, state: str, start: date = APRIL, host: str = "H") -> Assignment:
    """Return a row of `assignments` for two days on site."""
    return Assignment(name, seat, peer, host, start, start.replace(day=start.day + 1), state, date(2027, 1, 12))


def test_a_challenge_with_somebody_confirmed_has_a_team() -> None:
    pool = world().pool.with_assignments([row("a", "lead", "P", "confirmed")])
    assert broken(RIGHT, pool) == []
    assert broken({"b": RIGHT["b"]}, pool) == [("confirmed_team", ("a",), ("P",))]
    assert broken({**RIGHT, "a": team(APRIL, "R", "M")}, pool) == [("pin", ("a",), ("P",))]


def test_a_challenge_that_is_over_is_not_planned_and_its_rows_stay_engagements() -> None:
    pool = world().pool.with_assignments([row("a", "lead", "P", "done")])
    assert broken(RIGHT, pool) == [("over", ("a",), ())]
    assert broken({"b": RIGHT["b"]}, pool) == []
    assert broken({"b": team(APRIL, "P")}, pool) == [("overlap", ("b",), ("P",))]


def test_points_are_weighted_and_going_without_costs() -> None:
    """A team has the points that it has alone: the other visits of the plan count for no criterion."""
    asked, pool = programme(priority={"a": 3, "b": 2}, without_team=1000), world().pool
    alone = {
        each.id: sum(breakdown(each, score(pool, each, RIGHT[each.id])).values()) for each in programme().challenges
    }
    found = plan_points(pool, asked, RIGHT)
    assert {each: found.points(each) for each in alone} == alone
    assert found.total == found.gained == 3 * alone["a"] + 2 * alone["b"]
    one = plan_points(pool, asked, {"a": RIGHT["a"]})
    assert (one.total, one.gained) == (3 * alone["a"] - 2000, 3 * alone["a"])
    assert plan_points(pool, asked, {}).total == -5000
    twice = plan_points(pool, asked, {"a": team(APRIL, "P"), "b": team(JUNE, "P")})
    assert twice.breakdowns["a"]["fresh"] == found.breakdowns["a"]["fresh"] > 0


def test_a_challenge_that_is_over_costs_nothing() -> None:
    pool = world().pool.with_assignments([row("a", "lead", "P", "done")])
    assert plan_points(pool, programme(without_team=1000), {}).total == -1000


def test_the_greatest_loss_is_over_the_challenges_with_a_team() -> None:
    found = PlanPoints({"a": {"x": 40, "y": 2}, "b": {"x": 7}}, 0, 0)
    assert found.greatest_loss({"a": 50, "b": 10, "c": 1000}) == 8
    assert PlanPoints({}, 0, 0).greatest_loss({"c": 1000}) == 0


STANDS = {
    "a": (("lead", "P", range(day_number(APRIL), day_number(APRIL) + 2)),),
    "b": (
        ("lead", "Q", range(day_number(JUNE), day_number(JUNE) + 2)),
        ("manager", "M", range(day_number(JUNE), day_number(JUNE) + 2)),
    ),
}


def changed(teams: Mapping[str, Team], pool: Pool | None = None, asked: Programme | None = None) -> list[str]:
    """Return the seats that differ from the plan that stands."""
    found = plan_changes(pool or world().pool, asked or programme(), teams, STANDS)
    return [f"{own}.{seat}" for own, seat in found]


def test_what_is_a_change() -> None:
    """Another peer, nobody, other days, no team; and none a peer on a seat that stood empty."""
    assert changed(RIGHT) == []
    assert changed({**RIGHT, "a": team(APRIL, "R")}) == ["a.lead"]
    assert changed({**RIGHT, "b": team(JUNE, "Q")}) == ["b.manager"]
    assert changed({**RIGHT, "b": team(date(2027, 5, 4), "Q", "M")}) == ["b.lead", "b.manager"]
    assert changed({"a": RIGHT["a"]}) == ["b.lead", "b.manager"]
    assert changed({}) == ["a.lead", "b.lead", "b.manager"]


def test_seats_whose_peer_cannot_stay_are_not_counted() -> None:
    """Who is out, or cannot hold the seat in any window by rules 2 to 5 and the pool alone."""
    gone = {**RIGHT, "a": team(APRIL, "R")}
    assert changed(gone, world().pool.with_assignments([row("a", "lead", "P", "withdrawn")])) == []
    assert changed(gone, world().peer("P", active=False).pool) == []
    assert changed(gone, asked=programme(challenge("a", pins={"lead": "R"}), challenge("b", hosts=["I"]))) == []
    assert changed(gone, asked=programme(challenge("a", exclude=[{"peer": "P", "reason": "x"}]))) == []
    busy = world()
    for start, end in (("2027-04-01", "2027-05-31"), ("2027-06-01", "2027-06-30")):
        busy.free("P", start, end, available=False)
    assert changed(gone, busy.pool) == []
    other = world().free("P", "2027-04-01", "2027-05-31", available=False)
    assert changed(gone, other.pool) == ["a.lead"], "P could hold the seat in June"
    elsewhere = programme(challenge("a", pins={"manager": "M"}), challenge("b", hosts=["I"]))
    assert changed({**gone, "a": team(APRIL, "R", "M")}, asked=elsewhere) == ["a.lead"]


def test_without_a_kept_plan_the_live_rows_stand() -> None:
    rows = [row("a", "lead", "P", "asked"), row("b", "lead", "Q", "declined", JUNE, "I")]
    pool = world().pool.with_assignments(rows)
    assert plan_changes(pool, programme(), RIGHT) == ()
    assert plan_changes(pool, programme(), {"b": team(JUNE, "R")}) == (("a", "lead"),)
