"""
How each kind of cell is read: a text gives a value, or a statement of what was expected instead.

A reader sees a trimmed text that is not blank; the column decides what a blank means (`teamforge.pool.schema`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from teamforge.errors import close_match
from teamforge.spec.dates import parse_day
from teamforge.spec.vocabulary import fold, fold_attribute, is_error_text

T = TypeVar("T")

MOST = 1_000_000
"""The largest count that a cell may hold: no real count comes near it, and sums stay exact."""
_LONGEST_SHOWN = 60
_WHOLE = re.compile(r"([+-]?\d{1,19})(?:\.0*)?", re.ASCII)
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Reader(Generic[T]):
    """
    How one kind of cell is read.

    Parameters
    ----------
    read
        Returns the value of a text; None if the text is not what was expected.
    expected
        What a cell should hold, in words.
    mend
        Returns what to do about a text that is not as expected.
    shown
        Whether a fault may show the text.
    words
        The only words that a cell may hold; empty if it may hold others.
    bounds
        The smallest and the largest whole number that a cell may hold; None if it holds something else.

    Examples
    --------
    >>> level = whole(0, 4)
    >>> level.read("3.0"), level.read("5"), level.expected
    (3, None, 'a whole number from 0 to 4')
    """

    read: Callable[[str], T | None]
    expected: str
    mend: Callable[[str], str]
    shown: bool = True
    words: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None


def whole(least: int, most: int = MOST) -> Reader[int]:
    """Return a reader of whole numbers from `least` to `most`; it drops a trailing ``.0``."""

    def read(text: str) -> int | None:
        found = _WHOLE.fullmatch(text)
        number = int(found[1]) if found else None
        return number if number is not None and least <= number <= most else None

    expected = f"a whole number from {least:,} to {most:,}"
    return Reader(read, expected, lambda _: "correct the number", bounds=(least, most))


def one_of(words: Sequence[str]) -> Reader[str]:
    """
    Return a reader of a closed vocabulary.

    Examples
    --------
    >>> status = one_of(("done", "cancelled"))
    >>> status.read(" Done"), status.read("canceled"), status.mend("canceled")
    ('done', None, "did you mean 'cancelled'?")
    """
    known = frozenset(words)

    def read(text: str) -> str | None:
        word = fold(text)
        return word if word in known else None

    return Reader(read, f"one of {', '.join(words)}", lambda text: close_match(fold(text), words), words=tuple(words))


def _several(text: str, comparable: Callable[[str], str]) -> tuple[str, ...]:
    """Return the values of a cell that may hold several, in order and without repeats."""
    return tuple(dict.fromkeys(word for part in text.split(";") if (word := comparable(part))))


def _mend_date(text: str) -> str:
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2}", text, re.ASCII):
        return "write the year with four digits"
    if re.fullmatch(r"\d{5}(\.\d+)?", text, re.ASCII):
        return "format the cell as a date"
    if re.search(r"\d:\d\d", text):
        return "leave out the time of day"
    return "write the date as year-month-day"


def shown(text: str) -> str:
    """Return a text as a fault shows it."""
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


IDENTITY: Reader[str] = Reader(
    lambda text: None if is_error_text(text) else text,
    "an id",
    lambda text: "correct the formula that gives this error" if is_error_text(text) else "give it an id",
)
WORD: Reader[str] = Reader(fold, "a word", lambda _: "", shown=False)
PRIVATE_TEXT: Reader[str] = Reader(lambda text: text, "a text", lambda _: "", shown=False)
ROLES: Reader[tuple[str, ...]] = Reader(
    lambda text: _several(text, fold) or None,
    "role types, separated by semicolons",
    lambda _: "say what the peer is trained for",
    shown=False,
)
ATTRIBUTE: Reader[tuple[str, ...]] = Reader(
    lambda text: _several(text, fold_attribute), "text", lambda _: "", shown=False
)
BOOLEAN: Reader[bool] = Reader(
    lambda text: _BOOLEANS.get(fold_attribute(text)),
    "true or false, yes or no, 1 or 0",
    lambda text: close_match(fold(text), list(_BOOLEANS)) or "write yes or no",
    words=("yes", "no"),
)
DATE: Reader[int] = Reader(parse_day, "a date such as 2027-01-31 or 31/01/2027", _mend_date)
