"""
Calendars held against `ical.js`, an independent reader.

The days of some cases are kept in `icaljs/cases.json`, so that the comparison needs no Node. Drawn ones are compared
with `--full` and in `.ci/run`, where Node and npm are there.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.tables.calendars import read_calendar
from tests.unit.tables.calendars.icaljs import CASES, IcalJs, ical_js, is_here
from tests.unit.tables.calendars.icaljs.events import ALIKE, OTHERWISE
from tests.unit.tables.calendars.test_recurrence import PARTS
from tests.unit.tables.calendars.test_zones import EASTERN, LONDON

FIRST, LAST = date(2027, 3, 1), date(2027, 5, 31)
DAY = timedelta(days=1)
TOKYO = (
    "BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
    "TZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE"
)
ZONES = {"Europe/London": LONDON, "America/New_York": EASTERN, "Asia/Tokyo": TOKYO}
DEFINITIONS = "\n".join(text.format(name=name) for name, text in ZONES.items())
"""ical.js knows no zone but those of the file."""


def file(*events: str) -> str:
    parts = [f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events]
    return "\r\n".join(
        "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", DEFINITIONS, *parts, "END:VCALENDAR", ""]).split("\n")
    )


def ours(calendar: str, folder: Path) -> list[str]:
    path = folder / "ours.ics"
    path.write_bytes(calendar.encode())
    read, faults = read_calendar(path)
    assert faults == [], calendar
    days = {first + day * DAY for first, last in read.days((FIRST, LAST)) for day in range((last - first).days + 1)}
    return sorted(str(day) for day in days if FIRST <= day <= LAST)


class Event:
    """Draws an event, in the ways that ical.js and RFC 5545 read alike; the test below lists the others."""

    def __init__(self, draw: st.DrawFn, uid: str, zone: str | None) -> None:
        self.draw, self.uid, self.zone = draw, uid, zone
        day = draw(st.dates(date(2026, 12, 1), date(2027, 5, 20)))
        clock = draw(st.sampled_from([time(9), time(), time(23, 30), time(12, 15)]))
        self.start = datetime.combine(day, time() if self.zone is None else clock)
        self.hours = draw(st.sampled_from([0, 1, 8, 11]))
        self.step = timedelta()

    def when(self, name: str, wall: datetime) -> str:
        if self.zone is None:
            return f"{name};VALUE=DATE:{wall:%Y%m%d}"
        if self.zone == "UTC":
            return f"{name}:{wall:%Y%m%dT%H%M%SZ}"
        return f"{name}{self.zone and f';TZID={self.zone}'}:{wall:%Y%m%dT%H%M%S}"

    def length(self, start: datetime) -> str:
        if self.zone is None:
            days = self.draw(st.integers(1, 3))
            return self.draw(st.sampled_from([f"DURATION:P{days}D", self.when("DTEND", start + days * DAY), ""]))
        return self.when("DTEND", start + timedelta(hours=self.hours)) if self.hours else ""

    def rule(self) -> str:
        """A rule by which the event starts on its first day."""
        draw, start = self.draw, self.start
        frequency = draw(st.sampled_from(sorted(PARTS)))
        parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
        weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][start.weekday()]
        if frequency == "WEEKLY":
            others = draw(st.lists(st.sampled_from(["MO", "WE", "FR"]), max_size=2, unique=True))
            parts.append("BYDAY=" + ",".join(dict.fromkeys([weekday, *others])))
        elif frequency == "MONTHLY":
            nth = f"BYDAY={(start.day - 1) // 7 + 1}{weekday}"
            place = sum((start - day * DAY).weekday() < 5 for day in range(start.day))
            working = f"BYDAY=MO,TU,WE,TH,FR;BYSETPOS={place}" if start.weekday() < 5 else nth
            choices = [nth, f"BYMONTHDAY={start.day}", f"BYMONTHDAY={start.day},-1", f"BYDAY={weekday},-1FR", working]
            parts.append(draw(st.sampled_from([*choices, f"BYDAY={weekday};BYMONTHDAY={start.day},13"])))
        elif frequency == "YEARLY":
            nth = f"BYMONTH={start.month};BYDAY={(start.day - 1) // 7 + 1}{weekday}"
            choices = ["", nth, f"BYMONTH={start.month},4", f"BYMONTH={start.month},5;BYMONTHDAY={start.day},-1"]
            choices += [f"BYYEARDAY={start.timetuple().tm_yday},100"]
            parts.append(draw(st.sampled_from(choices)))
        elif draw(st.booleans()):
            parts.append(f"BYDAY={weekday},SU")
        if draw(st.booleans()):
            parts.append(f"WKST={draw(st.sampled_from(['SU', 'MO', 'TH']))}")
        self.step = {"DAILY": DAY, "WEEKLY": 7 * DAY}.get(frequency, timedelta()) * int(parts[1][9:])
        if any(part.startswith("BYDAY") for part in parts) and frequency == "DAILY":
            self.step = timedelta()
        last = datetime.combine(start.date() + draw(st.integers(0, 300)) * DAY, start.time())
        if self.zone is None:
            until = f"UNTIL={last:%Y%m%d}"
        else:
            zone = ZoneInfo(self.zone or "Europe/London")
            until = f"UNTIL={last.replace(tzinfo=zone).astimezone(UTC):%Y%m%dT%H%M%SZ}"
        parts.append(draw(st.sampled_from(["", until, f"COUNT={draw(st.integers(1, 40))}"])))
        return "RRULE:" + ";".join(part for part in parts if part)

    def events(self) -> list[str]:
        draw = self.draw
        state = draw(
            st.sampled_from(
                [
                    *("", "", "", "TRANSP:TRANSPARENT", "STATUS:CANCELLED", "STATUS:TENTATIVE"),
                    *("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:OOF", "TRANSP:OPAQUE"),
                ]
            )
        )
        lines = [f"UID:{self.uid}", self.when("DTSTART", self.start), self.length(self.start), state]
        if not draw(st.booleans()):
            return ["\n".join(line for line in lines if line)]
        lines.append(self.rule())
        found = []
        if self.step:
            numbers = st.integers(0, 12)
            gone = draw(st.lists(numbers, max_size=3, unique=True))
            lines += [self.excluded(self.start + number * self.step) for number in gone]
            replaced = draw(st.lists(numbers, max_size=3, unique=True))
            found = [self.replacement(self.start + number * self.step) for number in replaced]
            if draw(st.integers(0, 3)) == 0:
                found.append(
                    self.replacement(self.start + draw(st.integers(13, 16)) * self.step, ";RANGE=THISANDFUTURE")
                )
        if draw(st.integers(0, 3)) == 0:
            lines.append(self.when("RDATE", self.start + draw(st.integers(1, 90)) * DAY))
        return ["\n".join(line for line in lines if line), *found]

    def excluded(self, of: datetime) -> str:
        return self.draw(st.sampled_from([self.when("EXDATE", of), f"EXDATE;VALUE=DATE:{of:%Y%m%d}"]))

    def replacement(self, of: datetime, reach: str = "") -> str:
        moved = of + self.draw(st.integers(-5, 5)) * DAY
        state = self.draw(st.sampled_from(["", "", "STATUS:CANCELLED", "TRANSP:TRANSPARENT"]))
        lines = [
            f"UID:{self.uid}",
            self.when("RECURRENCE-ID", of),
            self.when("DTSTART", moved),
            self.length(moved),
            state,
        ]
        return "\n".join(line for line in lines if line)


@st.composite
def calendars(draw: st.DrawFn) -> str:
    zones = st.sampled_from([None, "UTC", "", *ZONES])
    first = Event(draw, "1", draw(zones))
    second = Event(draw, "1", first.zone) if draw(st.booleans()) else Event(draw, "2", draw(zones))
    return file(*draw(st.permutations([*first.events(), *second.events()])))


@pytest.fixture(scope="module", name="independent")
def ical_js_of_this_machine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[IcalJs]:
    if not (os.environ.get("CI") or request.config.getoption("--full")):
        pytest.skip("runs with --full, and in .ci/run")
    if not is_here():
        pytest.skip("Node and npm are not there")
    try:
        with ical_js(tmp_path_factory.mktemp("icaljs")) as process:
            yield process
    except subprocess.CalledProcessError:
        pytest.skip("ical.js cannot be installed")


KEPT: dict[str, list[str] | str] = json.loads(CASES.read_text("utf-8")) if CASES.exists() else {}


@pytest.mark.parametrize("name", ALIKE)
def test_the_days_that_ical_js_found(tmp_path: Path, name: str) -> None:
    assert ours(file(*ALIKE[name]), tmp_path) == KEPT[name]


@pytest.mark.parametrize("name", OTHERWISE)
def test_where_we_read_otherwise(tmp_path: Path, name: str) -> None:
    why, events, days = OTHERWISE[name]
    found = ours(file(*events), tmp_path)
    assert [f"{date.fromisoformat(day):%d%b}" for day in found] == days.split(), why
    assert found != KEPT[name], "ical.js reads it like us now: it belongs to the others"


def test_the_cases_kept_are_those_that_ical_js_finds_today(independent: IcalJs) -> None:
    cases = ALIKE | {name: events for name, (_, events, _) in OTHERWISE.items()}
    assert {name: independent.days(file(*events), FIRST, LAST) for name, events in cases.items()} == KEPT


@given(calendar=calendars())
def test_ical_js_finds_the_same_days(
    calendar: str, independent: IcalJs, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert ours(calendar, tmp_path_factory.getbasetemp()) == independent.days(calendar, FIRST, LAST), calendar
