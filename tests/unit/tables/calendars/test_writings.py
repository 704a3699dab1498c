"""However a calendar is written, the same days are busy: its lines, its dates, its zones, and how a series ends."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, event, given, settings
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
    *("LAST-MODIFIED:20270101T000000Z", "RECURRENCE-SET:?", "DESCRIPTION:DTSTART:20270301"),
]
BUSY = ["", "", "TRANSP:OPAQUE", "STATUS:TENTATIVE", "STATUS:NEEDS-ACTION", "TRANSP:", "TRANSP;X-A=1:Opaque"]
BUSY += [
    f"{first}:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:{how}"
    for first in ("TRANSP", "transp")
    for how in ("OOF", "busy")
]
FREE = ["TRANSP:TRANSPARENT", "transp:transparent", "STATUS:CANCELLED", "STATUS:Cancelled"]
FREE += [f"TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:{how}" for how in ("FREE", "TENTATIVE", "WORKINGELSEWHERE")]
OLDER = [("", "1"), ("0", "1"), ("", "7"), ("3", "12"), ("09", "10")]
"""The SEQUENCE of an older and of the newest version."""


@dataclass
class Meeting:
    """
    A series that repeats after a number of days, as people think of it.

    Parameters
    ----------
    zone
        Where its clock is; None: whole days.
    start, hours
        When it first is, by that clock, and for how many hours; of whole days, how many days are `hours // 24`.
    every, times
        It repeats after the same number of days each time.
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

    def day(self, name: str, *days: date) -> str:
        parameters = self.pick(";VALUE=DATE", "", f";TZID={self.pick(*ZONES)};VALUE=DATE", ";value=date;TZID=Nowhere")
        return f"{name}{parameters}:{','.join(f'{day:%Y%m%d}' for day in days)}"

    def when(self, name: str, *times: datetime) -> str:
        """A property with times of the meeting's zone, in that zone, in another or in UTC; or with days."""
        if self.meeting.zone is None:
            return self.day(name, *(each.date() for each in times))
        moments = [each.replace(tzinfo=ZoneInfo(self.meeting.zone)) for each in times]
        form = self.pick(
            "zone", "zone", "utc", "other", *(["floating"] if self.meeting.zone == "Europe/London" else [])
        )
        if name == "DTSTART" and self.meeting.times > 1:
            form = "floating" if form == "floating" else "zone"  # a series is repeated by the clock of its zone
        if form == "utc":
            return f"{name}:{','.join(f'{each.astimezone(UTC):%Y%m%dT%H%M%SZ}' for each in moments)}"
        if form == "other":
            tokyo = [each.astimezone(ZoneInfo("Asia/Tokyo")) for each in moments]
            return f"{name};TZID=Asia/Tokyo:{','.join(f'{each:%Y%m%dT%H%M%S}' for each in tokyo)}"
        zone = "" if form == "floating" else f";TZID={self.zone()}"
        return f"{name}{zone}:{','.join(f'{each:%Y%m%dT%H%M%S}' for each in times)}"

    def listed(self, name: str, times: list[datetime]) -> list[str]:
        """Lines that list times, by the time or by the day: each on its own, or all on one."""
        if not times:
            return []
        together = [times] if self.draw(st.booleans()) else [[each] for each in times]
        return [
            self.day(name, *(each.date() for each in some))
            if name == "EXDATE" and self.by_day()
            else self.when(name, *some)
            for some in together
        ]

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
            first = self.draw(st.integers(0, 1))
            lines += self.listed("RDATE", [meeting.occurrence(number) for number in range(first, meeting.times)])
        else:
            lines.append(self.rule())
        return [*lines, *self.listed("EXDATE", [meeting.occurrence(number) for number in excluded])]

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

    def versions(self, lines: list[str]) -> list[str]:
        """An event as it is now and, perhaps, as it was before: on another day, with a lower number."""
        if not self.uid or self.draw(st.booleans()):
            return [self.event(lines)]
        old, new = self.draw(st.sampled_from(OLDER))
        names = [line for line in lines if line.startswith("RECURRENCE-ID")]
        before = [*names, f"UID:{self.uid}", f"DTSTART;VALUE=DATE:202704{self.draw(st.integers(10, 30))}"]
        before += [f"SEQUENCE:{old}"] if old or self.draw(st.booleans()) else []
        return ["\n".join(["BEGIN:VEVENT", *before, "END:VEVENT"]), self.event([*lines, f"SEQUENCE:{new}"])]

    def free(self) -> list[str]:
        """Events that leave the time free."""
        states = self.draw(st.lists(st.sampled_from(FREE), max_size=2))
        day = self.draw(st.integers(10, 30))
        return [f"BEGIN:VEVENT\nUID:free\n{state}\nDTSTART;VALUE=DATE:202704{day}\nEND:VEVENT" for state in states]

    def file(self) -> bytes:
        written = [event for lines in (self.series(), *self.moved()) for event in self.versions(lines)]
        written = self.draw(st.permutations([*written, *self.free()]))
        zones = list(self.zones.values())
        split = self.draw(st.booleans())
        parts = [*zones, *written] if not split else [*zones, "END:VCALENDAR\nBEGIN:VCALENDAR\nVERSION:2.0", *written]
        text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//canary//EN", *parts, "END:VCALENDAR", ""])
        return self.bytes(text)

    def event(self, lines: list[str]) -> str:
        noise = self.draw(st.lists(st.sampled_from(NOISE), max_size=3, unique=True))
        own = [f"UID:{self.uid}"] if self.uid or self.draw(st.booleans()) else []
        mixed = self.draw(st.permutations([*own, *(line for line in [*lines, self.pick(*BUSY)] if line), *noise]))
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


