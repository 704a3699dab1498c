"""`check` of a programme: what it says the pool cannot do, no plan does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

import pytest

import teamforge
from teamforge.answers import ProgrammeCheck
from teamforge.demo import load_demo_programme
from tests.property.engine import read_year
from tests.property.problems import Problems
from tests.property.programmes import TinyProgramme, make_programme, valid_plans

PROGRAMMES = Problems(slow=40, full=400, chunks=10)


@pytest.fixture(scope="module")
def demo() -> ProgrammeCheck:
    return teamforge.check(*load_demo_programme())


def year(peers: list[dict[str, str]], challenges: list[Mapping[str, Any]], **fields: Any) -> ProgrammeCheck:
    """Return what is said of challenges at three hosts, each of which needs one director."""
    import pandas as pd

    raw = [
        {
            "id": f"C{number}",
            "hosts": [f"H{number}"],
            "scope": {"prevention": 5},
            "unknown_availability": "free",
            "seats": [{"id": "lead", "accepts": {"director": 100}, **challenge.get("seat", {})}],
            "on_site": challenge["on_site"],
            "rules": {"rest": {"rest_days": challenge.get("rest_days", 14)}},
        }
        for number, challenge in enumerate(challenges)
    ]
    base = {"roles": "director", "trained": "true", "active": "true", "declared_on": "2026-12-01"}
    pool = teamforge.Pool.from_frames(pd.DataFrame([{**base, "theme:prevention": 3, **peer} for peer in peers]))
    return teamforge.check(pool, teamforge.Programme(id="y", as_of="2027-01-11", challenges=raw, **fields))


SPRING = {"earliest": "2027-04-12", "latest": "2027-06-30"}
ONE_WEEK = {"windows": ["2027-04-13"]}


def test_seats_that_outnumber_their_people_are_told() -> None:
    """Three challenges, and two directors who may each serve once."""
    found = year([{"peer_id": "A"}, {"peer_id": "B"}], [{"on_site": SPRING}] * 3)
    (short,) = found.shortages
    assert (short.seats, short.peers, short.visits, short.missing) == ({"lead": 3}, ("A", "B"), 2, 1)
    assert str(short) == "the 3 lead seats have 2 people: 1 of these challenges at least must go without a team"
    assert "cannot fill 1 seat" in found.to_html()


@pytest.mark.parametrize(
    ("peer", "limits"), [({"max_per_year": "3"}, {}), ({}, {"per_peer": 9}), ({"max_per_year": "3"}, {"per_peer": 3})]
)
def test_places_in_a_year_and_limits_count(peer: dict[str, str], limits: dict[str, int]) -> None:
    """One director is enough for three challenges if they may make three visits, and the limit allows them."""
    found = year([{"peer_id": "A", **peer}], [{"on_site": SPRING}] * 3, limits=limits)
    assert bool(found.shortages) == (not peer)
    assert year([{"peer_id": "A", **peer}], [{"on_site": SPRING}] * 3, limits={"per_peer": 2}).shortages


def test_a_seat_that_does_not_count_has_no_yearly_limit() -> None:
    seat = {"seat": {"counts": False}, "on_site": SPRING}
    other = {"on_site": SPRING}
    assert not year([{"peer_id": "A"}, {"peer_id": "B"}], [seat, seat, seat, other, other]).shortages


@pytest.mark.parametrize(("rest_days", "crowded"), [(14, True), (0, False)])
def test_weeks_with_too_much_are_told(rest_days: int, crowded: bool) -> None:  # noqa: FBT001
    """Two visits of two days in one week, and one director: with rest there is time for one of them."""
    days = {"days": 2, "windows": ["2027-04-12", "2027-04-15"]}
    visit = {"on_site": days, "rest_days": rest_days}
    found = year([{"peer_id": "A", "max_per_year": "5"}], [visit, visit])
    assert not found.shortages
    assert bool(found.crowded) == crowded
    if crowded:
        (told,) = found.crowded
        assert (str(told.first), str(told.last), told.visits, told.peers) == ("2027-04-12", "2027-04-18", 1, ("A",))


def test_no_week_has_too_much_where_peers_lack_or_another_week_will_do() -> None:
    """One director for one visit a year is a shortage, whatever the week; a challenge of all spring can wait."""
    visit = {"on_site": {"days": 2, "windows": ["2027-04-12", "2027-04-15"]}}
    found = year([{"peer_id": "A"}], [visit, visit])
    assert found.shortages
    assert not found.crowded
    assert not year([{"peer_id": "A", "max_per_year": "5"}], [visit, {"on_site": SPRING}]).crowded


def test_who_is_wanted_by_more_than_can_have_them() -> None:
    """The better of two directors, by both challenges; with two visits a year by nobody too many."""
    peers = [{"peer_id": "A", "theme:prevention": "4"}, {"peer_id": "B"}]
    (wanted,) = year(peers, [{"on_site": SPRING}] * 2).wanted
    assert (wanted.peer_id, wanted.challenges, wanted.visits, wanted.year) == ("A", ("C0", "C1"), 1, 2027)
    assert not year([{**peers[0], "max_per_year": "2"}, peers[1]], [{"on_site": SPRING}] * 2).wanted


def test_weeks_say_what_they_could_bring() -> None:
    """A challenge of one week is there for sure, one of two weeks with half of its windows."""
    two_weeks = {"windows": ["2027-04-13", "2027-04-20"]}
    found = year([{"peer_id": "A"}], [{"on_site": ONE_WEEK}, {"on_site": two_weeks}])
    assert [(str(w.week), w.possible, w.expected, w.peers) for w in found.weeks] == [
        ("2027-04-12", 2, 1.5, 1),
        ("2027-04-19", 1, 0.5, 1),
    ]


def test_what_all_challenges_say_is_said_once(demo: ProgrammeCheck) -> None:
    """And what some say begins with their ids; no name is there."""
    said = [note.text for note in demo.notes]
    assert len(said) == len(set(said))
    assert "plymouth-2027: seat manager has one candidate" in said
    assert not [peer.name for peer in load_demo_programme()[0] if peer.name and peer.name in demo.to_html()]
    assert len(demo.to_frame()) == len(demo.seats) == 7


def test_a_challenge_without_a_window_needs_nothing() -> None:
    found = year([{"peer_id": "A"}], [{"on_site": {"windows": ["2027-01-12"]}}, {"on_site": SPRING}])
    assert (found.challenges, found.seats[0].challenges, found.shortages) == (2, 1, ())
    assert [note.kind for note in found.notes if note.text.startswith("C0: no window")] == ["no_window"]


def at_once(tiny: TinyProgramme) -> TinyProgramme:
    """Return a programme that is all in one week, with one leader too few, though each may serve three times."""
    peers = [
        {**peer, "max_per_year": "3", "roles": "director" if place < len(tiny.challenges) - 1 else "manager"}
        for place, peer in enumerate(tiny.tables["peers"])
    ]
    challenges = [
        {
            **own,
            "on_site": {**own["on_site"], "windows": ["2027-04-06"]},
            "seats": [{**own["seats"][0], "accepts": {"director": 100}}, own["seats"][1]],
        }
        for own in tiny.challenges
    ]
    return replace(tiny, tables={**tiny.tables, "peers": peers}, challenges=challenges, limits={})


@pytest.mark.parametrize("made", [make_programme, lambda rng: at_once(make_programme(rng))])
@PROGRAMMES.each_chunk
def test_no_plan_has_what_the_pool_cannot_do(
    chunk: int, made: Callable[[Random], TinyProgramme], pytestconfig: pytest.Config
) -> None:
    """Tiny programmes: where seats cannot be filled or weeks have too much, every valid plan leaves somebody out."""
    for seed in PROGRAMMES.seeds(chunk, pytestconfig):
        tiny = made(Random(seed))
        found = teamforge.check(*read_year(tiny))
        with_team = [
            {own["id"] for own, team in zip(tiny.challenges, plan, strict=True) if team}
            for plan, _ in valid_plans(tiny)
        ]
        for short in found.shortages:
            least = -(-short.missing // len(short.seats))
            assert all(len(set(short.challenges) - teams) >= least for teams in with_team), seed
        for crowd in found.crowded:
            assert all(len(set(crowd.challenges) & teams) <= crowd.visits for teams in with_team), seed


@pytest.mark.slow
def test_tiny_programmes_have_shortages_and_crowded_weeks() -> None:
    tiny = [make_programme(Random(seed)) for seed in range(60)]
    assert sum(bool(teamforge.check(*read_year(each)).shortages) for each in tiny) > 3
    assert sum(bool(teamforge.check(*read_year(at_once(each))).crowded) for each in tiny) > 3
