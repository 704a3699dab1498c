"""Calendars: the days on which events lie, and what cannot be read exactly."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from teamforge.tables.calendars import Dates, read_calendar

MARCH = (date(2027, 3, 1), date(2027, 3, 31))


def calendar(path: Path, *events: str, more: str = "") -> Path:
    """A file with events, each the lines that say when and how it is."""
    numbered = [
        f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20270101T000000Z\nSUMMARY:canary\n{event}\nEND:VEVENT"
        if "UID:" not in event
        else f"BEGIN:VEVENT\nDTSTAMP:20270101T000000Z\n{event}\nEND:VEVENT"
        for number, event in enumerate(events)
    ]
    lines = "\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", *([more] if more else []), *numbered, "END:VCALENDAR"]
    )
    path.write_bytes(lines.replace("\n", "\r\n").encode() + b"\r\n")
    return path


def days(tmp_path: Path, *events: str, dates: Dates | None = MARCH) -> list[str]:
    """The ranges of days, short."""
    busy = read_calendar(calendar(tmp_path / "001.ics", *events), dates)
    assert busy.faults == ()
    return [f"{first:%d%b}-{last:%d%b}" for first, last in busy.days]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART;VALUE=DATE:20270309\nDTEND;VALUE=DATE:20270311", "09Mar-10Mar"),  # the end is the day after
        ("DTSTART;VALUE=DATE:20270309", "09Mar-09Mar"),
        ("DTSTART:20270309T090000\nDTEND:20270309T170000", "09Mar-09Mar"),
        ("DTSTART:20270309T220000\nDTEND:20270310T000000", "09Mar-09Mar"),  # until midnight
        ("DTSTART:20270309T220000\nDTEND:20270310T000100", "09Mar-10Mar"),
        ("DTSTART:20270309T090000\nDURATION:P2DT1H", "09Mar-11Mar"),
        ("DTSTART:20270309T090000", "09Mar-09Mar"),
        ("DTSTART:20270329T233000Z\nDTEND:20270330T000000Z", "30Mar-30Mar"),  # an hour later in British summer
        ("DTSTART:20270309T233000Z\nDTEND:20270310T000000Z", "09Mar-09Mar"),
        ("DTSTART;TZID=America/New_York:20270309T200000\nDTEND;TZID=America/New_York:20270309T210000", "10Mar-10Mar"),
        ("DTSTART;VALUE=DATE:20270225\nDTEND;VALUE=DATE:20270302", "25Feb-01Mar"),  # begins before
    ],
)
def test_an_event_lies_on_its_days_in_england(tmp_path: Path, event: str, expected: str) -> None:
    assert days(tmp_path, event) == [expected]


@pytest.mark.parametrize("state", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "transp:transparent"])
def test_what_leaves_the_time_free_does_not_count(tmp_path: Path, state: str) -> None:
    assert days(tmp_path, f"DTSTART;VALUE=DATE:20270309\n{state}") == []


@pytest.mark.parametrize("state", ["TRANSP:OPAQUE", "STATUS:TENTATIVE", "STATUS:CONFIRMED"])
def test_what_is_tentative_counts(tmp_path: Path, state: str) -> None:
    assert days(tmp_path, f"DTSTART;VALUE=DATE:20270309\n{state}") == ["09Mar-09Mar"]


def test_only_what_touches_the_dates_is_told_each_range_once(tmp_path: Path) -> None:
    events = [
        "DTSTART;VALUE=DATE:20270228",
        "DTSTART;VALUE=DATE:20270401",
        "DTSTART;VALUE=DATE:20270331",
        "DTSTART:20270309T090000Z\nDTEND:20270309T100000Z",
        "DTSTART:20270309T140000Z\nDTEND:20270309T150000Z",
    ]
    assert days(tmp_path, *events) == ["09Mar-09Mar", "31Mar-31Mar"]
    assert days(tmp_path, *events, dates=None) == ["28Feb-28Feb", "09Mar-09Mar", "31Mar-31Mar", "01Apr-01Apr"]


def test_repeated_events_are_told_one_by_one(tmp_path: Path) -> None:
    """Every other Monday, but not the 15th, and the 29th moved to the 30th."""
    weekly = (
        "UID:w\nDTSTART;TZID=Europe/London:20270104T090000\nDTEND;TZID=Europe/London:20270104T100000\n"
        "RRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE;TZID=Europe/London:20270315T090000"
    )
    moved = (
        "UID:w\nRECURRENCE-ID;TZID=Europe/London:20270329T090000\n"
        "DTSTART;TZID=Europe/London:20270330T090000\nDTEND;TZID=Europe/London:20270330T100000"
    )
    gone = (
        "UID:w\nRECURRENCE-ID;TZID=Europe/London:20270308T090000\nSTATUS:CANCELLED\n"
        "DTSTART;TZID=Europe/London:20270308T090000\nDTEND;TZID=Europe/London:20270308T100000"
    )
    assert days(tmp_path, weekly, moved, gone) == ["01Mar-01Mar", "22Mar-22Mar", "30Mar-30Mar"]


def test_without_dates_a_repetition_needs_an_end(tmp_path: Path) -> None:
    ended = "DTSTART;VALUE=DATE:20270309\nRRULE:FREQ=DAILY;COUNT=2"
    assert days(tmp_path, ended, dates=None) == ["09Mar-09Mar", "10Mar-10Mar"]
    until = "DTSTART;VALUE=DATE:20270309\nRRULE:FREQ=WEEKLY;UNTIL=20270316"
    assert days(tmp_path, until, dates=None) == ["09Mar-09Mar", "16Mar-16Mar"]
    path = calendar(tmp_path / "001.ics", "DTSTART;VALUE=DATE:20270309\nRRULE:FREQ=DAILY")
    (fault,) = read_calendar(path, None).faults
    assert "dates=(first, last)" in fault.mend


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "a calendar"),
        (b"peer_id,start\n", "can be read"),
        (b"\xff\xfe\x00", "can be read"),
        (b"BEGIN:VEVENT\r\nDTSTART:20270309T090000\r\nEND:VEVENT\r\n", "begins with BEGIN:VCALENDAR"),
    ],
)
def test_what_is_no_calendar_is_a_fault(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "001.ics"
    path.write_bytes(content)
    busy = read_calendar(path, MARCH)
    assert busy.days == ()
    assert all((fault.table, fault.value) == ("calendars", "001.ics") for fault in busy.faults)
    assert expected in busy.faults[0].expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:yesterday", "can be read"),
        ("DTEND:20270309T090000Z", "can be read"),
        ("DTSTART:20270309T090000Z\nRRULE:FREQ=SOMETIMES", "can be read"),
        ("DTSTART:20270309T090000Z\nRRULE:FREQ=SECONDLY", "by the day, week, month or year"),
        ("DTSTART:20270309T090000Z\nRRULE:FREQ=DAILY;COUNT=999999999", "at most 10,000 times"),
    ],
)
def test_an_event_that_cannot_be_read_exactly_is_a_fault(tmp_path: Path, event: str, expected: str) -> None:
    (fault,) = read_calendar(calendar(tmp_path / "001.ics", event), MARCH).faults
    assert expected in fault.expected
    assert "canary" not in str(fault)


def test_lists_of_free_and_busy_times_are_a_fault(tmp_path: Path) -> None:
    more = "BEGIN:VFREEBUSY\nUID:f\nDTSTAMP:20270101T000000Z\nFREEBUSY:20270309T090000Z/PT1H\nEND:VFREEBUSY"
    (fault,) = read_calendar(calendar(tmp_path / "001.ics", more=more), MARCH).faults
    assert fault.mend == "export the events"


def test_without_the_packages_it_is_said_which_extra_brings_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = calendar(tmp_path / "001.ics", "DTSTART;VALUE=DATE:20270309")
    for package in ("icalendar", "recurring_ical_events"):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, package, None)
            (fault,) = read_calendar(path, MARCH).faults
            assert "teamforge[calendar]" in fault.mend


def test_a_large_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teamforge.tables.calendars._MOST_BYTES", 10)
    (fault,) = read_calendar(calendar(tmp_path / "001.ics"), MARCH).faults
    assert "at most 10 bytes" in fault.expected
