"""Whatever a file holds, reading a calendar or a poll ends soon, with an answer or with faults."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teamforge.pool.reading import read_pool
from teamforge.tables.calendars import read_calendar
from tests.fuzzing import Watch, changed, fuzz
from tests.unit.tables.calendars.test_zones import EASTERN, LONDON

DATES = (date(2027, 3, 1), date(2027, 5, 31))

NAMES = st.sampled_from(
    [
        *("DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "SEQUENCE"),
        *("STATUS", "TRANSP", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "VERSION", "CALSCALE", "SUMMARY", "BEGIN", "END"),
    ]
)
PARAMETERS = st.sampled_from(
    [
        *(
            "",
            ";VALUE=DATE",
            ";TZID=Z",
            ';TZID="Europe/London"',
            ";TZID=Nowhere",
            ";RANGE=THISANDFUTURE",
            ";VALUE=PERIOD",
            ';X="',
        )
    ]
)
RULES = st.lists(
    st.sampled_from(
        [
            *(
                "FREQ=DAILY",
                "FREQ=WEEKLY",
                "FREQ=MONTHLY",
                "FREQ=YEARLY",
                "FREQ=HOURLY",
                "INTERVAL=1000000",
                "COUNT=9999",
            ),
            *(
                "UNTIL=99991231",
                "UNTIL=00010101T000000Z",
                "BYMONTH=2",
                "BYMONTHDAY=30,-31",
                "BYYEARDAY=-366",
                "BYWEEKNO=53",
            ),
            *(
                "BYDAY=-1MO",
                "BYDAY=MO,TU,SU",
                "BYSETPOS=-1,366",
                "BYHOUR=0,23",
                "BYMINUTE=1,59",
                "WKST=SU",
                "INTERVAL=0",
            ),
        ]
    ),
    max_size=5,
).map(";".join)
VALUES = st.one_of(
    st.from_regex(
        r"(0001|1601|2027|9999)(0[1-9]|1[012])(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?", fullmatch=True
    ),
    st.from_regex(r"-?P(\d{1,9}[WD])?(T\d{1,9}[HMS])?", fullmatch=True),
    RULES,
    st.sampled_from(
        ["VEVENT", "VCALENDAR", "VTIMEZONE", "STANDARD", "CANCELLED", "TRANSPARENT", "+0100", "-2359", "20270413/P1D"]
    ),
    st.text(max_size=20),
)
LINES = st.tuples(NAMES, PARAMETERS, VALUES).map(lambda line: f"{line[0]}{line[1]}:{line[2]}")
EVENTS = st.lists(LINES, max_size=10).map(lambda lines: "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"]))
ZONES = st.sampled_from([EASTERN.format(name="Z"), LONDON.format(name="Z"), ""])


def _whole(zone: str, parts: list[str]) -> bytes:
    return "\n".join(["BEGIN:VCALENDAR", zone, *parts, "END:VCALENDAR"]).encode("utf-8", "surrogatepass")


CALENDARS = st.builds(_whole, ZONES, st.lists(EVENTS | LINES, max_size=8)) | st.binary(max_size=300)
CELLS = st.one_of(st.sampled_from(["yes", "no", "maybe", "✔", "", "1", "P1", "Jo", '"']), st.text(max_size=8))
HEADINGS = st.one_of(
    st.sampled_from(["peer_id", "", "Name", "2027-04-13", "Tue 13 Apr 2027", "13/04/2027", "9999-12-31", "0001-01-01"]),
    st.from_regex(r"\d{4}-\d{2}-\d{2}T\d{2}:00:00\.000Z - \d{4}-\d{2}-\d{2}T\d{2}:00:00\.000Z", fullmatch=True),
    st.text(max_size=12),
)
ROWS = st.lists(st.lists(CELLS, max_size=5).map(",".join), max_size=5)
POLLS = st.builds(
    lambda head, rows: "\n".join([",".join(head), *rows]).encode("utf-8", "surrogatepass"),
    st.lists(HEADINGS, max_size=5),
    ROWS,
)


REPEATED = """BEGIN:VEVENT
UID:1@example.org
SEQUENCE:2
DTSTART;TZID=Z:20270330T090000
DTEND;TZID=Z:20270330T170000
RRULE:FREQ=WEEKLY;UNTIL=20270601T000000Z;BYDAY=TU,TH
EXDATE;TZID=Z:20270406T090000
RDATE;VALUE=DATE:20270411
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
UID:1@example.org
RECURRENCE-ID;TZID=Z:20270413T090000
DTSTART;VALUE=DATE:20270414
DURATION:P2D
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
DTSTART:20270501T230000Z
RRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=5
X-MICROSOFT-CDO-BUSYSTATUS:OOF
TRANSP:TRANSPARENT
END:VEVENT"""


def fuzzed(request: pytest.FixtureRequest, contents: st.SearchStrategy[bytes], reads: Callable[[bytes], None]) -> None:
    """Read drawn contents until the time is up."""
    watch = Watch(request, reads)

    @settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(contents)
    def run(content: bytes) -> None:
        watch.read(content)

    while not watch.over:
        run()
    watch.finish()


def test_any_calendar_is_read_or_refused(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = tmp_path / "001.ics"

    def reads(content: bytes) -> None:
        path.write_bytes(content)
        calendar, faults = read_calendar(path)
        assert all(fault.table == "calendars" for fault in faults)
        assert all(first <= last for first, last in calendar.days(DATES))

    fuzzed(request, CALENDARS, reads)


def test_a_calendar_with_anything_changed(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Calendars as programs write them, with bytes replaced, repeated, moved or left out."""
    path = tmp_path / "001.ics"
    seeds = [_whole(zone, [REPEATED]) for zone in (EASTERN.format(name="Z"), LONDON.format(name="Z"), "")]
    words = [line.encode() for line in REPEATED.splitlines()] + [b"\r\n", b"\n ", b";", b"Z", b"\0", b"\xff"]

    def reads(content: bytes) -> None:
        path.write_bytes(content)
        calendar, faults = read_calendar(path)
        assert all(fault.table == "calendars" for fault in faults)
        assert all(first <= last for first, last in calendar.days(DATES))

    fuzz(request, lambda rng: changed(rng, seeds, words), reads)


def test_any_poll_is_read_or_refused(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    (tmp_path / "peers.csv").write_text("peer_id,name,roles\nP1,Jo,vcs_leader\nP2,Al,vcs_leader\n", "utf-8")

    def reads(content: bytes) -> None:
        (tmp_path / "availability_poll.csv").write_bytes(content)
        read_pool(tmp_path)

    fuzzed(request, POLLS, reads)
