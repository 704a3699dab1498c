"""However a calendar is written, the same days are busy: its lines, its dates, its zones, and how a series ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.tables.calendars import read_calendar
from tests.unit.tables.calendars.test_zones import EASTERN, LONDON

FIRST, LAST = date(2027, 3, 1), date(2027, 5, 31)
DAY = timedelta(days=1)
ENGLAND = ZoneInfo("Europe/London")
# As IANA calls them, and what else they are called.
ZONES = {
    "Europe/London": ["Europe/London", "GB", '"Europe/London"', "GMT Standard Time", "BST", "europe/london", "defined"],
    "America/New_York": [
        "America/New_York",
        "US/Eastern",
        "Eastern Standard Time",
        '"Eastern Standard Time"',
        "defined",
    ],
    "Asia/Tokyo": ["Asia/Tokyo", "Japan", "Tokyo Standard Time", '"Tokyo Standard Time"'],
    "Europe/Berlin": ["Europe/Berlin", "W. Europe Standard Time", "EUROPE/BERLIN"],
}
DEFINED = {"Europe/London": LONDON, "America/New_York": EASTERN}
NOISE = [
    *(
        "SUMMARY:canary",
        "CREATED:00001231T000000Z",
        "GEO:",
        "DTSTAMP:",
        "a stray line",
        "X-ALT-DESC;FMTTYPE=text/html:<p>",
    ),
    *(
        'ATTENDEE;CN="Jo: Smith";ROLE=REQ-PARTICIPANT:mailto:jo@example.org',
        "ORGANIZER:?",
        "LOCATION:Room 1\\, upstairs",
    ),
    *("BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nDURATION:PT5M\nEND:VALARM", "STATUS:CONFIRMED", "TRANSP:OPAQUE"),
    *("LAST-MODIFIED:20270101T000000Z", "SEQUENCE:3", "RECURRENCE-SET:?", "DESCRIPTION:DTSTART:20270301"),
]


@dataclass
class Meeting:
    """
    A series, every so many days, as people think of it.

    Parameters
    ----------
    zone
        Where its clock is; None: whole days.
    start, hours
        When it first is, by that clock, and for how many hours; of whole days, how many days are `hours // 24`.
    every, times
        It is repeated every so many days, so many times in all.
    gone, moved
        Which of its occurrences, counted from 0, are excluded or cancelled, and which are moved by how many hours.
    """

    zone: str | None
    start: datetime
    hours: int
    every: int
    times: int
    gone: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)

    def occurrence(self, number: int) -> datetime:
        return self.start + number * self.every * DAY

    def days(self) -> set[date]:
        """The days in England that it touches, by looking at every minute around the middle of the night."""
        found: set[date] = set()
        for number in range(self.times):
            if number not in self.gone or number in self.moved:
                start = self.occurrence(number) + timedelta(hours=self.moved.get(number, 0))
                found |= self.touched(start)
        return {day for day in found if FIRST <= day <= LAST}

    def touched(self, start: datetime) -> set[date]:
        if self.zone is None:
            return {start.date() + day * DAY for day in range(max(self.hours // 24, 1))}
        zone = ZoneInfo(self.zone)
        moment, end = start.replace(tzinfo=zone), (start + timedelta(hours=self.hours)).replace(tzinfo=zone)
        found = {moment.astimezone(ENGLAND).date()}
        while (moment := moment.astimezone(UTC) + timedelta(minutes=30)) < end:
            found.add(moment.astimezone(ENGLAND).date())
        return found


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    zone = draw(st.sampled_from([None, *ZONES]))
    day = draw(st.dates(date(2027, 2, 1), date(2027, 5, 20)))
    clock = time() if zone is None else draw(st.sampled_from([time(9), time(0), time(23, 30), time(20), time(12)]))
    every = draw(st.sampled_from([1, 2, 7, 14]))
    times = draw(st.integers(1, 20))
    numbers = st.integers(0, times - 1)
    gone = draw(st.sets(numbers, max_size=4)) if times > 1 else set()
    shift = st.integers(-30, 30) if zone else st.sampled_from([-48, -24, 24, 72])
    moved = draw(st.dictionaries(numbers, shift, max_size=3)) if times > 1 else {}
    hours = draw(st.sampled_from([1, 8, 26])) if zone else draw(st.sampled_from([24, 48]))
    return Meeting(zone, datetime.combine(day, clock), hours, every, times, gone, moved)


class Writer:
    """Writes a meeting in one of the ways in which it can be written."""

    def __init__(self, draw: st.DrawFn, meeting: Meeting) -> None:
        self.draw, self.meeting = draw, meeting
        self.zones: dict[str, str] = {}
        self.uid = draw(st.sampled_from(["", "1", "series@example.org"]) if not meeting.moved else st.just("s"))

    def pick(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def zone(self) -> str:
        name = self.pick(*ZONES[self.meeting.zone or ""])
        if name == "defined":
            name = self.pick("Custom", "(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London", "tzone://x/1")
            name += self.meeting.zone or ""
            self.zones[name] = DEFINED[self.meeting.zone or ""].format(name=name)
            return f'"{name}"'
        return name

    def day(self, name: str, when: date) -> str:
        parameters = self.pick(";VALUE=DATE", "", f";TZID={self.pick(*ZONES)};VALUE=DATE", ";value=date;TZID=Nowhere")
        return f"{name}{parameters}:{when:%Y%m%d}"

    def when(self, name: str, when: datetime, more: str = "") -> str:
        """A property with a time of the meeting's zone, in that zone, in another or in UTC; or with a day."""
        if self.meeting.zone is None:
            return self.day(f"{name}{more}", when.date())
        moment = when.replace(tzinfo=ZoneInfo(self.meeting.zone))
        form = self.pick(
            "zone", "zone", "utc", "other", *(["floating"] if self.meeting.zone == "Europe/London" else [])
        )
        if name == "DTSTART" and self.meeting.times > 1:
            form = "floating" if form == "floating" else "zone"  # a series is repeated by the clock of its zone
        if form == "utc":
            return f"{name}{more}:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        if form == "other":
            return f"{name}{more};TZID=Asia/Tokyo:{moment.astimezone(ZoneInfo('Asia/Tokyo')):%Y%m%dT%H%M%S}"
        return f"{name}{more}{'' if form == 'floating' else f';TZID={self.zone()}'}:{when:%Y%m%dT%H%M%S}"

    def length(self, start: datetime) -> str:
        hours = self.meeting.hours
        if self.meeting.zone is None:
            whole = [
                self.day("DTEND", start.date() + hours // 24 * DAY),
                f"DURATION:P{hours // 24}D",
                f"DURATION:PT{hours}H",
            ]
            return self.pick(*whole, *([""] if hours == 24 else []))
        # A duration in hours passes, and the clock may be changed while it does.
        return self.when("DTEND", start + timedelta(hours=hours))

    def rule(self) -> str:
        """The repetition, and how it ends; every way includes the last day."""
        last = self.meeting.occurrence(self.meeting.times - 1)
        ends = [
            f"COUNT={self.meeting.times}",
            f"UNTIL={last:%Y%m%d}",
            f"UNTIL={last:%Y%m%d}T000000",
            f"UNTIL={last:%Y%m%dT%H%M%S}",
        ]
        zone = ENGLAND if self.meeting.zone is None else ZoneInfo(self.meeting.zone)
        ends.append(f"UNTIL={last.replace(tzinfo=zone).astimezone(UTC):%Y%m%dT%H%M%SZ}")
        if self.meeting.zone is None:
            ends.append(f"UNTIL={last:%Y%m%d}T120000Z")
        every = self.meeting.every
        steps = [f"FREQ=DAILY;INTERVAL={every}"]
        if every % 7 == 0:
            weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][self.meeting.start.weekday()]
            steps += [
                f"FREQ=WEEKLY;INTERVAL={every // 7}",
                f"FREQ=WEEKLY;WKST=SU;INTERVAL={every // 7};BYDAY={weekday}",
            ]
        if every == 1:
            steps += [
                "FREQ=DAILY",
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
                "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7;BYDAY=MO,TU,WE,TH,FR,SA,SU",
            ]
        step, end = self.pick(*steps), self.pick(*ends)
        return f"RRULE:{self.pick(f'{step};{end}', f'{end};{step}', f'{step};{end};')}"

    def series(self) -> list[str]:
        meeting = self.meeting
        start = self.when("DTSTART", meeting.start)
        lines = [start, self.length(meeting.start)]
        if meeting.times == 1 and not self.draw(st.booleans()):
            return lines
        excluded = sorted(meeting.gone)
        if meeting.times > 1 and meeting.times < 6 and self.draw(st.booleans()):  # all dates one by one
            lines += [
                self.when("RDATE", meeting.occurrence(number))
                for number in range(self.draw(st.integers(0, 1)), meeting.times)
            ]
        else:
            lines.append(self.rule())
        for number in excluded:
            lines.append(
                self.when("EXDATE", meeting.occurrence(number))
                if not self.by_day()
                else self.day("EXDATE", meeting.occurrence(number).date())
            )
        return lines

    def by_day(self) -> bool:
        """Whether an occurrence is named by its day alone, which is clear where there is one a day."""
        return self.meeting.zone is None or self.draw(st.booleans())

    def moved(self) -> list[list[str]]:
        found = []
        for number, hours in self.meeting.moved.items():
            start = self.meeting.occurrence(number) + timedelta(hours=hours)
            named = self.when("RECURRENCE-ID", self.meeting.occurrence(number))
            if self.by_day():
                named = self.day("RECURRENCE-ID", self.meeting.occurrence(number).date())
            found.append([named, self.when("DTSTART", start), self.length(start)])
        return found

    def file(self) -> bytes:
        events = [self.series(), *self.moved()]
        events = self.draw(st.permutations(events))
        written = [self.event(lines) for lines in events]
        zones = list(self.zones.values())
        split = self.draw(st.booleans())
        parts = [*zones, *written] if not split else [*zones, "END:VCALENDAR\nBEGIN:VCALENDAR\nVERSION:2.0", *written]
        text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//canary//EN", *parts, "END:VCALENDAR", ""])
        return self.bytes(text)

    def event(self, lines: list[str]) -> str:
        noise = self.draw(st.lists(st.sampled_from(NOISE), max_size=3, unique=True))
        own = [f"UID:{self.uid}"] if self.uid or self.draw(st.booleans()) else []
        same = [line for line in noise if line != "SEQUENCE:3"]  # versions are another matter
        mixed = self.draw(st.permutations([*own, *(line for line in lines if line), *same]))
        return "\n".join(["BEGIN:VEVENT", *mixed, "END:VEVENT"])

    def bytes(self, text: str) -> bytes:
        lines = []
        for line in text.splitlines():
            if len(line) > 20 and self.draw(st.integers(0, 5)) == 0:
                place = self.draw(st.integers(8, len(line) - 1))
                line = f"{line[:place]}\n{self.pick(' ', chr(9))}{line[place:]}"  # noqa: PLW2901 -- folded
            lines.append(line)
        return "\n".join(lines).replace("\n", self.pick("\r\n", "\n", "\r", "\r\r\n")).encode()


@st.composite
def written(draw: st.DrawFn) -> tuple[Meeting, bytes]:
    meeting = draw(meetings())
    return meeting, Writer(draw, meeting).file()


@given(case=written())
def test_the_days_are_the_same_however_it_is_written(
    case: tuple[Meeting, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    meeting, content = case
    path: Path = tmp_path_factory.getbasetemp() / "written.ics"
    path.write_bytes(content)
    read, faults = read_calendar(path)
    assert faults == []
    found = {first + day * DAY for first, last in read.days((FIRST, LAST)) for day in range((last - first).days + 1)}
    assert {day for day in found if FIRST <= day <= LAST} == meeting.days(), content.decode()
