"""
The values of a calendar's properties: days, times and durations as written (RFC 5545, section 3.3).

Moments are compared as times in UTC without a zone; those outside the range of dates become the first or the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from teamforge.tables.calendars.lines import Line, Unreadable

ENGLAND = ZoneInfo("Europe/London")

_FIRST, _LAST = datetime.combine(date.min, time.min), datetime.combine(date.max, time.max)
_WHEN = re.compile(r"(\d{8})(?:T(\d{4})(\d{2})(Z?))?", re.ASCII)
_LENGTH = re.compile(
    r"([+-]?)P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?", re.ASCII
)
_OFFSET = re.compile(r"([+-])([01]\d|2[0-3])([0-5]\d)([0-5]\d)?", re.ASCII)


class Clock(NamedTuple):
    """A time as a clock shows it, and whether that clock shows UTC."""

    wall: datetime
    in_utc: bool


class Length(NamedTuple):
    """How long something is: by the calendar and clock of its zone, and then by the seconds that pass."""

    nominal: timedelta = timedelta()
    exact: timedelta = timedelta()


def read_when(text: str) -> date | Clock:
    """
    Return the day or time that a text states.

    Examples
    --------
    >>> read_when("20270413"), read_when("20270413T090000Z").in_utc
    (datetime.date(2027, 4, 13), True)
    """
    if found := _WHEN.fullmatch(text.strip().upper()):
        day, clock, seconds, utc = found.groups()
        try:
            of_day = date(int(day[:4]), int(day[4:6]), int(day[6:]))
            if clock is None:
                return of_day
            second = min(int(seconds), 59)  # some years have a minute of 61 seconds
            return Clock(datetime.combine(of_day, time(int(clock[:2]), int(clock[2:]), second)), bool(utc))
        except ValueError:
            pass
    raise Unreadable("a day such as 20270131, or a time such as 20270131T090000")


def whens(line: Line) -> Iterator[date | Clock]:
    """Yield the days and times that a line lists, checked against its VALUE."""
    for text in line.value.split(","):
        if text.strip():
            when = read_when(text)
            if line.parameters.get("VALUE", "").upper() == "DATE" and isinstance(when, Clock):
                raise Unreadable("a day alone, without a time, where VALUE is DATE")
            yield when


def read_length(text: str) -> Length:
    """
    Return the duration that a text states, such as ``P1D`` or ``PT1H30M``: days are calendar days, hours elapse.

    Examples
    --------
    >>> read_length("P1DT2H")
    Length(nominal=datetime.timedelta(days=1), exact=datetime.timedelta(seconds=7200))
    """
    found = _LENGTH.fullmatch(text.strip().upper())
    if not found or not any(found.groups()[1:]):
        raise Unreadable("a duration such as PT1H or P2D")
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups()[1:])
    try:
        length = Length(timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds))
    except OverflowError:
        raise Unreadable("a duration such as PT1H or P2D") from None
    if found[1] == "-" and length != Length():
        raise Unreadable("an end that is not before the start")
    return length


def read_offset(text: str) -> timedelta | None:
    """Return an offset from UTC, such as ``+0100``; None if the text is not one."""
    found = _OFFSET.fullmatch(text.strip())
    if not found:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -offset if found[1] == "-" else offset


def later(moment: datetime, by: timedelta) -> datetime:
    """Return a moment some time later; the first or the last possible one if that is out of range."""
    try:
        return moment + by
    except OverflowError:
        return _LAST if by > timedelta() else _FIRST


def day_in_england(moment: datetime) -> date:
    """
    Return the day, in England's time, of a moment in UTC.

    Examples
    --------
    >>> day_in_england(datetime(2027, 4, 12, 23))
    datetime.date(2027, 4, 13)
    """
    try:
        return moment.replace(tzinfo=UTC).astimezone(ENGLAND).date()
    except OverflowError:
        return moment.date()
