"""The headings of a poll, read as days in the forms that people and polling tools write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from teamforge.spec.dates import day_number, parse_day
from teamforge.spec.vocabulary import fold_heading
from teamforge.tables.calendars.values import day_in_england, later

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_DAYS = ("day", "sday", "nesday", "rsday", "day", "urday", "day")
_MONTH = "|".join(f"{short}(?:{rest})?" for short, rest in zip(_MONTHS, _FULL_MONTHS, strict=True)) + "|sept"
_WEEKDAY = "|".join(f"{short}(?:{rest})?" for short, rest in zip(_DAYS, _FULL_DAYS, strict=True)) + "|tues|thur|thurs"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_GAP = r"[ ,.-]+"
_IN_WORDS = [
    re.compile(rf"(?:(?P<weekday>{_WEEKDAY}){_GAP})?{rest}", re.ASCII)
    for rest in (
        rf"{_NUMBER}{_GAP}(?:of )?(?P<month>{_MONTH}){_GAP}(?P<year>\d{{4}})",
        rf"(?P<month>{_MONTH}){_GAP}{_NUMBER}{_GAP}(?P<year>\d{{4}})",
    )
]
_MIDNIGHT = re.compile(r"[ ,]+(?:0?0:00(?::00)?|12:00(?::00)? ?am)", re.ASCII)
_STAMP = r"(\d{4}-\d{2}-\d{2})[t ](\d{2}:\d{2})(?::00(?:\.0+)?)?"
_OF_ZONE = re.compile(rf"{_STAMP}(?:z|[+-]\d{{2}}:\d{{2}})", re.ASCII)
_INTERVAL = re.compile(rf"{_STAMP}z ?[-/–] ?{_STAMP}z", re.ASCII)
_OF_GRID = re.compile(r".*\[([^][]*)\]")
_DAY_FIRST = re.compile(r"(?:.*\[)?(\d{1,2})/(\d{1,2})/\d{4}\b", re.ASCII)
_BETWEEN = re.compile(r"[;,\n]")
_MOST_MONTHS = 12
_MOMENT = timedelta(microseconds=1)


def day_of_heading(name: str) -> int | None:
    """
    Return the day number that a heading stands for; None if it is not a day.

    Parameters
    ----------
    name
        The heading, in lower case.

    Notes
    -----
    It accepts a date as everywhere else; a date with an English month name and a four-digit year, whose weekday, if
    it has one, must be right; a timestamp of midnight with a zone; an interval in UTC that is one whole day in
    England's time, or in UTC, as Nextcloud writes it; and any of these in brackets behind a question, as Google Forms
    writes the rows of a grid.

    Examples
    --------
    >>> len({day_of_heading(each) for each in ("2027-04-13t00:00", "tue 13 apr 2027", "tuesday, april 13, 2027")})
    1
    >>> day_of_heading("mon 13 apr 2027") is None
    True
    """
    text = " ".join(name.split())
    if found := _OF_GRID.fullmatch(text):
        text = found[1].strip()
    day = parse_day(text)
    if day is None and (found := _INTERVAL.fullmatch(text)):
        return _whole_day(found.groups())
    if day is None and (found := _OF_ZONE.fullmatch(text)) and found[2] == "00:00":
        return parse_day(found[1])
    return _in_words(_MIDNIGHT.sub("", text)) if day is None else day


def _in_words(text: str) -> int | None:
    for form in _IN_WORDS:
        if found := form.fullmatch(text):
            try:
                day = date(int(found["year"]), _MONTHS.index(found["month"][:3]) + 1, int(found["day"]))
            except ValueError:
                return None
            weekday = found["weekday"]
            return day_number(day) if weekday is None or _DAYS[day.weekday()] == weekday[:3] else None
    return None


def _whole_day(parts: Sequence[str]) -> int | None:
    """Return the day that an interval in UTC covers exactly, in England's time or in UTC; None if it covers none."""
    try:
        start, end = (datetime.fromisoformat(f"{day}T{clock}") for day, clock in (parts[:2], parts[2:]))
    except ValueError:
        return None
    if start.time() == end.time() and parts[1] == "00:00" and end - start == timedelta(days=1):
        return day_number(start.date())
    around = (later(start, -_MOMENT), start, later(end, -_MOMENT), end)
    before, first, last, after = (day_number(day_in_england(moment)) for moment in around)
    return first if (before, last, after) == (first - 1, first, first + 1) else None


def is_like_a_date(name: str) -> bool:
    """Return whether a heading that is not a date may be meant as one."""
    return any(letter.isdigit() for letter in name)


def mend_heading(name: str) -> str:
    """Return how to correct a heading that is meant as a date and is not one."""
    if re.search(r"\d:\d\d", name):
        return "ask for whole days, and leave out the time of day"
    if re.search(r"\d{4}", name):
        return "correct the heading, or delete the column"
    return "write the year with four digits, or delete the column"


def holds_days(texts: Sequence[str]) -> bool:
    """Return whether every text of a column is a list of days, as forms write what was ticked."""
    return bool(texts) and all(_is_list_of_days(fold_heading(text)) for text in texts)


def _is_list_of_days(text: str) -> bool:
    parts = [part.strip() for part in _BETWEEN.split(text)]
    days = [day_of_heading(part) is not None for part in parts]
    return any(days) and all(day or not part or part.startswith(_DAYS) for day, part in zip(days, parts, strict=True))


def could_be_month_first(names: Sequence[str]) -> bool:
    """Return whether some headings are like 03/04/2027 and none shows which number is the day."""
    pairs = [(int(found[1]), int(found[2])) for name in names if (found := _DAY_FIRST.match(name))]
    return any(day != month for day, month in pairs) and all(day <= _MOST_MONTHS for day, _ in pairs)
