"""
Calendars (`.ics`), through icalendar and recurring-ical-events, which are an extra: the days on which events lie.

An event that leaves its time free (`TRANSP:TRANSPARENT`) or is cancelled does not count. Times are told in England's;
an event that ends at midnight does not reach into the next day, and the end of an event of whole days is the day after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from teamforge.errors import Fault

if TYPE_CHECKING:
    from icalendar import Calendar, Component
    from recurring_ical_events import CalendarQuery

__all__ = ["CALENDARS", "Busy", "Dates", "read_calendar"]

CALENDARS = "calendars"
"""The folder beside the tables, and what faults name as their table."""

Dates = tuple[date, date]
"""A first and a last day, both inclusive."""

_MOST_BYTES = 20_000_000
_MOST_REPEATS = 10_000
_BY_DAYS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Busy:
    """The days on which the events of a calendar lie, each range once and in order, and what is wrong with the file."""

    days: tuple[Dates, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_calendar(path: Path, dates: Dates | None) -> Busy:
    """
    Return the days on which a calendar has events.

    Parameters
    ----------
    path
        The file.
    dates
        The days that are asked for: only events that touch them are returned. None for all there are; then an event
        that is repeated without end is a fault.
    """

    def fault(expected: str, mend: str = "") -> Busy:
        return Busy(faults=(Fault(CALENDARS, None, None, path.name, expected, mend),))

    try:
        from icalendar import Calendar  # noqa: PLC0415 -- an extra
        from recurring_ical_events import of  # noqa: PLC0415 -- likewise
    except ModuleNotFoundError:
        return fault(
            "the packages icalendar and recurring-ical-events, which read calendars", "install teamforge[calendar]"
        )
    try:
        if path.stat().st_size > _MOST_BYTES:
            return fault(f"a calendar of at most {_MOST_BYTES:,} bytes", "export fewer years")
        calendars = Calendar.from_ical(path.read_bytes(), multiple=True)
        wrong = [told for calendar in calendars for told in _wrong(calendar, dates)]
        if wrong or not calendars:
            told = [fault(*each) for each in wrong] or [fault("a calendar", "export it again as .ics")]
            return Busy(faults=tuple(dict.fromkeys(each for busy in told for each in busy.faults)))
        ranges = {days for calendar in calendars for days in _ranges(of(calendar), dates)}
    except OSError as error:
        return fault("a file that can be read", (error.strerror or "").lower())
    except Exception:  # noqa: BLE001 -- whatever the libraries make of a file that is not to be trusted
        return fault("a calendar that can be read", "export it again as .ics")
    return Busy(tuple(sorted(ranges)))


def _wrong(calendar: Calendar, dates: Dates | None) -> Iterator[tuple[str, str]]:
    """Yield what keeps a calendar from being read exactly, with how to mend it."""
    if calendar.name != "VCALENDAR":
        yield "a calendar, which begins with BEGIN:VCALENDAR", "export it again as .ics"
    if calendar.walk("VFREEBUSY"):
        yield "events, and it lists free and busy times", "export the events"
    for event in calendar.walk("VEVENT"):
        if event.errors or "DTSTART" not in event:
            yield "events whose start, end and repetition can be read", "correct or delete the event, and export again"
        for rule in _rules(event):
            if str(rule.get("FREQ", [""])[0]).upper() not in _BY_DAYS:
                yield "events that are repeated by the day, week, month or year", "delete the event, and export again"
            elif int(rule.get("COUNT", [0])[0]) > _MOST_REPEATS:
                yield f"events that are repeated at most {_MOST_REPEATS:,} times", "correct the event, and export again"
            elif dates is None and "COUNT" not in rule and "UNTIL" not in rule:
                yield (
                    "an end of every event that is repeated, or the days that are asked for",
                    "read the pool together with its challenge; in Python, read_pool(path, dates=(first, last))",
                )


def _rules(event: Component) -> Iterable[Any]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _ranges(found: CalendarQuery, dates: Dates | None) -> Iterator[Dates]:
    """Yield the days of each event that counts."""
    # A day more on either side: it is for the days in England's time to say which events touch the dates.
    events = found.all() if dates is None else found.between(dates[0] - _DAY, dates[1] + 2 * _DAY)
    for event in events:
        if str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        first, last = _days(event["DTSTART"].dt, event["DTEND"].dt)
        if dates is None or (first <= dates[1] and last >= dates[0]):
            yield first, last


def _days(start: date, end: date) -> Dates:
    """Return the first and the last day of an event."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return start, max(start, end - _DAY)
    start, end = _local(start), _local(end)
    last = end.date() - _DAY if end.time() == time.min and end.date() > start.date() else end.date()
    return start.date(), max(start.date(), last)


def _local(moment: datetime) -> datetime:
    """Return a moment in England's time; one without a time zone is taken to be in it."""
    return moment if moment.tzinfo is None else moment.astimezone(ZoneInfo("Europe/London"))
