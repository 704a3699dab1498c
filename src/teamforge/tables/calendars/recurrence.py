"""
Recurrence rules (RFC 5545, section 3.3.10): by day, week, month or year.

A rule says for each day whether the series has an event. Its periods (every week, every second month) are numbered from
the one in which the series starts, so a year far from the start is reached without the years between. Every test of a
day is counted: a file can make us work only as long as `Allowance` permits.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import product

from teamforge.tables.calendars.lines import Unreadable

_WEEK, _MONTHS, _THURSDAY = 7, 12, 3
_DAY = timedelta(days=1)


@dataclass
class Allowance:
    """How many units of work may still be done, a microsecond or two each: testing a day is one unit."""

    left: int = 2_000_000

    def spend(self, work: int) -> None:
        """
        Count some work.

        Raises
        ------
        Unreadable
            If that is too much.
        """
        self.left -= work
        if self.left < 0:
            raise Unreadable("fewer events that are repeated for years", "export fewer years")


@dataclass(frozen=True)
class RecurrenceRule:
    """
    When a series repeats, in the time of its zone.

    Parameters
    ----------
    start
        When the series starts; midnight in a series of whole days.
    frequency, interval
        ``DAILY``, ``WEEKLY``, ``MONTHLY`` or ``YEARLY``, and the number of these between repetitions.
    count
        The total number of times; None without such a limit.
    last_day, until
        The last day, included as a whole, or the last moment, in UTC. None without such a limit.
    months, month_days, year_days, weeks, hours, minutes, seconds, positions
        What the parts BYMONTH, BYMONTHDAY, … BYSETPOS list.
    weekdays
        What BYDAY lists: which one in the period (0: each), and the day of the week from 0, Monday.
    week_start
        The day on which weeks begin.

    Examples
    --------
    >>> rule = RecurrenceRule(datetime(2027, 3, 2, 9), "MONTHLY", weekdays=((-1, 4),))
    >>> [str(day) for day in rule.between(datetime(2027, 3, 1), datetime(2027, 4, 30), Allowance(), lambda day: day)]
    ['2027-03-26 09:00:00']
    """

    start: datetime
    frequency: str
    interval: int = 1
    count: int | None = None
    last_day: date | None = None
    until: datetime | None = None
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0
    _known: dict[int, list[datetime]] = field(default_factory=dict, compare=False, repr=False)

    def between(
        self, low: datetime, high: datetime, effort: Allowance, utc: Callable[[datetime], datetime]
    ) -> Iterator[datetime]:
        """
        Yield the times of the series from `low` to `high`, both inclusive and in the series' own time, in order.

        `utc` turns a time of the series into UTC.
        """
        first = 0 if self.count is not None else self._period(max(low, self.start))
        left = self.count
        for number in range(first, self._period(high) + 1):
            for moment in self._times(number, effort):
                if left is not None:
                    left -= 1
                if (left is not None and left < 0) or moment > high or self._ended(moment, utc):
                    return
                if moment >= low:
                    yield moment

    def latest(self, moment: datetime, effort: Allowance, utc: Callable[[datetime], datetime]) -> datetime | None:
        """Return the last time of the series that is not after a moment; None if it starts later."""
        if self.count is not None:
            return max(self.between(self.start, moment, effort, utc), default=None)
        most = moment if self.until is None else min(moment, self.until + 2 * _DAY)  # no zone is two days from UTC
        for number in range(self._period(most), -1, -1):
            times = self._known.get(number)
            if times is None:
                times = self._times(number, effort)
                if len(times) < _FEW and len(self._known) < _MOST_KNOWN:
                    self._known[number] = times
            if past := [each for each in times if each <= moment and not self._ended(each, utc)]:
                return past[-1]
        return None

    def _times(self, number: int, effort: Allowance) -> list[datetime]:
        """Return the times of a period, from the start of the series on, in order."""
        days = list(self._days(number))
        effort.spend(len(days) + 1)
        found = [day for day in days if self._holds(day)]
        effort.spend(len(found) * len(self._clock))
        times = [datetime.combine(day, clock) for day, clock in product(found, self._clock)]
        if self.positions:
            size = len(times)
            places = {place - 1 if place > 0 else size + place for place in self.positions}
            times = [times[place] for place in sorted(places) if 0 <= place < size]
        return [moment for moment in times if moment >= self.start]

    def _ended(self, moment: datetime, utc: Callable[[datetime], datetime]) -> bool:
        if self.last_day is not None and moment.date() > self.last_day:
            return True
        return self.until is not None and utc(moment) > self.until

    def _unit(self, day: date) -> int:
        """Return the number of the day, week, month or year that a day is in."""
        match self.frequency:
            case "DAILY":
                return day.toordinal()
            case "WEEKLY":
                return (day.toordinal() - 1 - self.week_start) // _WEEK  # day 1 is a Monday
            case "MONTHLY":
                return day.year * _MONTHS + day.month - 1
            case _:
                return day.year

    def _period(self, moment: datetime) -> int:
        """Return the number of the last period that begins by a moment."""
        return (self._unit(moment.date()) - self._unit(self.start.date())) // self.interval

    def _days(self, number: int) -> Iterator[date]:
        """Yield the days of a period that are worth testing."""
        unit = self._unit(self.start.date()) + number * self.interval
        if self.frequency == "DAILY":
            ordinals = range(unit, unit + 1)
        elif self.frequency == "WEEKLY":
            first = unit * _WEEK + 1 + self.week_start
            ordinals = range(first, first + _WEEK)
        elif self.frequency == "MONTHLY":
            ordinals = _of_month(*divmod(unit, _MONTHS)) if self._in_months(unit % _MONTHS + 1) else range(0)
        else:
            months = (month for month in range(_MONTHS) if self._in_months(month + 1))
            yield from (date.fromordinal(day) for month in months for day in _of_month(unit, month))
            return
        last = date.max.toordinal()
        yield from (date.fromordinal(day) for day in ordinals if 0 < day <= last)

    def _in_months(self, month: int) -> bool:
        return not self.months or month in self.months

    @cached_property
    def _clock(self) -> list[time]:
        """The times of a day, in order."""
        start = self.start
        parts = (self.hours or (start.hour,), self.minutes or (start.minute,), self.seconds or (start.second,))
        return sorted({time(hour, minute, second) for hour, minute, second in product(*parts)})

    def _holds(self, day: date) -> bool:
        """Return whether the rule holds for a day of a period."""
        if not self._in_months(day.month):
            return False
        long = monthrange(day.year, day.month)[1]
        if self.month_days and not _listed(day.day, long, self.month_days):
            return False
        of_year, year = day.timetuple().tm_yday, 365 + isleap(day.year)
        if self.year_days and not _listed(of_year, year, self.year_days):
            return False
        if self.weeks and not _listed(*_week(day, self.week_start), self.weeks):
            return False
        if not self.weekdays:
            return True
        in_month = self.frequency == "MONTHLY" or bool(self.months)
        place, size = (day.day, long) if in_month else (of_year, year)
        nth = ((place - 1) // _WEEK + 1, -((size - place) // _WEEK + 1), 0)
        return any(weekday == day.weekday() and each in nth for each, weekday in self.weekdays)


_FEW, _MOST_KNOWN = 10, 1_000
"""A time zone changes on a few days of a year, and is looked up often: the results are cached."""


def _of_month(year: int, month: int) -> range:
    """Return the ordinals of the days of a month, counted from 0; none outside the range of dates."""
    if not date.min.year <= year <= date.max.year:
        return range(0)
    first = date(year, month + 1, 1).toordinal()
    return range(first, first + monthrange(year, month + 1)[1])


def _listed(place: int, size: int, listed: tuple[int, ...]) -> bool:
    """Return whether `listed` holds the place, counted from the first or, if negative, from the last of `size`."""
    return place in listed or place - size - 1 in listed


def _week(day: date, week_start: int) -> tuple[int, int]:
    """Return the number of a day's week, and how many weeks that year has: week 1 is the first of four days or more."""
    middle = day.toordinal() - (day.weekday() - week_start) % _WEEK + _THURSDAY
    year = date.fromordinal(min(max(middle, 1), date.max.toordinal())).year
    past = middle - date(year, 1, 1).toordinal()
    return past // _WEEK + 1, (364 + isleap(year) - past % _WEEK) // _WEEK + 1
