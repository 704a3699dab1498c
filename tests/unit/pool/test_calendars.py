"""Calendars beside the tables: whose they are, what the pool keeps, and the rows of availability they become."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from teamforge.api import compose
from teamforge.challenge import Challenge
from teamforge.challenge.reading import read_challenge
from teamforge.challenge.windows import find_windows
from teamforge.errors import InputError
from teamforge.explain.check import check
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool
from teamforge.problem import prepare
from teamforge.problem.digest import input_digest
from teamforge.pseudonyms import Key, pseudonymise
from teamforge.team import Team
from teamforge.verify import violations
from tests.unit.pool.valid import write_workbook
from tests.unit.tables.calendars.files import calendar

APRIL = (date(2027, 4, 1), date(2027, 4, 30))
WEEKLY = "DTSTART;VALUE=DATE:20270104\nRRULE:FREQ=WEEKLY"
LEAVE = "DTSTART;VALUE=DATE:20270420\nDTEND;VALUE=DATE:20270424"


def challenge_on(**on_site: object) -> Challenge:
    return read_challenge(
        {
            "id": "c",
            "hosts": ["H"],
            "as_of": "2027-01-11",
            "on_site": on_site,
            "scope": {"a": 1},
            "seats": [{"id": "s", "accepts": {"vcs_leader": 1}}],
        }
    )


CHALLENGE = challenge_on(earliest="2027-04-01", latest="2027-04-30")


@pytest.fixture(name="folder")
def pool_with_calendars(tmp_path: Path) -> Path:
    (tmp_path / "peers.csv").write_text("peer_id,roles,theme:a\n001,vcs_leader,1\nP2,vcs_leader,1\n", "utf-8")
    (tmp_path / "calendars").mkdir()
    calendar(tmp_path / "calendars" / "001.ics", WEEKLY, LEAVE)
    return tmp_path


def digest(pool: Pool | Path) -> str:
    pool = read_pool(pool) if isinstance(pool, Path) else pool
    return input_digest(pool, CHALLENGE, find_windows(CHALLENGE))


def busy(pool: Pool) -> list[str]:
    """The rows of availability, in order."""
    table = pool.availability
    rows = sorted(zip(table.peer.tolist(), table.start.tolist(), table.end.tolist(), table.available, strict=True))
    assert not any(available for *_, available in rows)
    return [f"{pool.peers.ids[peer]} {day(start)}-{day(end)}" for peer, start, end, _ in rows]


def day(number: int) -> str:
    return f"{date.fromordinal(number + date(1970, 1, 1).toordinal()):%d%b}"


def faults(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_pool(folder)
    return [str(fault) for fault in caught.value.faults]


def test_the_dates_of_a_challenge_are_those_that_calendars_are_asked_about() -> None:
    assert CHALLENGE.on_site.dates == APRIL
    assert challenge_on(windows=["2027-04-20", "2027-04-06"]).on_site.dates == (date(2027, 4, 6), date(2027, 4, 22))
    none = CHALLENGE.on_site.model_copy(update={"windows": (), "earliest": None, "latest": None})
    assert none.dates is None


def test_events_are_rows_of_availability(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    same = tmp_path_factory.mktemp("same")
    (same / "peers.csv").write_bytes((folder / "peers.csv").read_bytes())
    ranges = [("05", "05"), ("12", "12"), ("19", "19"), ("26", "26"), ("20", "23")]
    rows = "".join(f"001,2027-04-{first},2027-04-{last},unavailable\n" for first, last in ranges)
    (same / "availability.csv").write_text(f"peer_id,start,end,status\n{rows}", "utf-8")
    assert digest(folder) == digest(same)


def test_they_are_read_beside_a_workbook_too(folder: Path) -> None:
    write_workbook(
        folder / "pool.xlsx",
        {"peers": [["peer_id", "roles", "theme:a"], ["001", "vcs_leader", 1], ["P2", "vcs_leader", 1]]},
    )
    assert digest(folder / "pool.xlsx") == digest(folder)


def test_the_pool_keeps_them_and_each_challenge_asks_about_its_own_days(folder: Path) -> None:
    pool = read_pool(folder)
    assert busy(pool) == []
    assert busy(prepare(pool, challenge_on(windows=["2027-04-12"])).pool) == ["001 12Apr-12Apr"]
    later = prepare(pool, challenge_on(windows=["2027-05-03", "2027-05-10"])).pool
    assert busy(later) == ["001 03May-03May", "001 10May-10May"]
    # What one challenge asked is forgotten when another asks, whichever pool it is given.
    assert busy(prepare(later, challenge_on(windows=["2027-04-12"])).pool) == ["001 12Apr-12Apr"]
    assert busy(later.with_calendars(None)) == []
    assert later.with_calendars((date(2027, 5, 3), date(2027, 5, 12))) is later
    assert busy(pickle.loads(pickle.dumps(later)).with_calendars(APRIL))[0] == "001 05Apr-05Apr"  # noqa: S301


def test_a_team_is_composed_and_verified_on_the_days_that_calendars_leave(folder: Path) -> None:
    """P2 says nothing, and 001 is free on other days than those of their calendar."""
    pool = read_pool(folder)
    challenge = challenge_on(windows=["2027-04-13", "2027-04-20"])
    result = compose(pool, challenge)
    assert result.window is not None
    assert ([member.peer_id for member in result.members], str(result.window.start)) == (["001"], "2027-04-13")
    for start, broken in ((date(2027, 4, 13), []), (date(2027, 4, 20), ["availability"])):
        assert [each.rule for each in violations(pool, challenge, Team(start, (("s", "001"),)))] == broken
    assert str(compose(pool, challenge_on(windows=["2027-04-20"])).status) == "infeasible"


def test_two_events_with_one_uid_take_both_days(folder: Path) -> None:
    """`found.md`, K3, end to end."""
    (folder / "availability.csv").write_text("peer_id,start,end,status\n001,2027-03-01,2027-06-30,available\n", "utf-8")
    events = ["UID:leave\nDTSTART;VALUE=DATE:20270414", "UID:leave\nDTSTART;VALUE=DATE:20270421"]
    calendar(folder / "calendars" / "001.ics", *events)
    pool = read_pool(folder)
    for start, status in (("2027-04-13", "infeasible"), ("2027-04-20", "infeasible"), ("2027-04-27", "optimal")):
        assert str(compose(pool, challenge_on(windows=[start])).status) == status


def test_a_calendar_without_an_event_there_says_nothing(folder: Path) -> None:
    calendar(folder / "calendars" / "P2.ics", "DTSTART:20280309", "DTSTART:20270413\nTRANSP:TRANSPARENT")
    pool = read_pool(folder)
    said = "calendars: P2.ics has no busy event from 2027-04-01 to 2027-04-30, so it says nothing"
    assert pool.with_calendars(APRIL).warnings == (*pool.warnings, said)
    assert said in compose(pool, CHALLENGE).warnings
    notes = {note.kind: note for note in check(pool, CHALLENGE)}
    assert notes["availability_unknown"].peers == ("P2",)
    assert "availability_unknown" not in {note.kind for note in check(pool)}


@pytest.mark.parametrize("name", ["calendars", "Calendars", "CALENDARS"])
def test_the_folder_is_found_in_any_case(folder: Path, name: str) -> None:
    (folder / "calendars").rename(folder / name)
    assert len(read_pool(folder).calendars) == 1


def test_two_folders_of_calendars_are_a_fault(folder: Path) -> None:
    (folder / "Calendars").mkdir()
    if len(list(folder.glob("?alendars"))) == 1:
        pytest.skip("this file system ignores case")
    assert faults(folder) == [
        "calendars: found 'Calendars, calendars', expected one folder named calendars; put the files into one"
    ]


@pytest.mark.parametrize("name", ["calendars.zip", "Calendars.ZIP", "calendars.ics.zip"])
def test_a_packed_folder_is_a_fault(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"PK")
    assert faults(folder) == [f"calendars: found {name!r}, expected a folder named calendars; unpack it"]


@pytest.mark.parametrize(
    "name",
    ["P2.ics.txt", "P2.ical", "P2.ifb", "P2.vcs", "README.txt", "P2.zip", "P2", "P2.ics.gz", "001.csv"],
)
def test_whatever_else_is_in_the_folder_is_a_fault(folder: Path, name: str) -> None:
    (folder / "calendars" / name).write_text("not one", "utf-8")
    (told,) = faults(folder)
    assert told.startswith(f"calendars: found {name!r}, expected a calendar, <peer_id>.ics; rename it")


@pytest.mark.parametrize("name", ["more", "P2.ics"])
def test_a_folder_in_the_folder_is_a_fault(folder: Path, name: str) -> None:
    (folder / "calendars" / name).mkdir()
    (told,) = faults(folder)
    assert f"found {name!r}" in told


@pytest.mark.parametrize("name", ["calendars", "Calendars"])
def test_a_file_in_the_place_of_the_folder_is_a_fault(folder: Path, name: str) -> None:
    shutil.rmtree(folder / "calendars")
    (folder / name).write_text("BEGIN:VCALENDAR", "utf-8")
    assert faults(folder) == [f"calendars: found {name!r}, expected a folder of this name; put the calendars into one"]


@pytest.mark.parametrize(
    "name",
    [".001.ics", "~$001.ics", "001.ics~", "001.ics.bak", "001.lock", "001.PNG", "001.webp", "001.svg", "photographs"],
)
def test_what_programs_leave_behind_is_passed_over(folder: Path, name: str) -> None:
    (folder / "calendars" / name).write_text("not one", "utf-8")
    assert len(read_pool(folder).calendars) == 1


def test_a_calendar_of_nobody_is_a_fault(folder: Path) -> None:
    calendar(folder / "calendars" / "p2.ICS")
    assert faults(folder) == [
        "calendars: found 'p2.ICS', expected a file named by the id of a peer of the table peers; did you mean 'P2'?"
    ]
    (folder / "calendars" / "p2.ICS").rename(folder / "calendars" / "P2 (1).ics")
    assert faults(folder)[0].endswith("; rename it to the id of its peer, or add the peer to the table peers")


def test_two_calendars_of_one_peer_are_a_fault(folder: Path) -> None:
    calendar(folder / "calendars" / "001.ICS")
    if len(list((folder / "calendars").iterdir())) == 1:
        pytest.skip("this file system ignores case")
    (told,) = faults(folder)
    assert "expected one calendar for each peer; put 001.ICS and this one together" in told


def test_every_fault_is_told_with_those_of_the_tables(folder: Path) -> None:
    (folder / "peers.csv").write_text("peer_id,roles,theme:a\n001,vcs_leader,9\n", "utf-8")
    (folder / "calendars" / "001.ics").write_text("?", "utf-8")
    with pytest.raises(InputError) as caught:
        read_pool(folder)
    assert [fault.table for fault in caught.value.faults] == ["calendars", "peers"]


def test_a_yes_of_a_poll_against_a_calendar_is_a_fault(folder: Path) -> None:
    poll = "peer_id,2027-04-20,2027-04-27,2028-04-24\n001,yes,yes,yes\n"
    (folder / "availability_poll.csv").write_text(poll, "utf-8")
    with pytest.raises(InputError) as caught:
        read_pool(folder)
    assert [fault.column for fault in caught.value.faults] == ["2027-04-20", "2028-04-24"]


def test_a_poll_and_a_calendar_that_agree_count_together(folder: Path) -> None:
    (folder / "availability_poll.csv").write_text("peer_id,2027-04-20,2027-04-27\n001,no,yes\n", "utf-8")
    challenge = challenge_on(windows=["2027-04-27"])
    said = prepare(read_pool(folder), challenge).pool.availability
    assert sorted(said.available.tolist()) == [False, True]
    assert len(read_pool(folder).with_calendars(APRIL).availability) == 2 + 5


def test_a_pseudonymised_pool_has_their_days_as_rows(folder: Path) -> None:
    pool = read_pool(folder)
    safe = pseudonymise(pool, Key(bytes(32)), CHALLENGE)
    assert len(safe.tables["availability"]) == 5
    with pytest.raises(InputError) as caught:
        pseudonymise(pool, Key(bytes(32)))
    assert "give the challenge as well" in str(caught.value)


@pytest.mark.slow
def test_a_calendar_that_takes_too_long_is_a_fault_where_it_is_asked(folder: Path) -> None:
    rule = "DTSTART:20270301T000000\nRRULE:FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60)))
    calendar(folder / "calendars" / "001.ics", *[rule] * 800)
    pool = read_pool(folder)
    with pytest.raises(InputError) as caught:
        pool.with_calendars((date(2027, 1, 1), date(2029, 12, 31)))
    assert "export fewer years" in str(caught.value)
    (folder / "availability_poll.csv").write_text("peer_id,2027-04-20,2029-04-27\n001,no,no\n", "utf-8")
    (told,) = faults(folder)
    assert "export fewer years" in told


def test_frames_have_no_calendars() -> None:
    pool = Pool.from_frames(peers=pd.DataFrame({"peer_id": ["P1"], "roles": ["vcs_leader"]}))
    assert pool.calendars == ()
    assert pool.with_calendars(APRIL) is pool
