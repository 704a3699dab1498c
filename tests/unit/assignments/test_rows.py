"""The rows that record teams and answers, worked out by hand: nothing is composed (SPEC.md section 9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from teamforge import Challenge, InputError, Pool, read_challenge, read_pool, read_programme
from teamforge.assignments import (
    Assignment,
    add_rows,
    answers,
    changes,
    changes_of_plan,
    double_bookings,
    in_force,
    judged,
    live,
    standing,
    states_of,
)
from teamforge.records.verification import news_of
from teamforge.team import Responses, Team

DAY, NEXT, START, END = date(2027, 1, 11), date(2027, 1, 14), date(2027, 4, 13), date(2027, 4, 15)
OTHER = date(2027, 4, 20)
PEERS = {"peer_id": ["A", "B", "C", "D", "E"], "roles": ["lead", "vcs", "lead", "vcs", "none"], "theme:care": 1}


@pytest.fixture
def pool() -> Pool:
    return Pool.from_frames(peers=pd.DataFrame(PEERS))


@pytest.fixture
def challenge() -> Challenge:
    seats = [{"id": "first", "accepts": {"lead": 100}}, {"id": "second", "accepts": {"vcs": 100}}]
    on_site = {"windows": [str(START), str(OTHER)]}
    fields = {"id": "c", "hosts": ["H", "G"], "as_of": "2027-01-11", "on_site": on_site, "scope": {"care": 1}}
    return read_challenge({**fields, "seats": seats})


TEAM = Team(START, (("first", "A"), ("second", "B")))


def short(rows: list[Assignment]) -> list[tuple[str, str, str]]:
    return [(row.seat, row.peer_id, row.state) for row in rows]


def said(pool: Pool, challenge: Challenge, *states: dict[str, str]) -> Pool:
    """The team recorded, and then one answer after the other on the next day."""
    found = pool.with_assignments(changes(TEAM, pool, challenge, on=DAY))
    for each in states:
        found = found.with_assignments(answers(found, challenge, each, on=NEXT))
    return found


def test_a_team_is_recorded_with_host_and_days(pool: Pool, challenge: Challenge) -> None:
    rows = changes(TEAM, pool, challenge, on=DAY, by="J. Bloggs", note="first", notes={"B": "own"})
    assert rows == [
        Assignment("c", "first", "A", "H", START, END, "proposed", DAY, "J. Bloggs", "first"),
        Assignment("c", "second", "B", "H", START, END, "proposed", DAY, "J. Bloggs", "own"),
    ]
    assert changes(TEAM, said(pool, challenge), challenge, on=DAY) == []


def test_who_goes_is_released_or_has_said_why(pool: Pool, challenge: Challenge) -> None:
    """Who is out stays out without a second row; who comes is proposed."""
    other = Team(START, (("first", "C"), ("second", "D")))
    known = said(pool, challenge, {"A": "declined"})
    assert short(changes(other, known, challenge)) == [
        ("second", "B", "released"),
        ("first", "C", "proposed"),
        ("second", "D", "proposed"),
    ]
    rows = changes(other, said(pool, challenge), challenge, states={"B": "withdrawn"})
    assert short(rows)[:2] == [("first", "A", "released"), ("second", "B", "withdrawn")]


def test_other_days_or_another_seat_are_proposed_anew(pool: Pool, challenge: Challenge) -> None:
    known = said(pool, challenge, {"A": "asked"})
    rows = changes(replace(TEAM, start=OTHER), known, challenge)
    assert [(row.peer_id, row.state, row.start, row.end.day) for row in rows] == [
        ("A", "proposed", OTHER, 22),
        ("B", "proposed", OTHER, 22),
    ]
    swapped = Team(START, (("second", "A"), ("first", "B")))
    assert short(changes(swapped, known, challenge)) == [("second", "A", "proposed"), ("first", "B", "proposed")]


def test_who_answered_before_there_was_a_row_gets_one(pool: Pool, challenge: Challenge) -> None:
    """On the seat they had, or the first that their role fits; with no such seat there is none."""
    rows = changes(TEAM, pool, challenge, states={"C": "declined", "D": "objected", "E": "declined", "B": "accepted"})
    assert short(rows) == [
        ("first", "C", "declined"),
        ("second", "D", "objected"),
        ("first", "A", "proposed"),
        ("second", "B", "accepted"),
    ]
    before = Team(OTHER, (("second", "C"),))
    (row, *_) = changes(TEAM, pool, challenge, states={"C": "declined"}, before=before)
    assert (row.seat, row.start) == ("second", OTHER)


@pytest.mark.parametrize("state", ["declined", "objected", "withdrawn"])
def test_a_team_with_somebody_who_is_out_is_refused(pool: Pool, challenge: Challenge, state: str) -> None:
    known = said(pool, challenge, {"A": state})
    with pytest.raises(InputError, match="who is out"):
        changes(TEAM, known, challenge)
    assert short(changes(TEAM, known, challenge, states={"A": "accepted"})) == [("first", "A", "accepted")]


@pytest.mark.parametrize(
    "team",
    [
        Team(START, (("first", "C"), ("second", "B"))),
        replace(TEAM, start=OTHER),
        Team(START, (("second", "A"), ("first", "B"))),
        None,
    ],
)
def test_a_team_without_who_confirmed_is_refused(pool: Pool, challenge: Challenge, team: Team | None) -> None:
    """On their own seat and days; unless they said otherwise since."""
    known = said(pool, challenge, {"A": "confirmed"})
    with pytest.raises(InputError, match="who confirmed"):
        changes(team, known, challenge)
    assert changes(team, known, challenge, states={"A": "withdrawn"})


def test_nobody_is_to_stand_any_more(pool: Pool, challenge: Challenge) -> None:
    assert short(changes(None, said(pool, challenge, {"B": "declined"}), challenge)) == [("first", "A", "released")]


def test_the_rows_of_a_plan_are_those_of_its_teams(pool: Pool, challenge: Challenge) -> None:
    """Each challenge of its own, none that is not named, and the faults of all together."""
    fields = challenge.model_dump(mode="json", exclude_none=True)
    programme = read_programme(
        {"id": "p", "as_of": "2027-01-11", "challenges": [{**fields, "id": own} for own in ("c", "d", "e")]}
    )
    own = Team(OTHER, (("first", "C"),))
    known = said(pool, challenge, {"A": "asked"})
    rows = changes_of_plan({"c": None, "d": own}, known, programme, on=NEXT, by="J. Bloggs", note="plan")
    assert [(row.challenge_id, *each) for row, each in zip(rows, short(rows), strict=True)] == [
        ("c", "second", "B", "released"),  # in the order of the rows in force
        ("c", "first", "A", "released"),
        ("d", "first", "C", "proposed"),
    ]
    assert {(row.on, row.by, row.note) for row in rows} == {(NEXT, "J. Bloggs", "plan")}
    known = said(pool, challenge, {"A": "declined"}, {"B": "confirmed"})
    with pytest.raises(InputError) as caught:
        changes_of_plan({"c": Team(START, (("first", "A"),))}, known, programme)
    assert len(caught.value.faults) == 2
    known = known.with_assignments([Assignment("d", "first", "C", "H", START, END, "declined", NEXT)])
    with pytest.raises(InputError) as caught:
        changes_of_plan({"c": None, "d": Team(START, (("first", "C"),))}, known, programme)
    assert [fault.value for fault in caught.value.faults] == ["B", "C"]


def test_answers_go_to_the_place_in_force_or_on_the_team(pool: Pool, challenge: Challenge) -> None:
    known = said(pool, challenge)
    (row,) = answers(known, challenge, {"A": "asked"}, on=NEXT, by="me", note="n", notes={"A": "rang"})
    assert row == Assignment("c", "first", "A", "H", START, END, "asked", NEXT, "me", "rang")
    moved = Team(OTHER, (("second", "A"),))
    (row,) = answers(known, challenge, {"A": "asked"}, team=moved)
    assert (row.seat, row.start) == ("second", OTHER)
    (row,) = answers(known, challenge, [("C", "declined")], team=TEAM)
    assert (row.seat, row.peer_id) == ("first", "C")
    with pytest.raises(InputError) as caught:
        answers(known, challenge, {"C": "asked", "D": "asked"})
    assert len(caught.value.faults) == 2


def test_days_that_people_confirmed_stay_though_the_challenge_asks_for_others(pool: Pool, challenge: Challenge) -> None:
    known = said(pool, challenge, {"A": "confirmed"})
    shorter = challenge.replace(on_site={"days": 2, "windows": [str(START)]})
    rows = changes(Team(START, (("first", "A"), ("second", "D"))), known, shorter)
    assert [(row.peer_id, row.state, row.end) for row in rows] == [("B", "released", END), ("D", "proposed", END)]


def test_who_stands(pool: Pool, challenge: Challenge) -> None:
    """Who is out keeps an empty seat of the team that is to be repaired; who was released does not."""
    assert standing(pool, "c") is None
    known = said(pool, challenge, {"A": "declined"})
    assert [row.peer_id for row in live(known, challenge)] == ["B"]
    assert standing(known, "c") == TEAM
    released = said(pool, challenge, {"A": "released"})
    assert standing(released, "c") == Team(START, (("second", "B"),))
    filled = known.with_assignments(changes(Team(START, (("first", "C"), ("second", "B"))), known, challenge, on=NEXT))
    assert standing(filled, "c") == Team(START, (("first", "C"), ("second", "B")))


def test_the_team_that_stands_is_listed_by_seat(pool: Pool, challenge: Challenge) -> None:
    """The table may have another order; a seat that the challenge no longer has comes last."""
    rows = [
        Assignment("c", seat, peer, "H", START, END, "asked", DAY)
        for seat, peer in (("gone", "C"), ("second", "B"), ("first", "A"))
    ]
    assert [row.seat for row in live(pool.with_assignments(rows), challenge)] == ["first", "second", "gone"]


def test_states_that_a_repair_was_told() -> None:
    told = Responses.of(["A", "B", "C", "D", "G"], ["E"], ["F"])
    known = {"A": "accepted", "B": "confirmed", "C": "asked", "D": "declined", "E": "asked", "G": "withdrawn"}
    assert states_of(told, known) == {
        "A": "withdrawn",
        "B": "withdrawn",
        "C": "declined",
        "D": "declined",
        "E": "objected",
        "F": "confirmed",
        "G": "withdrawn",
    }


def test_rows_that_are_older_or_clash_are_refused(pool: Pool, challenge: Challenge) -> None:
    """On one seat, on other days, or before the row in force; together they may be right."""
    known = said(pool, challenge, {"A": "asked"})
    place = ("H", START, END)
    with pytest.raises(InputError, match="2027-01-14 or later"):
        judged(known, answers(known, challenge, {"A": "declined"}, on=DAY))
    with pytest.raises(InputError, match="one peer on the seat first"):
        judged(known, [Assignment("c", "first", "C", *place, "proposed", NEXT)])
    with pytest.raises(InputError, match="the days of B"):
        judged(known, [Assignment("c", "third", "C", "H", OTHER, OTHER, "proposed", NEXT)])
    both = [
        Assignment("c", "first", "C", *place, "proposed", NEXT),
        Assignment("c", "first", "A", *place, "declined", NEXT),
    ]
    assert len(in_force(judged(known, both), "c")) == 3
    same_day = judged(known, answers(known, challenge, {"A": "declined"}, on=NEXT))
    assert [row.state for row in in_force(same_day, "c") if row.peer_id == "A"] == ["declined"]


def test_a_clash_that_was_there_before_stops_nobody(pool: Pool, challenge: Challenge) -> None:
    """A fault stops what composes, and never the commands that add rows."""
    rows = [Assignment("c", "first", peer, "H", START, END, "proposed", DAY) for peer in ("A", "C")]
    known = pool.with_assignments(rows)
    assert judged(known, [Assignment("c", "second", "B", "H", START, END, "proposed", DAY)])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"peer_id": "Z"}, "peer_id"),
        ({"state": "gone"}, "state"),
        ({"end": date(2027, 4, 12)}, "not before the start"),
        ({"seat": " "}, "no blank cell"),
    ],
)
def test_what_is_wrong_with_a_row(pool: Pool, changed: dict[str, object], told: str) -> None:
    row = Assignment("c", "first", "A", "H", START, END, "proposed", DAY)
    with pytest.raises(InputError, match=told):
        pool.with_assignments([replace(row, **changed)])  # type: ignore[arg-type]


def test_two_teams_at_once(pool: Pool) -> None:
    """The last day of one and the first of the other are enough; who is out is on none."""
    one = Assignment("c", "first", "A", "H", START, END, "asked", DAY)
    for other, expected in (
        (Assignment("d", "x", "A", "G", END, OTHER, "proposed", DAY), 1),
        (Assignment("d", "x", "A", "G", OTHER, OTHER, "proposed", DAY), 0),
        (Assignment("d", "x", "A", "G", START, END, "declined", DAY), 0),
        (Assignment("d", "x", "B", "G", START, END, "proposed", DAY), 0),
    ):
        assert len(list(double_bookings(in_force(pool.with_assignments([one, other]))))) == expected


def test_news_is_what_was_said_after_the_first_rows(pool: Pool, challenge: Challenge) -> None:
    """Not that the team itself was recorded; of members alone; of several teams with the challenge."""
    known = said(pool, challenge, {"A": "confirmed"})
    assert list(news_of(0, {"c": TEAM}, known)) == ["A, first: confirmed on 14 January 2027"]
    assert list(news_of(3, {"c": TEAM}, known)) == []
    later = known.with_assignments([Assignment("c", "second", "D", "H", START, END, "declined", NEXT)])
    assert list(news_of(3, {"c": TEAM}, later)) == []
    both = {"c": TEAM, "d": Team(OTHER, (("first", "C"),))}
    assert list(news_of(0, both, known)) == ["A, for challenge c: confirmed on 14 January 2027"]
    moved = replace(TEAM, start=OTHER)
    assert next(iter(news_of(0, {"c": moved}, said(pool, challenge)))) == "A, first: proposed on 11 January 2027"


def test_rows_are_added_to_the_file_whole_or_not_at_all(tmp_path: Path, challenge: Challenge) -> None:
    """In the order of its own columns; what it has no column for is refused, not dropped."""
    pd.DataFrame(PEERS).to_csv(tmp_path / "peers.csv", index=False)
    log = tmp_path / "assignments.csv"
    log.write_text("state,on,peer_id,seat,challenge_id,host_organisation_id,start,end,more\n", "utf-8")
    add_rows(tmp_path, lambda now: changes(TEAM, now, challenge, on=DAY))
    assert log.read_text("utf-8").splitlines()[1:] == [
        "proposed,2027-01-11,A,first,c,H,2027-04-13,2027-04-15,",
        "proposed,2027-01-11,B,second,c,H,2027-04-13,2027-04-15,",
    ]
    before = log.read_bytes()
    with pytest.raises(InputError, match="column, in which something is to be written"):
        add_rows(tmp_path, lambda now: answers(now, challenge, {"A": "asked"}, on=NEXT, note="rang"))
    with pytest.raises(InputError):
        add_rows(tmp_path, lambda now: answers(now, challenge, [("A", "asked"), ("B", "gone")], on=NEXT))
    assert log.read_bytes() == before
    assert len(read_pool(tmp_path).assignments) == 2
