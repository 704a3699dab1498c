"""What keeps a peer off, one rule at a time, with what would lift it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from teamforge.api import compose
from teamforge.assignments import Assignment, answers, changes
from teamforge.demo import load_demo
from teamforge.errors import UnknownError
from teamforge.explain.reserves import no_reserves
from teamforge.explain.why_not import PeerAnswer, Verdict
from teamforge.workbook import write_team
from tests.world import World, seat, waiver


def answer(world: World, peer: str = "A") -> PeerAnswer:
    """Return the answer of a peer."""
    return compose(world.pool, world.challenge).why_not()[peer]


def rules(world: World, peer: str = "A") -> list[str]:
    """Return the rules that keep a peer off."""
    return [reason.rule for reason in answer(world, peer).reasons]


@pytest.mark.parametrize(
    ("state", "rule", "change"),
    [({"trained": False}, "trained", "train them"), ({"active": False}, "active", "mark them as active")],
)
def test_states(state: dict[str, Any], rule: str, change: str) -> None:
    """Neither trained nor active: both are named, and how to lift them."""
    world = World().peer("A", **state).peer("B")
    assert (answer(world).verdict, rules(world)) == (Verdict.BLOCKED, [rule])
    assert answer(world).nearest_change == change
    assert change in str(answer(world))
    both = World().peer("A", trained=False, active=False).peer("B")
    assert rules(both) == ["trained", "active"]
    assert answer(both).nearest_change == "train them and mark them as active"


def test_conflicts() -> None:
    """A review can be waived, a hard rule never; a waived one keeps nobody off; the path is the evidence."""
    review = World().peer("A", at="X").peer("B").relation("X", "neighbour_of", "H")
    assert rules(review) == ["neighbour"]
    assert answer(review).nearest_change == "waive neighbour"
    assert "A — works at — X — neighbour of — H" in str(answer(review))
    hard = World().peer("A", at="H").peer("B")
    assert (rules(hard), answer(hard).nearest_change) == (["current_tie"], None)
    waived = World(waivers=[waiver("A", "neighbour")]).peer("A", at="X").peer("B").relation("X", "neighbour_of", "H")
    assert answer(waived).verdict in {Verdict.IN_TEAM, Verdict.TIED}
    old = World().peer("A", declared="2020-01-01").peer("B")
    assert answer(old).nearest_change == "ask for a new declaration of interests"


def test_dates() -> None:
    """Away in the only window, booked in it, too close to another, at the cap: each that closes it is named."""
    away = World(unknown_availability="free").peer("A").peer("B").free("A", "2027-04-12", "2027-04-13", available=False)
    assert rules(away) == ["availability"]
    assert answer(away).nearest_change == "free Monday 12 to Wednesday 14 April 2027"
    booked = World().peer("A", most=4).peer("B").booking("A", "2027-04-13", "2027-04-14")
    assert "overlap" in rules(booked)
    close = World().peer("A", most=4).peer("B").booking("A", "2027-04-20", "2027-04-21")
    assert rules(close) == ["rest"]
    assert answer(close).nearest_change is None
    capped = World().peer("A").peer("B").booking("A", "2027-09-06", "2027-09-07")
    assert rules(capped) == ["max_per_year"]


def test_a_seat_that_does_not_count() -> None:
    """It has neither rest nor cap: who is too close to another challenge for a member can still be the manager."""
    seats = [seat("s"), seat("m", counts=False, required=False)]
    close = World(seats=seats).peer("A", most=4).peer("B").booking("A", "2027-04-20", "2027-04-21")
    assert answer(close).verdict is not Verdict.BLOCKED


def test_dates_beside_another_reason() -> None:
    """They are named where they alone would keep a peer off: not rest, for who can be the manager, nor one window."""
    seats = [seat("s"), seat("m", counts=False, required=False)]
    close = World(seats=seats).peer("A", most=4, trained=False).peer("B").booking("A", "2027-04-20", "2027-04-21")
    assert rules(close) == ["trained"]
    world = World(on_site={"windows": ["2027-04-12", "2027-05-10"]}, unknown_availability="free")
    world = world.peer("A", trained=False).peer("B").free("A", "2027-04-12", "2027-04-13", available=False)
    assert rules(world) == ["trained"]


def test_rest_keeps_off_whose_only_open_seat_counts() -> None:
    """The manager's seat is pinned to somebody else; rest closes the other in the only window."""
    seats = [seat("s"), seat("m", counts=False)]
    world = World(seats=seats, pins={"m": "M"}).peer("A", most=4).peer("B").peer("M")
    world = world.booking("A", "2027-04-20", "2027-04-21")
    assert (answer(world).verdict, rules(world)) == (Verdict.BLOCKED, ["rest"])


