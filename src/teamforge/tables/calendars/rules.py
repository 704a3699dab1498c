"""The text of a recurrence rule: which parts may go together, and what DTSTART fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from teamforge.tables.calendars.lines import Unreadable
from teamforge.tables.calendars.recurrence import RecurrenceRule
from teamforge.tables.calendars.values import Clock, day_in_england, read_when

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MOST_REPEATS = 10_000
_MOST_TIMES = 100
# part: where its numbers are kept, the smallest (below it, counted from the end: the least negative one), the largest
_NUMBERS = {
    "BYMONTH": ("months", 1, 12),
    "BYMONTHDAY": ("month_days", -31, 31),
    "BYYEARDAY": ("year_days", -366, 366),
    "BYWEEKNO": ("weeks", -53, 53),
    "BYHOUR": ("hours", 0, 23),
    "BYMINUTE": ("minutes", 0, 59),
    "BYSECOND": ("seconds", 0, 59),
    "BYSETPOS": ("positions", -366, 366),
}
_NOT_WITH = {
    "DAILY": {"BYYEARDAY", "BYWEEKNO"},
    "WEEKLY": {"BYYEARDAY", "BYWEEKNO", "BYMONTHDAY"},
    "MONTHLY": {"BYYEARDAY", "BYWEEKNO"},
    "YEARLY": set(),
}
_UNREAD = "a rule of repetition as RFC 5545 has it"


def read_rule(text: str, start: datetime, *, whole_days: bool) -> RecurrenceRule:
    """
    Return the rule that the value of an RRULE states; `Unreadable` if it says anything that cannot be followed exactly.

    In a series of whole days, an end in UTC means that day in England's time.

    Examples
    --------
    >>> read_rule("FREQ=WEEKLY;UNTIL=20270413", datetime(2027, 3, 30, 9), whole_days=False).last_day
    datetime.date(2027, 4, 13)
    """
    parts = _parts(text)
    frequency = parts.pop("FREQ", "")
    if frequency in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise Unreadable("a repetition by the day, week, month or year")
    if frequency not in _FREQUENCIES or _NOT_WITH[frequency] & parts.keys() or {"COUNT", "UNTIL"} <= parts.keys():
        raise Unreadable(_UNREAD)
    found: dict[str, Any] = {}
    for name, value in parts.items():
        if name == "UNTIL":
            found |= _end(value, whole_days=whole_days)
        elif name == "BYDAY":
            found["weekdays"] = tuple(_nth(each, frequency, parts) for each in value.split(","))
        else:
            found |= _other(name, value)
    times = len(found.get("hours", "1")) * len(found.get("minutes", "1")) * len(found.get("seconds", "1"))
    if times > _MOST_TIMES:
        raise Unreadable(f"a repetition of at most {_MOST_TIMES} times a day")
    return _filled(RecurrenceRule(start, frequency, **found))


def _other(name: str, value: str) -> Mapping[str, object]:
    """Return the meaning of a part that means the same in every rule."""
    if name == "INTERVAL":
        return {"interval": _number(value, 1, 1_000_000)}
    if name == "COUNT":
        return {"count": _count(value)}
    if name == "WKST":
        return {"week_start": _weekday(value)}
    if name not in _NUMBERS:
        raise Unreadable(_UNREAD)
    key, least, most = _NUMBERS[name]
    return {key: tuple(_number(each, least, most) for each in value.split(","))}


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, equals, value = (each.strip() for each in part.partition("="))
        if part.strip() and (not equals or not value or name in parts):
            raise Unreadable(_UNREAD)
        if part.strip():
            parts[name] = value
    return parts


def _filled(rule: RecurrenceRule) -> RecurrenceRule:
    """Return a rule with the days filled in from its start, if its parts do not state them."""
    start = rule.start
    if rule.weekdays or rule.month_days or rule.year_days or rule.frequency == "DAILY":
        return rule
    if rule.frequency == "WEEKLY" or rule.weeks:
        return replace(rule, weekdays=((0, start.weekday()),))
    if rule.frequency == "YEARLY" and not rule.months:
        rule = replace(rule, months=(start.month,))
    return replace(rule, month_days=(start.day,))


def _number(text: str, least: int, most: int) -> int:
    digits = text.strip().removeprefix("+")
    if not digits.isascii() or not digits.removeprefix("-").isdecimal() or len(digits) > len("-1000000"):
        raise Unreadable(_UNREAD)
    number = int(digits)
    if not least <= number <= most or (number == 0 and least < 0):
        raise Unreadable(_UNREAD)
    return number


def _count(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text[:9]) > _MOST_REPEATS:
        raise Unreadable(f"a repetition of at most {_MOST_REPEATS:,} times")
    return _number(text, 1, _MOST_REPEATS)


def _end(text: str, *, whole_days: bool) -> Mapping[str, object]:
    """Return the last day or moment: a day, or a time without a zone, includes the whole of that day."""
    end = read_when(text)
    if not isinstance(end, Clock):
        return {"last_day": end}
    if not end.in_utc:
        return {"last_day": end.wall.date()}
    return {"last_day": day_in_england(end.wall)} if whole_days else {"until": end.wall}


def _weekday(text: str) -> int:
    if text.strip() not in _DAYS:
        raise Unreadable(_UNREAD)
    return _DAYS.index(text.strip())


def _nth(text: str, frequency: str, parts: Mapping[str, str]) -> tuple[int, int]:
    """Return which one in the period, and which day of the week."""
    place, day = text.strip()[:-2], text.strip()[-2:]
    if not place:
        return 0, _weekday(day)
    if frequency not in {"MONTHLY", "YEARLY"} or "BYWEEKNO" in parts:
        raise Unreadable(_UNREAD)
    return _number(place, -53, 53), _weekday(day)
