"""From the events of a file to series: which events count, which replace an occurrence of another, and how long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from teamforge.tables.calendars.lines import Component, Unreadable
from teamforge.tables.calendars.recurrence import Allowance
from teamforge.tables.calendars.rules import read_rule
from teamforge.tables.calendars.series import Occurrences, Series, ThisAndFuture, wall_of
from teamforge.tables.calendars.values import Length, day_in_england, read_length
from teamforge.tables.calendars.zones import UTC, Moment, Zone, moments


@dataclass(frozen=True, eq=False)
class Event:
    """An event as the file has it, with the time zones that its calendar defines."""

    component: Component
    zones: Mapping[str, Zone]

    @property
    def uid(self) -> str:
        """The id that the event shares with its other versions, and with events that replace its occurrences."""
        return next((line.value for line in self.component.all("UID") if line.value), "")

    @property
    def sequence(self) -> int | None:
        """The number of its version; None if unreadable, and then neither lower nor higher than another."""
        value = next((line.value for line in self.component.all("SEQUENCE") if line.value), "0")
        return int(value) if value.isascii() and value.isdecimal() and len(value) < len("1000000000") else None

    @property
    def counts(self) -> bool:
        """Whether the event is busy: not cancelled, and not one that leaves the time free."""
        words = self.component.words
        if words("STATUS") == {"CANCELLED"}:
            return False
        return words("TRANSP") != {"TRANSPARENT"} or bool(words("X-MICROSOFT-CDO-BUSYSTATUS") & {"BUSY", "OOF"})

    def when(self, name: str) -> date | Moment | None:
        """Return the day or time of a property; None if there is none."""
        line = self.component.one(name)
        found = [] if line is None else list(moments(line, self.zones))
        if line is not None and len(found) != 1:
            raise Unreadable(f"one day or time as {name}")
        return found[0] if found else None

    @property
    def start(self) -> date | Moment:
        """The first day, or the first moment."""
        start = self.when("DTSTART")
        if start is None:
            raise Unreadable("a start (DTSTART)")
        return start

    def whens(self, name: str) -> Iterator[date | Moment]:
        """Yield the days and times that the lines of a property list."""
        for line in self.component.all(name):
            yield from moments(line, self.zones)

    def length(self, start: date | Moment, effort: Allowance) -> Length:
        """Return how long the event is."""
        end, duration = self.when("DTEND"), self.component.one("DURATION")
        if end is not None and duration is not None:
            raise Unreadable("DTEND or DURATION, not both")
        if duration is not None:
            return read_length(duration.value)
        return Length() if end is None else _between(start, end, effort)


def series_of(events: Iterable[Event], effort: Allowance) -> tuple[list[Series], list[tuple[Event, Unreadable]]]:
    """Return the series that count, and the events that cannot be read, each with what is wrong."""
    found: list[Series] = []
    wrong: list[tuple[Event, Unreadable]] = []
    for versions in _by_uid(events):
        own: list[Event] = []
        replacing: list[_Replacement] = []
        for event, occurrence in _newest(versions, effort, wrong):
            try:
                if occurrence is None:
                    own.append(event)
                else:
                    replacing.append(_Replacement.of(event, occurrence, effort))
            except Unreadable as error:
                wrong.append((event, error))
        found += [each.series for each in replacing if each.series is not None]
        later_ones_count = any(each.change is not None and each.change.length is not None for each in replacing)
        for event in own:
            try:
                if event.counts or later_ones_count:
                    found.append(_series(event, replacing, effort))
            except Unreadable as error:
                wrong.append((event, error))
    return found, wrong


def _by_uid(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Yield the events that share a UID; one without a UID is by itself."""
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.uid:
            groups[event.uid].append(event)
        else:
            yield [event]
    yield from groups.values()


def _newest(
    events: Iterable[Event], effort: Allowance, wrong: list[tuple[Event, Unreadable]]
) -> Iterator[tuple[Event, date | Moment | None]]:
    """Yield the latest version of each event, with the occurrence that it replaces."""
    versions: dict[object, list[tuple[Event, date | Moment | None]]] = defaultdict(list)
    for event in events:
        try:
            occurrence = event.when("RECURRENCE-ID")
            named = occurrence.utc(effort) if isinstance(occurrence, Moment) else occurrence
            versions[named].append((event, occurrence))
        except Unreadable as error:
            wrong.append((event, error))
    for same in versions.values():
        newest = max(event.sequence or 0 for event, _ in same)
        yield from (each for each in same if each[0].sequence in {None, newest})


