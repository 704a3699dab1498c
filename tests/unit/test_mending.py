"""
Repairs and reserves in plans worked out by hand.

Visits are of one day; only seats and organisations tell teams apart. A peer on one of n seats brings the percentage in
`accepts` of 6,000/n points, and the second peer of an organisation costs 4,000/n (SPEC.md section 6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from teamforge.challenge.programme import Programme
from teamforge.forge.programme import drop_outs
from teamforge.forge.programme.blocks import compile_year
from teamforge.forge.programme.fixed_plan import FixedPlan
from teamforge.forge.programme.reserves import in_reserve
from teamforge.forge.programme.rows import per_organisation
from teamforge.forge.programme.workers import Workers
from teamforge.pool import Pool
from teamforge.search import Budget
from teamforge.search.queries.mending import fill_vacancy
from teamforge.team import Team
from tests.property.engine import read_year
from tests.property.programmes import TinyProgramme

TUESDAY = "2027-04-06"

Seats = Mapping[str, Mapping[str, int]]
"""Seat to roles with the percentage that they are worth."""


def peer(own: str, roles: str, at: str = "", most: int = 9) -> dict[str, str]:
    cells = {"peer_id": own, "organisation_id": at, "roles": roles, "max_per_year": str(most), "challenges_done": "1"}
    return {**cells, "trained": "true", "active": "true", "declared_on": "2026-12-01", "theme:prevention": "0"}


def challenge(own: str, day: str, seats: Seats, optional: str = "") -> dict[str, Any]:
    return {
        "id": own,
        "hosts": [f"H{own}"],
        "as_of": "2027-01-11",
        "on_site": {"days": 1, "windows": [day]},
        "scope": {"prevention": 1},
        "unknown_availability": "free",
        "seats": [{"id": seat, "accepts": roles, "required": seat != optional} for seat, roles in seats.items()],
        "rules": {name: {"weight": 0} for name in ("fresh", "outside_region", "similar_authority")},
    }


def year_of(
    peers: list[dict[str, str]],
    challenges: list[dict[str, Any]],
    limits: Mapping[str, int] | None = None,
    priority: Mapping[str, int] | None = None,
) -> tuple[Pool, Programme]:
    """Return a pool and a programme, in which going without a team costs 100,000 points."""
    homes = [{"organisation_id": each, "kind": "council"} for each in ("A", "HX", "HY", "HZ")]
    weights = {each["id"]: 1 for each in challenges} | dict(priority or {})
    tables = {"peers": peers, "organisations": homes}
    return read_year(TinyProgramme(tables, challenges, weights, 100_000, dict(limits or {})))


def planned(
    peers: list[dict[str, str]],
    challenges: list[dict[str, Any]],
    teams: Mapping[str, Mapping[str, str]],
    limits: Mapping[str, int] | None = None,
    priority: Mapping[str, int] | None = None,
) -> FixedPlan:
    day = {each["id"]: dt.date.fromisoformat(each["on_site"]["windows"][0]) for each in challenges}
    own = {each: Team(day[each], tuple(team.items())) for each, team in teams.items()}
    return FixedPlan.of(compile_year(*year_of(peers, challenges, limits, priority)), own)


def place_of(plan: FixedPlan, challenge_id: str) -> int:
    return [block.id for block in plan.year.blocks].index(challenge_id)


def candidate(plan: FixedPlan, challenge_id: str, seat: str) -> tuple[int, int]:
    place = place_of(plan, challenge_id)
    return place, next(each for each in plan.teams[place] if plan.seat(place, each) == seat)


def repaired(plan: FixedPlan, challenge_id: str, seat: str) -> dict[str, str] | None:
    """Return the team after whoever has a seat left it."""
    place, left = candidate(plan, challenge_id, seat)
    others = [visit for other, team in plan.teams.items() if other != place for visit in plan.visits(other, team)]
    stay = tuple(each for each in plan.teams[place] if each != left)
    team = fill_vacancy(plan.vacancy(place, stay, left, others), Budget.start(None))
    return None if team is None else {plan.seat(place, each): plan.peer(place, each) for each in team}


def reserves(plan: FixedPlan, *seats: tuple[str, str]) -> list[str | None]:
    """Return who is in reserve for some seats."""
    own = [candidate(plan, *each) for each in seats]
    found = in_reserve(plan, own, Workers(None, Budget.start(None), ()))
    return [plan.peer(each[0], found[each].candidate) if each in found else None for each in own]


def test_a_chain_of_changes_is_no_longer_than_it_must_be() -> None:
    """
    A leaves; only B can lead, and only D can have the seat of B: two seats change.

    On seat c, E would give 100% and C gives 40%; on the empty seat F would give 100%. Both would be more points and one
    change more, so C stays and the seat stays empty.
    """
    seats = {
        "a": {"director": 100},
        "b": {"manager": 100},
        "c": {"vcs_leader": 100, "chief_executive": 40},
        "d": {"elected_member": 100},
    }
    peers = [peer("A", "director"), peer("B", "director;manager"), peer("C", "chief_executive")]
    peers += [peer("D", "manager"), peer("E", "vcs_leader"), peer("F", "elected_member")]
    plan = planned(peers, [challenge("X", TUESDAY, seats, "d")], {"X": {"a": "A", "b": "B", "c": "C"}})
    assert repaired(plan, "X", "a") == {"a": "B", "b": "D", "c": "C"}


def test_an_optional_seat_stays_empty_where_filling_it_costs_points() -> None:
    """Z would bring 1% of 6,000/3, 20 points, and cost 4,000/3 as the second of A: the seat stays empty."""
    seats = {"a": {"director": 100}, "b": {"manager": 100}, "c": {"vcs_leader": 1}}
    peers = [peer("P", "director", "A"), peer("Q", "manager"), peer("R", "vcs_leader"), peer("Z", "vcs_leader", "A")]
    plan = planned(peers, [challenge("X", TUESDAY, seats, "c")], {"X": {"a": "P", "b": "Q", "c": "R"}})
    assert repaired(plan, "X", "c") == {"a": "P", "b": "Q"}


def test_others_on_site_take_from_the_limit_of_an_organisation() -> None:
    """
    M and P of A are on site in this week, at Y and X.

    T of A would bring 100% of 6,000/2 and S brings 1%. Where two of A may be on site T would be the third; so S it is.
    """
    seats = {"a": {"director": 100}, "b": {"manager": 100, "vcs_leader": 1}}
    peers = [peer("M", "director", "A"), peer("N", "manager"), peer("P", "director", "A"), peer("Q", "manager")]
    peers += [peer("T", "manager", "A"), peer("S", "vcs_leader")]
    challenges = [challenge("X", TUESDAY, seats), challenge("Y", TUESDAY, seats)]
    for each in challenges:
        each["rules"]["distinct_organisations"] = {"weight": 0}
    teams = {"X": {"a": "P", "b": "Q"}, "Y": {"a": "M", "b": "N"}}
    assert repaired(planned(peers, challenges, teams, {"per_organisation": 3}), "X", "b") == {"a": "P", "b": "T"}
    assert repaired(planned(peers, challenges, teams, {"per_organisation": 2}), "X", "b") == {"a": "P", "b": "S"}


def test_whoever_comes_twice_in_a_week_is_one_of_the_limit() -> None:
    """P of A is at X on Tuesday and at Y on Wednesday; one of A may be on site, and it is one, until Q comes too."""
    one, two = {"a": {"director": 100}}, {"a": {"director": 100}, "b": {"manager": 100}}
    peers = [peer("P", "director", "A"), peer("Q", "manager", "A")]
    challenges = [challenge("X", TUESDAY, one), challenge("Y", "2027-04-07", two)]
    for team, rows in (({"a": "P"}, 0), ({"a": "P", "b": "Q"}, 1)):
        plan = planned(peers, challenges, {"X": {"a": "P"}, "Y": team}, {"per_organisation": 1})
        visits = [visit for place, own in plan.teams.items() for visit in plan.visits(place, own)]
        assert len([*per_organisation.broken(plan.year, visits)]) == rows


def test_the_least_share_of_the_rate_drops_out_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """P draws 0.05 of 0.1, a half; Q draws 0.2 of 0.9, less than a quarter; nobody else is below their rate."""
    drawn = {"P": 0.05, "Q": 0.2, "R": 0.5}
    monkeypatch.setattr(drop_outs, "draw", lambda _seed, _trial, _challenge, own: drawn[own])
    seats = {"a": {"director": 100}, "b": {"manager": 100}, "c": {"vcs_leader": 100}}
    peers = [peer("P", "director"), peer("Q", "manager"), peer("R", "vcs_leader")]
    plan = planned(peers, [challenge("X", TUESDAY, seats)], {"X": {"a": "P", "b": "Q", "c": "R"}})
    rates = {candidate(plan, "X", seat): rate for seat, rate in (("a", 0.1), ("b", 0.9), ("c", 0.5))}
    workers = Workers(None, Budget.start(None), [block.problem for block in plan.year.blocks])
    (run,) = drop_outs.run_trials(plan, rates, 1, 0, workers, lambda _line: None)
    assert [plan.peer(*each) for each in run.coming] == ["Q", "P"]


def test_reserves_keep_the_places_of_a_year() -> None:
    """
    W serves on Z and has two places in the year, so one is left; P and Q have one and serve already.

    W costs nothing. For X the other is S, at 40%: 3,600 of 6,000 fewer. For Y it is T, at 70%: 1,800 fewer, with the
    priority 3 of Y 5,400. So W is for Y.
    """
    peers = [peer("P", "director", most=1), peer("Q", "director", most=1), peer("W", "director", most=2)]
    peers += [peer("S", "vcs_leader"), peer("T", "manager")]
    challenges = [
        challenge("X", TUESDAY, {"a": {"director": 100, "vcs_leader": 40}}),
        challenge("Y", "2027-05-04", {"a": {"director": 100, "manager": 70}}),
        challenge("Z", "2027-06-08", {"a": {"director": 100}}),
    ]
    plan = planned(peers, challenges, {"X": {"a": "P"}, "Y": {"a": "Q"}, "Z": {"a": "W"}}, priority={"Y": 3})
    assert reserves(plan, ("X", "a"), ("Y", "a")) == ["S", "W"]


def test_nobody_is_in_reserve_for_two_seats_at_once() -> None:
    """W is the best for both seats of X and for Y on the same day; S and T, at 40%, are there for two of the three."""
    both = {"a": {"director": 100, "vcs_leader": 40}, "b": {"director": 100, "vcs_leader": 40}}
    peers = [peer(own, "director") for own in ("P", "Q", "R", "W")] + [peer("S", "vcs_leader"), peer("T", "vcs_leader")]
    challenges = [challenge("X", TUESDAY, both), challenge("Y", TUESDAY, {"a": both["a"]})]
    plan = planned(peers, challenges, {"X": {"a": "P", "b": "Q"}, "Y": {"a": "R"}})
    found = reserves(plan, ("X", "a"), ("X", "b"), ("Y", "a"))
    assert sorted(map(str, found)) == ["S", "T", "W"]
