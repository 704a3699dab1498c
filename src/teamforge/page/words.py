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
    last = f"{_DAYS[end.weekday()]} {end.day} {_MONTHS[end.month - 1]} {end.year}"
    if start == end:
        return last
    first = f"{_DAYS[start.weekday()]} {start.day}"
    if (start.year, start.month) != (end.year, end.month):
        first += f" {_MONTHS[start.month - 1]}"
    if start.year != end.year:
        first += f" {start.year}"
    return f"{first} to {last}"
