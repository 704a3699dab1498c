"""Calendars beside the tables: whose they are, and the rows of availability they stand for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from teamforge.challenge.reading import read_challenge
from teamforge.challenge.windows import find_windows
from teamforge.errors import InputError
from teamforge.pool.reading import read_pool
from teamforge.problem.digest import input_digest
from tests.unit.pool.valid import write_workbook
from tests.unit.tables.test_calendars import calendar

APRIL = (date(2027, 4, 1), date(2027, 4, 30))
CHALLENGE = read_challenge(
    {
        "id": "c",
        "hosts": ["H"],
        "as_of": "2027-01-11",
        "on_site": {"earliest": "2027-04-01", "latest": "2027-04-30"},
        "scope": {"a": 1},
    }
)


@pytest.fixture(name="folder")
def pool_with_calendars(tmp_path: Path) -> Path:
    (tmp_path / "peers.csv").write_text("peer_id,roles,theme:a\n001,vcs_leader,1\nP2,vcs_leader,1\n", "utf-8")
    (tmp_path / "calendars").mkdir()
    weekly = "DTSTART;VALUE=DATE:20270104\nRRULE:FREQ=WEEKLY"
    leave = "DTSTART;VALUE=DATE:20270420\nDTEND;VALUE=DATE:20270424"
    calendar(tmp_path / "calendars" / "001.ics", weekly, leave)
    return tmp_path


def digest(folder: Path) -> str:
    return input_digest(read_pool(folder).with_calendars(APRIL), CHALLENGE, find_windows(CHALLENGE))


def test_the_dates_of_a_challenge_are_those_that_calendars_are_asked_for() -> None:
    assert CHALLENGE.on_site.dates == APRIL
    listed = CHALLENGE.model_copy(
        update={"on_site": CHALLENGE.on_site.model_copy(update={"windows": (date(2027, 4, 20), date(2027, 4, 6))})}
    )
    assert listed.on_site.dates == (date(2027, 4, 6), date(2027, 4, 22))
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


def test_a_calendar_of_nobody_and_one_without_events(folder: Path) -> None:
    calendar(folder / "calendars" / "P2.ics", "DTSTART;VALUE=DATE:20280309")
    warnings = read_pool(folder).with_calendars(APRIL).warnings
    assert [line for line in warnings if "P2.ics" in line] == [
        "calendars: P2.ics has no event on the days asked for, which says nothing"
    ]
    calendar(folder / "calendars" / "p2.ics")
    (folder / "calendars" / ".001.ics").write_text("left behind", "utf-8")
    (folder / "calendars" / "README.txt").write_text("not one", "utf-8")
    with pytest.raises(InputError) as caught:
        read_pool(folder).with_calendars(APRIL)
    assert [str(fault) for fault in caught.value.faults] == [
        "calendars: found 'p2.ics', expected a file named by the id of a peer of the table peers; did you mean 'P2'?"
    ]


def test_every_fault_is_told_with_those_of_the_tables(folder: Path) -> None:
    (folder / "peers.csv").write_text("peer_id,roles,theme:a\n001,vcs_leader,9\n", "utf-8")
    (folder / "calendars" / "001.ics").write_text("?", "utf-8")
    with pytest.raises(InputError) as caught:
        read_pool(folder)
    assert [fault.table for fault in caught.value.faults] == ["calendars", "peers"]


def test_a_yes_of_a_poll_against_a_calendar_is_a_fault(folder: Path) -> None:
    (folder / "availability_poll.csv").write_text("peer_id,2027-04-20,2027-04-27\n001,yes,yes\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_pool(folder).with_calendars(APRIL)
    assert [fault.column for fault in caught.value.faults] == ["2027-04-20"]
