"""Calendars: the days on which events lie, and what cannot be read exactly."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from teamforge.tables.calendars import read_calendar
from tests.unit.tables.calendars.files import SPRING, calendar, days, days_of, faults


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART;VALUE=DATE:20270309\nDTEND;VALUE=DATE:20270311", "09Mar-10Mar"),  # the end is the day after
        ("DTSTART;VALUE=DATE:20270309\nDTEND;VALUE=DATE:20270309", "09Mar-09Mar"),  # without length
        ("DTSTART;VALUE=DATE:20270309", "09Mar-09Mar"),
        ("DTSTART:20270309", "09Mar-09Mar"),
        ("DTSTART;VALUE=DATE:20270309\nDURATION:P2D", "09Mar-10Mar"),
        ("DTSTART;VALUE=DATE:20270309\nDURATION:PT30H", "09Mar-10Mar"),
        ("DTSTART:20270309T090000\nDTEND:20270309T170000", "09Mar-09Mar"),
        ("DTSTART:20270309T220000\nDTEND:20270310T000000", "09Mar-09Mar"),  # until midnight
        ("DTSTART:20270309T220000\nDTEND:20270310T000001", "09Mar-10Mar"),
        ("DTSTART:20270309T090000\nDURATION:P2DT1H", "09Mar-11Mar"),
        ("DTSTART:20270309T090000\nDURATION:P1W", "09Mar-16Mar"),
        ("DTSTART:20270309T090000", "09Mar-09Mar"),
        ("DTSTART:20270310T000000", "10Mar-10Mar"),  # without length, at midnight
        ("DTSTART:20270310T000000\nDTEND:20270310T000000", "10Mar-10Mar"),
        ("DTSTART:20270309T235960Z", "09Mar-09Mar"),
        ("DTSTART:20270329T233000Z\nDTEND:20270330T000000Z", "30Mar-30Mar"),  # an hour later in British summer
        ("DTSTART:20270309T233000Z\nDTEND:20270310T000000Z", "09Mar-09Mar"),
        ("DTSTART:20270329T220000Z\nDTEND:20270329T230000Z", "29Mar-29Mar"),  # until midnight in British summer
        ("DTSTART;TZID=America/New_York:20270309T200000\nDTEND;TZID=America/New_York:20270309T210000", "10Mar-10Mar"),
        ("DTSTART;VALUE=DATE:20270225\nDTEND;VALUE=DATE:20270302", "25Feb-01Mar"),  # begins before
        ("dtstart;value=date:20270309\ndtend;value=date:20270311", "09Mar-10Mar"),
        ("DTSTART:20270309t090000z", "09Mar-09Mar"),
    ],
)
def test_an_event_lies_on_its_days_in_england(tmp_path: Path, event: str, expected: str) -> None:
    assert days(tmp_path, event) == [expected]


def test_a_duration_in_hours_passes_and_one_in_days_is_the_clocks(tmp_path: Path) -> None:
    """On 28 March 2027 the clocks of England leap from 01:00 to 02:00."""
    assert days(tmp_path, "DTSTART:20270327T233000\nDURATION:P1D") == ["27Mar-28Mar"]
    assert days(tmp_path, "DTSTART:20270327T233000\nDURATION:PT24H") == ["27Mar-29Mar"]


def test_a_file_may_be_folded_indented_and_of_any_line_ending(tmp_path: Path) -> None:
    path = calendar(tmp_path / "1.ics", "DTSTART;VALUE=DATE:20270309\nSUMMARY:Besprechung über Mäuse")
    content = path.read_bytes()
    folded = content.replace(b"VALUE=DATE:2027", b"VAL\r\n UE=DATE:20\r\n\t27").replace("ü".encode(), b"\xc3\r\n \xbc")
    for other in (
        folded,
        content.replace(b"\r\n", b"\n"),
        content.replace(b"\r\n", b"\r"),
        folded.replace(b"\r\n", b"\r\r\n"),
        b"\xef\xbb\xbf" + content,
        content.replace("ü".encode(), b"\xfc"),  # Latin-1
        content.replace(b"\r\n", b"\r\n\r\n"),
        content.replace(b"VERSION:2.0\r\n", b""),
    ):
        path.write_bytes(other)
        assert days_of(path) == ["09Mar-09Mar"], other


def test_several_calendars_in_a_file_count_together(tmp_path: Path) -> None:
    path = calendar(tmp_path / "1.ics", "DTSTART;VALUE=DATE:20270309")
    more = calendar(tmp_path / "2.ics", "UID:0\nDTSTART;VALUE=DATE:20270311")
    path.write_bytes(path.read_bytes() + more.read_bytes())
    assert days_of(path) == ["09Mar-09Mar", "11Mar-11Mar"]


def test_only_what_touches_the_dates_is_told_each_range_once(tmp_path: Path) -> None:
    events = [
        "DTSTART;VALUE=DATE:20270228",
        "DTSTART;VALUE=DATE:20270401",
        "DTSTART;VALUE=DATE:20270331",
        "DTSTART:20270309T090000Z\nDTEND:20270309T100000Z",
        "DTSTART:20270309T140000Z\nDTEND:20270309T150000Z",
    ]
    assert days(tmp_path, *events) == ["09Mar-09Mar", "31Mar-31Mar"]


@pytest.mark.parametrize(
    "line",
    [
        *("CREATED:00001231T000000Z", "GEO:", "DTSTAMP:", "LAST-MODIFIED:yesterday", "PRIORITY:high", "SEQUENCE:first"),
        *(
            "a stray line",
            "another: one",
            ": and another",
            "ORGANIZER;CN=\"O'Brien:MAILTO:x",
            "TRIGGER:?",
            "X-A;B:",
            "=;:",
        ),
        "ATTENDEE;CN=Jo;PARTSTAT=:mailto:",
        "BEGIN:VALARM\nTRIGGER:-PT15M\nDURATION:for ever\nREPEAT:x\nDTSTART:?\nEND:VALARM",
        "RECURRENCE-SET:?\nURL:\nCLASS:PRIVATE\nDUE:?",
    ],
)
def test_what_does_not_say_when_or_whether_is_no_reason_to_refuse(tmp_path: Path, line: str) -> None:
    assert days(tmp_path, f"{line}\nDTSTART;VALUE=DATE:20270309") == ["09Mar-09Mar"]
    assert days(tmp_path, f"DTSTART;VALUE=DATE:20270309\n{line}") == ["09Mar-09Mar"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "a calendar"),
        (b"peer_id,start\n", "a calendar"),
        (b"\xff\xfe\x00", "a calendar"),
        (b"BEGIN:VEVENT\r\nDTSTART:20270309T090000\r\nEND:VEVENT\r\n", "begins with BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270309\r\n", "ends with END:VCALENDAR"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270309\r\nEND:VCALENDAR\r\n", "each BEGIN has its END"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nEND:VCALENDAR\r\n", "each BEGIN has its END"),
        (b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nEND:VCALENDAR\r\n", "version 2.0"),
        (b"BEGIN:VCALENDAR\r\nCALSCALE:HEBREW\r\nEND:VCALENDAR\r\n", "Gregorian"),
    ],
)
def test_what_is_no_calendar_is_a_fault(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "001.ics"
    path.write_bytes(content)
    read, found = read_calendar(path)
    assert read.series == ()
    assert all((fault.table, fault.value) == ("calendars", "001.ics") for fault in found)
    assert expected in found[0].expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:yesterday", "a day such as 20270131, or a time such as 20270131T090000 in event 1"),
        ("DTSTART:", "one day or time as DTSTART in event 1"),
        ("DTSTART", "one day or time as DTSTART in event 1"),
        ("DTSTART:20270230", "a day such as"),
        ("DTSTART:20270309T2500", "a day such as"),
        ("DTSTART:20270309T090000+0100", "a day such as"),
        ("DTSTART;VALUE=DATE:20270309T090000", "a day alone"),
        ("DTEND:20270309T090000Z", "a start (DTSTART) in event 1"),
        ("DTSTART:20270309\nDTSTART:20270310", "DTSTART once"),
        ("DTSTART:20270309,20270310", "one day or time as DTSTART"),
        ("DTSTART:20270309T090000Z\nDTEND:20270309T080000Z", "an end that is not before the start"),
        (
            "DTSTART:20270309T090000Z\nDTEND;TZID=America/New_York:20270309T030000",
            "an end that is not before the start",
        ),
        ("DTSTART:20270309\nDTEND:20270308", "an end that is not before the start"),
        ("DTSTART:20270309T090000Z\nDURATION:-PT1H", "an end that is not before the start"),
        ("DTSTART:20270309\nDTEND:20270309T100000", "both days or both times"),
        ("DTSTART:20270309T090000Z\nDURATION:an hour", "a duration such as"),
        ("DTSTART:20270309T090000Z\nDURATION:P", "a duration such as"),
        ("DTSTART:20270309T090000Z\nDURATION:P999999999W", "a duration such as"),
        ("DTSTART:20270309T090000Z\nDURATION:PT1H\nDTEND:20270309T100000Z", "DTEND or DURATION"),
        ("DTSTART:20270309T090000Z\nDTEND:", "one day or time as DTEND"),
        ("DTSTART:20270309\nRECURRENCE-ID:soon", "a day such as"),
        ("DTSTART:20270309\nEXDATE:soon", "a day such as"),
        ("DTSTART:20270309\nRDATE:20270310T090000Z/soon", "a day such as"),
        ("DTSTART:20270309\nRDATE:20270310T090000Z/PT", "a duration such as"),
        ("DTSTART:20270309\nRECURRENCE-ID;RANGE=THISANDPRIOR:20270309", "RANGE=THISANDFUTURE"),
        ("DTSTART:20270309\nRECURRENCE-ID:20270309\nRRULE:FREQ=DAILY", "not repeated itself"),
        (
            "DTSTART:20270309T090000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270309",
            "a day or a time, as what it replaces",
        ),
    ],
)
def test_an_event_that_cannot_be_read_exactly_is_a_fault(tmp_path: Path, event: str, expected: str) -> None:
    (fault,) = faults(tmp_path, event)
    assert expected in fault.expected


def test_an_event_is_named_by_its_place_and_day_never_by_what_it_is_about(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "DTSTART:20270309",
        "DTSTART:20270310T090000\nDTEND:20270310T080000",
        "DTSTART:20270311",
        "DTSTART:?",
    )
    assert [fault.expected.partition(" in ")[2] for fault in found] == [
        "event 2, which starts on 2027-03-10",
        "event 4",
    ]


def test_of_many_faults_the_first_are_told(tmp_path: Path) -> None:
    found = faults(tmp_path, *["DTSTART:?"] * 50)
    assert len(found) == 21
    assert "30 more cannot" in found[-1].expected


@pytest.mark.parametrize("name", ["VFREEBUSY", "VAVAILABILITY"])
def test_lists_of_free_and_busy_times_are_a_fault(tmp_path: Path, name: str) -> None:
    more = f"BEGIN:{name}\nUID:f\nDTSTAMP:20270101T000000Z\nFREEBUSY:20270309T090000Z/PT1H\nEND:{name}"
    (fault,) = faults(tmp_path, more=more)
    assert fault.mend == "export the events"


@pytest.mark.parametrize(
    "outer", ["VCALENDAR", "VEVENT", "VTODO", "VALARM", "VTIMEZONE", "X-GROUP", "x-group\nBEGIN:X-MORE"]
)
def test_an_event_within_something_else_is_not_lost(tmp_path: Path, outer: str) -> None:
    """Only events by themselves are read; where one is not, the calendar is refused rather than read as free there."""
    names = outer.split("\nBEGIN:")
    inner = "BEGIN:VEVENT\nUID:in\nDTSTART:20270309\nSUMMARY:canary\nEND:VEVENT"
    more = f"BEGIN:{outer}\nDTSTART:20270301\n{inner}\n" + "\n".join(f"END:{name}" for name in reversed(names))
    (fault,) = faults(tmp_path, "DTSTART:20270311", more=more)
    assert "events by themselves" in fault.expected


def test_tasks_and_journals_are_no_events(tmp_path: Path) -> None:
    more = "BEGIN:VTODO\nDTSTART:20270309\nEND:VTODO\nBEGIN:VJOURNAL\nDTSTART:20270310\nEND:VJOURNAL"
    assert days(tmp_path, "DTSTART:20270311", more=more) == ["11Mar-11Mar"]


def test_a_calendar_is_read_without_the_extra_but_for_the_names_of_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar.timezone.windows_to_olson", None)
    assert days(tmp_path, "DTSTART;TZID=Europe/Paris:20270309T090000") == ["09Mar-09Mar"]
    (fault,) = faults(tmp_path, "DTSTART;TZID=GMT Standard Time:20270309T090000")
    assert "teamforge[calendar]" in fault.mend


def test_a_large_file_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "P1.ics").open("wb") as file:
        file.truncate(20_000_001)
    _, (fault,) = read_calendar(tmp_path / "P1.ics")
    assert "at most 20,000,000 bytes" in fault.expected


def test_dates_at_the_edges_of_the_calendar(tmp_path: Path) -> None:
    events = [
        "DTSTART;TZID=Asia/Tokyo:00010101T000000\nDTEND;TZID=America/New_York:99991231T235959",
        "DTSTART:99991231T235959Z\nDURATION:P9W",
        "DTSTART:16010101T000000\nRRULE:FREQ=YEARLY;UNTIL=99991231T235959Z",
        "DTSTART:00010101\nRRULE:FREQ=DAILY;INTERVAL=7;UNTIL=99991231",
    ]
    assert days(tmp_path, events[0], dates=SPRING) == ["01Jan-31Dec"]
    assert days(tmp_path, *events[1:3], dates=SPRING) == []
    assert days(tmp_path, events[3]) == [f"{day:02}Mar-{day:02}Mar" for day in (1, 8, 15, 22, 29)]
