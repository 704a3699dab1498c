"""
Dates as day numbers: whole days since 1 January 1970, so that a column of dates is a column of integers.

The opening section of SPEC.md defines how a date may be written, "N years before" and the programme year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

ALWAYS = -(2**31)
"""The day number of an unknown start: it always held."""
FOREVER = 2**31 - 1
"""The day number of an unknown end: it still holds."""
CURRENT_DAYS = 365
"""A tie that is active on any day from `as_of` to this many days later is *current* (SPEC.md section 5)."""
NEAR_YEARS = range(1900, 2200)
"""Beyond these, the lookbacks and the year of grace around a date would exceed what a date can hold."""

_EPOCH = date(1970, 1, 1).toordinal()
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]0?0:00(?::00(?:\.0+)?)?)?", re.ASCII | re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[T ]0?0:00(?::00(?:\.0+)?)?)?", re.ASCII | re.IGNORECASE)


def day_number(day: date) -> int:
    """
    Return the number of days from 1 January 1970 to `day`.

    Examples
    --------
    >>> day_number(date(1970, 1, 2))
    1
    """
    return day.toordinal() - _EPOCH


def to_date(number: int) -> date | None:
    """
    Return the date of a day number; None for `ALWAYS` and `FOREVER`.

    Examples
    --------
    >>> to_date(1)
    datetime.date(1970, 1, 2)
    """
    return None if number in {ALWAYS, FOREVER} else date_of(number)


def date_of(number: int) -> date:
    """Return the date of a day number that is neither `ALWAYS` nor `FOREVER`, such as a day of a visit."""
    return date.fromordinal(int(number) + _EPOCH)


def monday_of(day: date) -> date:
    """
    Return the Monday of a day's week.

    Examples
    --------
    >>> monday_of(date(2027, 1, 31))
    datetime.date(2027, 1, 25)
    """
    return day - timedelta(days=day.weekday())


def parse_day(text: str) -> int | None:
    """
    Return the day number of a date as written in files; None if `text` is not a date.

    Dates are ISO, ``2027-01-31``, or day first, ``31/01/2027``; a time of midnight may follow.

    Examples
    --------
    >>> parse_day("03/04/2026") == day_number(date(2026, 4, 3))
    True
    >>> parse_day("2026-13-01") is None
    True
    """
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return day_number(date(year, month, day))
    except ValueError:
        return None


def years_before(day: date, years: int) -> date:
    """
    Return the same day and month `years` earlier; 29 February becomes 28 February.

    Examples
    --------
    >>> years_before(date(2024, 2, 29), 5)
    datetime.date(2019, 2, 28)
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_after(day: date, months: int) -> date:
    """
    Return the same day of a later or earlier month, or the month's last day if it has no such day.

    Examples
    --------
    >>> months_after(date(2027, 12, 31), 2), months_after(date(2027, 3, 1), -3)
    (datetime.date(2028, 2, 29), datetime.date(2026, 12, 1))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def programme_year(day: int) -> int:
    """
    Return the calendar year in which the programme year (1 April to 31 March) of a day number begins.

    Examples
    --------
    >>> programme_year(day_number(date(2027, 3, 31))), programme_year(day_number(date(2027, 4, 1)))
    (2026, 2027)
    """
    return int(programme_years(np.array([day]))[0])


def programme_years(days: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the programme year of each day number, as `programme_year` does."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (months - 3) // 12 + 1970


def as_day(value: object) -> date | None:
    """
    Return the date that a TOML, JSON or Python value means; None if it is not a date.

    Examples
    --------
    >>> as_day(" 31/01/2027 "), as_day(datetime(2027, 1, 31)), as_day(datetime(2027, 1, 31, 9)) is None
    (datetime.date(2027, 1, 31), datetime.date(2027, 1, 31), True)
    """
    if isinstance(value, datetime):
        # The missing date of pandas is also a datetime, the only one not equal to itself.
        is_midnight = value == value and value.time() == datetime.min.time()  # noqa: PLR0124
        return value.date() if is_midnight else None
    if isinstance(value, date):
        return value
    number = parse_day(value.strip()) if isinstance(value, str) else None
    return None if number is None else to_date(number)