def test_no_role_and_no_window() -> None:
    """Whoever has no role that a seat accepts, and everybody where no window is valid."""
    world = World().peer("A", roles=("poet",)).peer("B")
    assert (rules(world), answer(world).nearest_change) == (["role"], None)
    never = World(on_site={"windows": []}).peer("A").peer("B")
    assert rules(never) == ["windows"]
    assert compose(never.pool, never.challenge).why_not().points is None


def test_some_window_is_enough() -> None:
    """Who is away in one of two windows could come in the other."""
    world = World(on_site={"windows": ["2027-04-12", "2027-05-10"]}, unknown_availability="free")
    world = world.peer("A").peer("B").free("A", "2027-04-12", "2027-04-13", available=False)
    assert answer(world).verdict is not Verdict.BLOCKED


def test_frames_and_words() -> None:
    """A row a peer, costs as whole numbers or missing; a repr that names nobody; unknown ids with the closest."""
    world = World().peer("A", prevention=4).peer("B", prevention=1).peer("C", trained=False)
    answers = compose(world.pool, world.challenge).why_not()
    assert answers.points is not None
    frame = answers.to_frame()
    assert frame["verdict"].tolist() == ["in_team", "outscored", "blocked"]
    assert frame["cost"].isna().tolist() == [False, False, True]
    assert frame["cost"].tolist()[:2] == [0, answers.points - _alone(world, "B")]
    assert answers["B"].cost == answers.points - _alone(world, "B")
    assert repr(answers) == "<WhyNot this: 1 in_team, 1 outscored, 1 blocked>"
    assert f"would cost the team {answers['B'].cost:,} points" in str(answers["B"])
    assert list(compose(world.pool, world.challenge).why_not(peers=["C"])) == ["C"]
    with pytest.raises(KeyError, match="no peer has the id 'D'"):
        compose(world.pool, world.challenge).why_not(peers=["D"])
    with pytest.raises(UnknownError, match="the time limit ended the search"):
        compose(world.pool, world.challenge, time_limit=0).why_not(time_limit=0)


def _alone(world: World, peer: str) -> int:
    """Return the points of the only team with a peer where there is one seat."""
    from teamforge.api import compose

    others = [other for other in world.people if other != peer]
    for other in others:
        world = world.peer(other, active=False)
    fresh = World()
    fresh.people, fresh.places, fresh.tables = dict(world.people), world.places, world.tables
    points = compose(fresh.pool, fresh.challenge).points
    assert points is not None
    return points


def test_who_has_not_answered_is_not_said_to_be_busy() -> None:
    """Unknown is not free, and it is not "not free": they are to be asked."""
    world = World(unknown_availability="busy").peer("A").peer("B").free("B", "2027-04-01", "2027-04-30")
    answer = compose(world.pool, world.challenge).why_not("A")["A"]
    assert str(answer) == (
        "A cannot be on the team: has not said when they are free. To make them eligible: ask when they are free."
    )
    assert [reason.rule for reason in answer.reasons] == ["unknown_availability"]


def test_who_is_out_by_the_history_is_told_what_happened() -> None:
    """An exclusion in the file keeps its reason to itself; what somebody answered is no secret to the team."""
    pool, challenge = load_demo()
    excluded = challenge.exclude[0].peer
    first = compose(pool, challenge)
    asked = pool.with_assignments(changes(first.require_team(), pool, challenge, on=date(2027, 1, 11)))
    said = asked.with_assignments(answers(asked, challenge, {"P002": "declined"}, on=date(2027, 1, 14)))
    found = compose(said, challenge).why_not(["P002", excluded])
    assert str(found["P002"]) == (
        "P002 cannot be on the team: declined on 14 January 2027. "
        "To make them eligible: ask them again, and record what they say."
    )
    assert "is excluded from this challenge" in str(found[excluded])


