"""The days of a series of events: its own occurrences, less those excluded or replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from teamforge.tables.calendars.recurrence import Allowance, RecurrenceRule
from teamforge.tables.calendars.values import Length, day_in_england, later
from teamforge.tables.calendars.zones import Moment

Dates = tuple[date, date]
"""A first and a last day, both inclusive."""

_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)
_OF_AN_OCCURRENCE = 8
"""The work that an occurrence takes; testing a day takes 1."""
_ZONES_APART = 2 * _DAY
"""The clocks of two time zones are never further apart than this."""


@dataclass(frozen=True)
class Occurrences:
    """Some occurrences of a series, identified by their days in its zone or by their moments in UTC."""

    days: frozenset[date] = frozenset()
    moments: frozenset[datetime] = frozenset()

    @classmethod
    def of(cls, whens: Iterable[date | Moment], effort: Allowance) -> Occurrences:
        """Return the occurrences at some days and times."""
        named = list(whens)
        days = frozenset(when for when in named if not isinstance(when, Moment))
        return cls(days, frozenset(when.utc(effort) for when in named if isinstance(when, Moment)))


@dataclass(frozen=True)
class ThisAndFuture:
    """
    A change to an occurrence and all later ones (``RANGE=THISANDFUTURE``).

    Parameters
    ----------
    since
        The first changed occurrence, in UTC; in a series of whole days, its midnight.
    by
        How much later they are, by the clock.
    length
        How long they are; None if they no longer count.
    """

    since: datetime
    by: timedelta
    length: Length | None


@dataclass(frozen=True)
class Series:
    """
    An event that happens once or repeatedly.

    Parameters
    ----------
    start
        The first day, or the first moment.
    length
        How long each occurrence is; None if only changed ones count.
    rules, besides
        When it repeats: rules, and single times, each with its length.
    not_by
        Rules for when it does not repeat.
    without
        The occurrences that are excluded, or replaced by others.
    changes
        The changes to later occurrences, in order.
    """

    start: date | Moment
    length: Length | None
    rules: tuple[RecurrenceRule, ...] = ()
    besides: tuple[tuple[date | Moment, Length | None], ...] = ()
    not_by: tuple[RecurrenceRule, ...] = ()
    without: Occurrences = Occurrences()
    changes: tuple[ThisAndFuture, ...] = ()

    def days(self, dates: Dates, effort: Allowance) -> Iterator[Dates]:
        """Yield the days of each occurrence that counts and touches some dates."""
        for when, own_length in self._occurrences(dates, effort):
            effort.spend(_OF_AN_OCCURRENCE)
            if self._is_without(when, effort):
                continue
            moved, length = self._changed(when, own_length, effort)
            if length is not None:
                first, last = _days(moved, length, effort)
                if first <= dates[1] and last >= dates[0]:
                    yield first, last

    def _occurrences(self, dates: Dates, effort: Allowance) -> Iterator[tuple[date | Moment, Length | None]]:
        """Yield all occurrences around some dates, and how long they are."""
        start, low, high = self.start, *self._reach(dates)

        def times(rules: tuple[RecurrenceRule, ...]) -> set[datetime]:
            return {wall for rule in rules for wall in rule.between(low, high, effort, self._utc(effort))}

        for wall in sorted({wall_of(start), *times(self.rules)} - times(self.not_by)):
            yield (Moment(wall, start.zone) if isinstance(start, Moment) else wall.date()), self.length
        yield from self.besides

    def _reach(self, dates: Dates) -> tuple[datetime, datetime]:
        """Return the times between which occurrences that can touch some dates begin."""
        lengths = [length for length in (self.length, *(each.length for each in self.changes)) if length is not None]
        longest = max((length.nominal + length.exact for length in lengths), default=timedelta())
        shifts = [timedelta(), *(change.by for change in self.changes)]
        low, high = (datetime.combine(day, time.min) for day in dates)
        low = later(later(later(low, -_ZONES_APART), -longest), -max(shifts))
        return low, later(later(high, _ZONES_APART), -min(shifts))

    def _utc(self, effort: Allowance) -> Callable[[datetime], datetime]:
        start = self.start
        return (lambda wall: start.zone.utc(wall, effort)) if isinstance(start, Moment) else (lambda wall: wall)

    def _is_without(self, when: date | Moment, effort: Allowance) -> bool:
        if not isinstance(when, Moment):
            return when in self.without.days
        return when.wall.date() in self.without.days or (
            bool(self.without.moments) and when.utc(effort) in self.without.moments
        )

    def _changed(
        self, when: date | Moment, length: Length | None, effort: Allowance
    ) -> tuple[date | Moment, Length | None]:
        """Return an occurrence with the last change before it applied."""
        utc = when.utc(effort) if isinstance(when, Moment) and self.changes else wall_of(when)
        for change in reversed(self.changes):
            if change.since <= utc:
                wall = later(wall_of(when), change.by)
                return (Moment(wall, when.zone) if isinstance(when, Moment) else wall.date()), change.length
        return when, length


def wall_of(when: date | Moment) -> datetime:
    """Return a time as the clock of its zone shows it; for a day, its midnight."""
    return when.wall if isinstance(when, Moment) else datetime.combine(when, time.min)


def _days(when: date | Moment, length: Length, effort: Allowance) -> Dates:
    """Return the first and the last day in England that an occurrence touches."""
    if not isinstance(when, Moment):
        days = max(-(-(length.nominal + length.exact) // _DAY), 1)
        return when, later(wall_of(when), (days - 1) * _DAY).date()
    start = when.utc(effort)
    end = later(when.zone.utc(later(when.wall, length.nominal), effort), length.exact)
    first = day_in_england(start)
    return first, max(first, day_in_england(later(end, -_INSTANT)))