_ZONE = r";TZID=[^:]+:\d{8}T\d{6}(?!\d|Z)"
FORMS = {
    "UNTIL a day": r"UNTIL=\d{8}(?!\d|T)",
    "UNTIL a local time": r"UNTIL=\d{8}T\d{6}(?!Z)",
    "UNTIL in UTC": r"UNTIL=\d{8}T\d{6}Z",
    "COUNT": r"COUNT=",
    **{f"{name} a day": rf"^{name}[^:\n]*:\d{{8}}(?!T)" for name in ("DTSTART", "RDATE", "EXDATE", "RECURRENCE-ID")},
    **{f"{name} in a zone": rf"^{name}{_ZONE}" for name in ("DTSTART", "RDATE", "EXDATE", "RECURRENCE-ID")},
    **{f"{name} in UTC": rf"^{name}:\d{{8}}T\d{{6}}Z" for name in ("DTSTART", "RDATE", "EXDATE", "RECURRENCE-ID")},
    **{f"{name} local": rf"^{name}:\d{{8}}T\d{{6}}$" for name in ("DTSTART", "RDATE", "EXDATE", "RECURRENCE-ID")},
    **{f"{name} of several": rf"^{name}[^:\n]*:\d+[^\n]*,\d" for name in ("RDATE", "EXDATE")},
    "an older version without SEQUENCE": r"^UID:[^\n]+\nDTSTART;VALUE=DATE:\d+\nEND",
    "an older version with SEQUENCE": r"^UID:[^\n]+\nDTSTART;VALUE=DATE:\d+\nSEQUENCE:\d+\nEND",
    "an older version with a blank SEQUENCE": r"^UID:[^\n]+\nDTSTART;VALUE=DATE:\d+\nSEQUENCE:\nEND",
    "an older version of an occurrence": r"VEVENT\nRECURRENCE-ID[^\n]*\nUID:s\nDTSTART;VALUE=DATE:\d+\n(SEQ.*\n)?END",
    "free": r"^UID:free\nTRANSP:TRANSPARENT\nDTSTART",
    "free in Outlook": r"^UID:free\nTRANSP:TRANSPARENT\nX-MICROSOFT",
    "cancelled": r"^UID:free\nSTATUS:C",
    "free, and busy for Outlook": r"TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:(OOF|busy)",
    "tentative": r"STATUS:TENTATIVE",
    "a day with a zone that is known": r";TZID=[^;:\n]+;VALUE=DATE:\d{8}",
    "a day with a zone that is not": r";value=date;TZID=Nowhere:\d{8}",
    "a day that says nothing else": r"^DTSTART:\d{8}$",
    "no UID": r"BEGIN:VEVENT\n(?!(?:(?!END).*\n)*UID:)",
}
"""What the drawn files are to hold, as it stands in a file whose lines are unfolded."""


def forms(content: bytes) -> set[str]:
    text = (
        re.sub(r"(?:\r*\n|\r)[ \t]", "", content.decode())
        .replace("\r\r\n", "\n")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    return {name for name, pattern in FORMS.items() if re.search(pattern, text, re.MULTILINE)}


@pytest.mark.slow
def test_every_form_is_drawn() -> None:
    """So that the test below tries it in a full run."""
    seen: Counter[str] = Counter()

    @settings(max_examples=2000, phases=[Phase.generate], derandomize=True, database=None)
    @given(case=written())
    def draw(case: tuple[Meeting, bytes]) -> None:
        seen.update(forms(case[1]))

    draw()
    assert [name for name in FORMS if not seen[name]] == []


@given(case=written())
def test_the_days_are_the_same_however_it_is_written(
    case: tuple[Meeting, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    meeting, content = case
    for form in sorted(forms(content)):
        event(form)
    path: Path = tmp_path_factory.getbasetemp() / "written.ics"
    path.write_bytes(content)
    read, faults = read_calendar(path)
    assert faults == []
    found = {first + day * DAY for first, last in read.days((FIRST, LAST)) for day in range((last - first).days + 1)}
    assert {day for day in found if FIRST <= day <= LAST} == meeting.days(), content.decode()
