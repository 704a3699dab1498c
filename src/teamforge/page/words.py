"""Numbers, dates and cells as people read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from teamforge.page.model import Cell

MOST_LISTED = 6
"""The most seats that a sentence lists; of more, the first are named and the others counted."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_DAY = r"\d{4}-\d\d-\d\d"
_SPANS = re.compile(rf"(?<![\w.-])(?:({_DAY})(?:(…)({_DAY})?)?|…({_DAY}))(?![\w-])", re.ASCII)

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    r"""
    Return a line of text with control characters and invisible characters written out as escapes.

    Control characters could rewrite a terminal, and marks of direction could make one id look like another.

    Examples
    --------
    >>> print(visible("P1\x1b[2J\u202e"))
    P1\x1b[2J\u202e
    """
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def lines_of(cell: Cell) -> tuple[str, ...]:
    """
    Return a cell as lines of text that are safe to show.

    Examples
    --------
    >>> lines_of(12345), lines_of(None), lines_of(("a", "b"))
    (('12,345',), ('',), ('a', 'b'))
    """
    if isinstance(cell, tuple):
        return tuple(visible(line) for line in cell)
    if isinstance(cell, int):
        return (f"{cell:,}",)
    return (visible(cell or ""),)


def counted(count: int, one: str, many: str | None = None) -> str:
    """
    Return a number with its noun.

    Examples
    --------
    >>> counted(1, "peer"), counted(2200, "peer"), counted(0, "availability row")
    ('1 peer', '2,200 peers', '0 availability rows')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[str], most: int | None = None) -> str:
    """
    Return words as a list in a sentence.

    Parameters
    ----------
    words
        One word or more.
    most
        The longest list to give in full; of a longer one, the first few are named and the others counted. None for no
        limit.

    Examples
    --------
    >>> listed(["prevention"]), listed(["housing", "finance", "care"]), listed("abcdefghij", most=6)
    ('prevention', 'housing, finance and care', 'a, b, c and 7 more')
    """
    if most is not None and len(words) > most:
        first = most // 2
        words = [*words[:first], f"{len(words) - first} more"]
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def days_in_words(start: date, end: date) -> str:
    """
    Return the days of a window in words, in English whatever the locale.

    Examples
    --------
    >>> days_in_words(date(2027, 4, 13), date(2027, 4, 15))
    'Tuesday 13 to Thursday 15 April 2027'
    >>> days_in_words(date(2027, 3, 30), date(2027, 4, 1)), days_in_words(date(2027, 4, 1), date(2027, 4, 1))
    ('Tuesday 30 March to Thursday 1 April 2027', 'Thursday 1 April 2027')
    """
    last = f"{_DAYS[end.weekday()]} {day_in_words(end)}"
    if start == end:
        return last
    first = f"{_DAYS[start.weekday()]} {start.day}"
    if (start.year, start.month) != (end.year, end.month):
        first += f" {_MONTHS[start.month - 1]}"
    if start.year != end.year:
        first += f" {start.year}"
    return f"{first} to {last}"


def day_in_words(day: date) -> str:
    """
    Return a day in words, without its weekday.

    Examples
    --------
    >>> day_in_words(date(2027, 4, 13))
    '13 April 2027'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def span_in_words(start: date | None, end: date | None) -> str:
    """
    Return how long something held, in words.

    Parameters
    ----------
    start, end
        The first and the last day; None for one that is unknown. One of them is known.

    Examples
    --------
    >>> span_in_words(date(2019, 4, 1), date(2022, 6, 30)), span_in_words(date(2025, 3, 10), date(2025, 3, 10))
    ('1 April 2019 to 30 June 2022', '10 March 2025')
    >>> span_in_words(date(2016, 1, 1), None), span_in_words(None, date(2016, 1, 1))
    ('from 1 January 2016', 'until 1 January 2016')
    """
    if start is not None and end is not None:
        last = day_in_words(end)
        return last if start == end else f"{day_in_words(start)} to {last}"
    return f"from {day_in_words(start)}" if start else f"until {day_in_words(end)}" if end else ""


def dates_in_words(text: str) -> str:
    """
    Return a sentence with the dates in it in words; what only looks like a date stays.

    Examples
    --------
    >>> dates_in_words("P12 — governance, 2019-04-01…2022-06-30 — NHS X; declared on 2025-10-15; 2027-13-01")
    'P12 — governance, 1 April 2019 to 30 June 2022 — NHS X; declared on 15 October 2025; 2027-13-01'
    """

    def words(found: re.Match[str]) -> str:
        first, until, last, only_last = found.groups()
        try:
            start = date.fromisoformat(first) if first else None
            end = date.fromisoformat(last or only_last) if last or only_last else None
        except ValueError:
            return found[0]
        return span_in_words(start, end if until or only_last else start)

    return _SPANS.sub(words, text)
