"""Time zones: those that a file defines, IANA's, those of Windows by identifier, and BST."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo, available_timezones

from teamforge.tables.calendars.lines import Component, Line, Unreadable
from teamforge.tables.calendars.recurrence import Allowance, RecurrenceRule
from teamforge.tables.calendars.rules import read_rule
from teamforge.tables.calendars.values import Clock, later, read_offset, whens

_OF_A_MACHINE = {"localtime", "posixrules", "factory"}
"""Names that mean different zones on different machines."""


class Zone(Protocol):
    """A time zone."""

    def utc(self, wall: datetime, effort: Allowance) -> datetime:
        """Return a time of the zone in UTC: the first of two; a time that the clock skips, by the clock before."""


class Moment(NamedTuple):
    """A time in a zone."""

    wall: datetime
    zone: Zone

    def utc(self, effort: Allowance) -> datetime:
        """Return the moment in UTC."""
        return self.zone.utc(self.wall, effort)


@dataclass(frozen=True)
class IanaZone:
    """A time zone of IANA's, by its name there."""

    name: str

    def utc(self, wall: datetime, effort: Allowance) -> datetime:  # noqa: ARG002 -- that of a zone
        """Return a time of the zone in UTC."""
        return later(wall, -(wall.replace(tzinfo=ZoneInfo(self.name)).utcoffset() or timedelta()))


@dataclass(frozen=True)
class Observance:
    """
    A part of a zone's definition: when its clocks are set, from one offset to another.

    Parameters
    ----------
    before, after
        The offsets from UTC.
    rules
        The rules by which the change repeats.
    dates
        The single times of the change, the first among them, by the clock before it.
    """

    before: timedelta
    after: timedelta
    rules: tuple[RecurrenceRule, ...]
    dates: tuple[datetime, ...]

    def latest(self, wall: datetime, effort: Allowance) -> datetime | None:
        """Return when the clocks were last set before a time of the zone; None if they had not been set yet."""
        leap = max(self.after - self.before, timedelta())  # a time that the clock skips is before it is set
        wall = later(wall, -leap)
        of_rules = (rule.latest(wall, effort, lambda each: later(each, -self.before)) for rule in self.rules)
        found = [*(each for each in self.dates if each <= wall), *(each for each in of_rules if each is not None)]
        return max(found, default=None)


@dataclass(frozen=True)
class FileZone:
    """A time zone that a file defines."""

    observances: tuple[Observance, ...]

    def utc(self, wall: datetime, effort: Allowance) -> datetime:
        """Return a time of the zone in UTC."""
        known = [(latest, each.after) for each in self.observances if (latest := each.latest(wall, effort)) is not None]
        offset = max(known)[1] if known else min(self.observances, key=lambda each: min(each.dates)).before
        return later(wall, -offset)


ENGLAND, UTC = IanaZone("Europe/London"), IanaZone("UTC")


def moments(line: Line, defined: Mapping[str, Zone]) -> Iterator[date | Moment]:
    """
    Yield the days and times that a line lists; a day has no zone, whatever its TZID.

    Raises
    ------
    Unreadable
        If one of them is neither, or is in an unknown time zone.
    """
    for when in whens(line):
        if isinstance(when, Clock):
            yield Moment(when.wall, UTC if when.in_utc else find_zone(line.parameters.get("TZID", ""), defined))
        else:
            yield when


def find_zone(name: str, defined: Mapping[str, Zone]) -> Zone:
    """
    Return the time zone with a name, a TZID in any case; England's if the name is blank.

    Zones that the file defines come first. `Unreadable`, which names the zone, says that there is none.
    """
    word = name.strip().casefold()
    if word in defined:
        return defined[word]
    if word in {"", "bst"}:
        return ENGLAND
    known = _of_iana().get(word) or _of_windows(name).get(word)
    if known is None:
        raise Unreadable("a known time zone", "export in England's time, or give IANA's name of the zone", zone=name)
    return IanaZone(known)


@cache
def _of_iana() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if name.casefold() not in _OF_A_MACHINE}


def _of_windows(name: str) -> Mapping[str, str]:
    try:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 -- slow, and an extra
    except ModuleNotFoundError:
        mend = "install teamforge[calendar], which knows the names that Windows has"
        raise Unreadable("a known time zone", mend, zone=name) from None
    return {windows.casefold(): known for windows, known in WINDOWS_TO_OLSON.items()}


def read_zones(calendar: Component) -> dict[str, Zone]:
    """Return the time zones that a calendar defines in full, by their names in lower case."""
    zones: dict[str, Zone] = {}
    for component in calendar.within("VTIMEZONE"):
        names = component.all("TZID")
        try:
            observances = tuple(_observance(part) for part in component.parts if part.name in {"STANDARD", "DAYLIGHT"})
        except Unreadable:
            continue
        if names and observances:
            zones.setdefault(names[0].value.casefold(), FileZone(observances))
    return zones


def _observance(component: Component) -> Observance:
    start, before, after = (component.one(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
    if start is None or before is None or after is None:
        raise Unreadable("a whole definition of a time zone")
    offsets = read_offset(before.value), read_offset(after.value)
    dates = [_wall(when) for line in (start, *component.all("RDATE")) for when in whens(line)]
    if offsets[0] is None or offsets[1] is None or not dates:
        raise Unreadable("a whole definition of a time zone")
    rules = tuple(read_rule(line.value, dates[0], whole_days=False) for line in component.all("RRULE"))
    return Observance(offsets[0], offsets[1], rules, tuple(dates))


def _wall(when: date | Clock) -> datetime:
    if not isinstance(when, Clock) or when.in_utc:
        raise Unreadable("a time of its own")
    return when.wall
