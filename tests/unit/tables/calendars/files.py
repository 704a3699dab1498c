"""Small calendars to read, and what is read of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from teamforge.errors import Fault
from teamforge.tables.calendars import Dates, read_calendar

MARCH = (date(2027, 3, 1), date(2027, 3, 31))
SPRING = (date(2027, 3, 1), date(2027, 5, 31))


def calendar(path: Path, *events: str, more: str = "") -> Path:
    """A file with events, each the lines that say when and how it is; without a UID line an event has its own."""
    numbered = [
        f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20270101T000000Z\nSUMMARY:canary\n{event}\nEND:VEVENT"
        if "UID:" not in event
        else f"BEGIN:VEVENT\nDTSTAMP:20270101T000000Z\nSUMMARY:canary\n{event}\nEND:VEVENT"
        for number, event in enumerate(events)
    ]
    lines = "\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", *([more] if more else []), *numbered, "END:VCALENDAR"]
    )
    path.write_bytes(lines.replace("\n", "\r\n").encode() + b"\r\n")
    return path


def days(folder: Path, *events: str, dates: Dates = MARCH, more: str = "") -> list[str]:
    """The ranges of days, short."""
    return days_of(calendar(folder / "001.ics", *events, more=more), dates)


def days_of(path: Path, dates: Dates = MARCH) -> list[str]:
    """The ranges of days of a file that has no fault, short."""
    read, faults = read_calendar(path)
    assert faults == []
    return [f"{first:%d%b}-{last:%d%b}" for first, last in read.days(dates)]


def faults(folder: Path, *events: str, more: str = "") -> list[Fault]:
    """What is wrong with a file; never what an event is about."""
    _, found = read_calendar(calendar(folder / "001.ics", *events, more=more))
    assert "canary" not in " ".join(map(str, found))
    return found