def test_a_seat_that_somebody_confirmed_is_no_pin_to_lift() -> None:
    """The history holds it; only a pin of the file can be lifted."""
    pool, challenge = load_demo()
    first = compose(pool, challenge)
    team = first.require_team()
    asked = pool.with_assignments(changes(team, pool, challenge, on=date(2027, 1, 11)))
    vcs = dict(team.seats)["vcs"]
    other = first.reserves(seats=["vcs"])[0].peer_id
    said = asked.with_assignments(answers(asked, challenge, {vcs: "confirmed"}, on=date(2027, 1, 14)))
    assert str(compose(said, challenge).why_not(other)[other]) == (
        f"{other} cannot be on the team: would need a seat that somebody else has confirmed. To make them eligible: "
        "ask again whoever confirmed it, and record what they say."
    )
    pinned = challenge.replace(pins={"vcs": vcs})
    assert compose(pool, pinned).why_not(other)[other].nearest_change == "lift the pin"


def test_who_is_on_another_visit_by_now_is_no_reserve(tmp_path: Path) -> None:
    """A kept team, and somebody who could have stepped in until they were confirmed elsewhere on its days."""
    pool, challenge = load_demo()
    result = compose(pool, challenge)
    team = result.require_team()
    spare = result.reserves(seats=["vcs"])[0].peer_id
    near, far = (
        Assignment("elsewhere", "vcs", spare, "X9", start, start + timedelta(2), "confirmed", date(2027, 1, 12))
        for start in (team.start + timedelta(1), date(2028, 9, 5))
    )
    hosts = pool.organisations.ids
    rows = [replace(each, host=hosts[-1]) for each in (near, far)]
    assert no_reserves(pool.with_assignments(rows[:1]), challenge, team) == (("vcs", spare),)
    assert no_reserves(pool.with_assignments(rows[1:]), challenge, team) == ()
    gone = replace(rows[1], challenge_id=challenge.id, state="declined")
    assert no_reserves(pool.with_assignments([gone]), challenge, team) == (spare,)
    for name, now in {"then": None, "visit": rows[0], "gone": gone}.items():
        book = tmp_path / f"{name}.xlsx"
        write_team(result, book, now=None if now is None else pool.with_assignments([now]))
        found = pd.read_excel(book, sheet_name="reserves", engine="openpyxl")
        listed = ["vcs" in seat.lower() for seat in found.loc[found["Peer id"] == spare, "Seat"]]
        assert any(listed) == (name == "then")


def test_other_visits_may_rule_out_one_seat_alone() -> None:
    """Rest days hold for members only: between two visits a peer can still be the manager, who does not count."""
    pool, challenge = load_demo()
    seats: list[Mapping[str, object]] = [
        {"id": "lead", "accepts": {"chief_executive": 100}},
        {"id": "manager", "accepts": {"chief_executive": 100}, "counts": False},
    ]
    two = challenge.replace(seats=seats, pins={}, team_rules=[])
    result = compose(pool, two)
    team = result.require_team()
    spare = result.reserves(seats=["manager"])[0].peer_id
    start = team.start + timedelta(7)
    row = Assignment(
        "elsewhere", "lead", spare, pool.organisations.ids[-1], start, start + timedelta(2), "asked", date(2027, 1, 12)
    )
    out = no_reserves(pool.with_assignments([row]), two, team)
    assert out == (("lead", spare),)
    left = {(each.seat, each.peer_id) for each in result.reserves(per_seat=99, without=out)}
    assert {(each.seat, each.peer_id) for each in result.reserves(per_seat=99)} - left == {("lead", spare)}
    with pytest.raises(KeyError, match="no such seat: typo"):
        result.reserves(without=[("typo", spare)])