@dataclass(frozen=True)
class _Replacement:
    """An event that replaces an occurrence: which one, by what, and the change to later ones, if any."""

    occurrence: date | Moment
    series: Series | None
    change: ThisAndFuture | None

    @classmethod
    def of(cls, event: Event, occurrence: date | Moment, effort: Allowance) -> _Replacement:
        """Return an event as a replacement; only what matters is read."""
        line = event.component.one("RECURRENCE-ID")
        reach = "" if line is None else line.parameters.get("RANGE", "").upper()
        if reach not in {"", "THISANDFUTURE"}:
            raise Unreadable("RANGE=THISANDFUTURE, or no RANGE")
        since = occurrence.utc(effort) if isinstance(occurrence, Moment) else wall_of(occurrence)
        if not event.counts:
            return cls(occurrence, None, ThisAndFuture(since, timedelta(), None) if reach else None)
        if any(event.component.all(name) for name in ("RRULE", "RDATE", "EXRULE")):
            raise Unreadable("one occurrence, which is not repeated itself")
        start = event.start
        length = event.length(start, effort)
        if not reach:
            return cls(occurrence, Series(start, length), None)
        if isinstance(start, Moment) and isinstance(occurrence, Moment) and start.zone != occurrence.zone:
            by = start.utc(effort) - occurrence.utc(effort)
        elif isinstance(start, Moment) == isinstance(occurrence, Moment):
            by = wall_of(start) - wall_of(occurrence)
        else:
            raise Unreadable("a day or a time, as what it replaces")
        return cls(occurrence, Series(start, length), ThisAndFuture(since, by, length))


def _series(event: Event, replacing: Iterable[_Replacement], effort: Allowance) -> Series:
    """Return the series of an event without the occurrences that others replace."""
    start = event.start
    length = event.length(start, effort)
    rules = {
        name: tuple(
            read_rule(line.value, wall_of(start), whole_days=not isinstance(start, Moment))
            for line in event.component.all(name)
        )
        for name in ("RRULE", "EXRULE")
    }
    without = [*event.whens("EXDATE"), *(each.occurrence for each in replacing)]
    if not isinstance(start, Moment):
        without = [_day(when) for when in without]
    changes = sorted((each.change for each in replacing if each.change is not None), key=lambda each: each.since)
    return Series(
        start,
        length if event.counts else None,
        rules["RRULE"],
        tuple(_besides(event, start, length, effort)),
        rules["EXRULE"],
        Occurrences.of(without, effort),
        tuple(changes),
    )


def _besides(
    event: Event, start: date | Moment, length: Length, effort: Allowance
) -> Iterator[tuple[date | Moment, Length]]:
    """Yield the additional single times of a series, and how long each lasts."""
    for line in event.component.all("RDATE"):
        for text in line.value.split(","):
            first, _, end = text.partition("/")
            for when in moments(line._replace(value=first), event.zones):
                if end:
                    ends = [] if "P" in end.upper() else list(moments(line._replace(value=end), event.zones))
                    yield when, _between(when, ends[0], effort) if ends else read_length(end)
                elif not isinstance(start, Moment):
                    yield _day(when), length
                elif isinstance(when, Moment):
                    yield when, length
                else:
                    yield start._replace(wall=datetime.combine(when, start.wall.time())), length


def _day(when: date | Moment) -> date:
    """Return the day that a time means in a series of whole days: as written, or in England's time if it is UTC."""
    if not isinstance(when, Moment):
        return when
    return day_in_england(when.wall) if when.zone == UTC else when.wall.date()


def _between(start: date | Moment, end: date | Moment, effort: Allowance) -> Length:
    """Return the length from a start to an end: by the clock, if both are in the same zone."""
    if not isinstance(start, Moment) and not isinstance(end, Moment):
        length = Length(nominal=end - start)
    elif not isinstance(start, Moment) or not isinstance(end, Moment):
        raise Unreadable("a start and an end that are both days or both times")
    elif start.zone == end.zone:
        length = Length(nominal=end.wall - start.wall)
    else:
        length = Length(exact=end.utc(effort) - start.utc(effort))
    if length < Length():
        raise Unreadable("an end that is not before the start")
    return length
