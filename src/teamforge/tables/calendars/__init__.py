"""
Calendars (`.ics`, RFC 5545): on which days, in England's time, their busy events fall (SPEC.md section 1).

`lines` puts the lines of a file into components, `values`, `zones` and `rules` read what they say, `recurrence` works
out repetitions, `events` decides which event replaces which, and `series` says on which days they are.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from teamforge.errors import Fault, InputError
from teamforge.spec.vocabulary import CALENDARS
from teamforge.tables.calendars.events import Event, series_of
from teamforge.tables.calendars.lines import Component, Unreadable, components_of
from teamforge.tables.calendars.recurrence import Allowance
from teamforge.tables.calendars.series import Dates, Series
from teamforge.tables.calendars.values import Clock, whens
from teamforge.tables.calendars.zones import read_zones
from teamforge.tables.plain import content_of

__all__ = ["Calendar", "Dates", "read_calendar"]

_MOST_BYTES = 20_000_000
_MOST_FAULTS = 20
_LONGEST_ZONE = 60
_FEWER = "export fewer years"
_AGAIN = "export it again as .ics"
_BUSY_TIMES = "events, and it lists free and busy times"


@dataclass(frozen=True)
class Calendar:
    """
    The busy events of a calendar.

    Parameters
    ----------
    name
        The file name.
    series
        The events, each with its repetitions.
    """

    name: str
    series: tuple[Series, ...] = ()

    def days(self, dates: Dates) -> tuple[Dates, ...]:
        """
        Return the days of the busy events that touch some dates, each range once and in order.

        An `InputError` says that the events repeat so often that their days cannot be worked out in reasonable time.
        """
        effort = Allowance()
        try:
            return tuple(sorted({days for series in self.series for days in series.days(dates, effort)}))
        except Unreadable as error:
            raise InputError([Fault(CALENDARS, None, None, self.name, error.expected, error.mend)]) from None


def read_calendar(path: Path) -> tuple[Calendar, list[Fault]]:
    """
    Return the busy events of a calendar, and the faults of the file.

    Notes
    -----
    Properties that do not say when an event is, or whether it counts, are ignored. Faults name an event by its place in
    the file and the day on which it starts, never by what it is about.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            return Calendar(path.name), [_fault(path, f"a calendar of at most {_MOST_BYTES:,} bytes", _FEWER)]
        calendars = components_of(content_of(path))
    except OSError as error:
        return Calendar(path.name), [_fault(path, "a file that can be read", (error.strerror or "").lower())]
    except Unreadable as error:
        return Calendar(path.name), [_fault(path, error.expected, error.mend)]
    refused = [_fault(path, *each) for each in dict.fromkeys(each for one in calendars for each in _refused(one))]
    series, wrong = series_of(_events(calendars), Allowance())
    return Calendar(path.name, tuple(series)), refused + _faults(path, wrong)


def _events(calendars: Sequence[Component]) -> Iterator[Event]:
    """Yield the events of all calendars in a file; a zone that one calendar defines is known to the others too."""
    zones = [read_zones(calendar) for calendar in calendars]
    for calendar, own in zip(calendars, zones, strict=True):
        known = ChainMap(own, *zones) if len(zones) > 1 else own
        yield from (Event(component, known) for component in calendar.within("VEVENT"))


def _refused(calendar: Component) -> Iterator[tuple[str, str]]:
    """Yield why we do not read a calendar, and what to do about it."""
    if "1.0" in calendar.words("VERSION"):
        yield "a calendar of version 2.0, not vCalendar 1.0", _AGAIN
    if calendar.words("CALSCALE") - {"GREGORIAN"}:
        yield "a calendar by the Gregorian calendar", _AGAIN
    if any(True for name in ("VFREEBUSY", "VAVAILABILITY") for _ in calendar.within(name)):
        yield _BUSY_TIMES, "export the events"


def _faults(path: Path, wrong: Iterable[tuple[Event, Unreadable]]) -> list[Fault]:
    """Return the faults of some events in order, with each unknown time zone once."""
    faults: list[Fault] = []
    zones: set[str] = set()
    for event, error in sorted(wrong, key=lambda each: each[0].component.place):
        if error.zone and error.zone in zones:
            continue
        zones.add(error.zone)
        where = f"{path.name}, {_named(event.component)}" if error.zone else _named(event.component)
        value = error.zone[:_LONGEST_ZONE] or path.name
        faults.append(Fault(CALENDARS, None, None, value, f"{error.expected} in {where}", error.mend))
    if len(faults) > _MOST_FAULTS:
        more = f"events that can be read, and {len(faults) - _MOST_FAULTS:,} more cannot"
        faults[_MOST_FAULTS:] = [_fault(path, more, "correct these first")]
    return faults


def _named(component: Component) -> str:
    """Return how a fault names an event: by its place in the file, and its first day if known."""
    try:
        start = next(when for line in component.all("DTSTART") for when in whens(line))
    except (Unreadable, StopIteration):
        return f"event {component.place}"
    return f"event {component.place}, which starts on {start.wall.date() if isinstance(start, Clock) else start}"


def _fault(path: Path, expected: str, mend: str) -> Fault:
    return Fault(CALENDARS, None, None, path.name, expected, mend)
