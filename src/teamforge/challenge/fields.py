"""The kinds of single value in a challenge: each reads what SPEC.md lets people write, or says what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from numbers import Integral
from typing import TYPE_CHECKING, Annotated, Any, get_args

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema

from teamforge.challenge.flaws import Flaw, FlawedError, shown
from teamforge.errors import close_match
from teamforge.spec.dates import NEAR_YEARS, as_day
from teamforge.spec.vocabulary import fold, fold_heading, is_error_text

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_MOST_BITS = 64
_A_DAY = "a date such as 2027-01-31 or 31/01/2027"
_ISO = r"\d{4}-\d{2}-\d{2}"
_DAY_FIRST = r"\d{1,2}/\d{1,2}/\d{4}"
_MIDNIGHT = r"[T ]00:00(:00(\.0+)?)?"


def trimmed(value: object) -> str | None:
    """Return a text without the space around it; None if it is not text, or is blank."""
    return value.strip() or None if isinstance(value, str) else None


def whole_number(value: object) -> int | None:
    """
    Return the whole number that a value means; None if there is none, or it has more than 64 bits.

    Examples
    --------
    >>> whole_number(7.0), whole_number(7.5), whole_number(True), whole_number("7")
    (7, None, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral) or (isinstance(value, float) and value.is_integer()):
        number = int(value)
        return number if number.bit_length() <= _MOST_BITS else None  # Python refuses to print thousands of digits
    return None


def flag(value: object) -> bool | None:
    """
    Return the boolean that a value means; None if it means neither.

    Examples
    --------
    >>> flag("Yes"), flag(0), flag("maybe") is None
    (True, False, True)
    """
    if isinstance(value, bool | np.bool_):
        return bool(value)
    word = fold(value) if isinstance(value, str) else str(whole_number(value)) if whole_number(value) in {0, 1} else ""
    return True if word in _TRUE else False if word in _FALSE else None


def _read_id(value: object) -> str:
    text = trimmed(value)
    if text is None:
        mend = "" if isinstance(value, str) else "write it in quotes"
        raise FlawedError(Flaw("an id, as text that is not blank", mend, shown(value)))
    if is_error_text(text):
        raise FlawedError(Flaw("an id", "correct the formula that gives this error", shown(value)))
    return text


def _read_word(value: object) -> str:
    text = trimmed(value)
    if text is None:
        raise FlawedError(Flaw("a word, as text that is not blank", value=shown(value)))
    return fold(text)


def _read_heading(value: object) -> str:
    return fold_heading(_read_word(value))


def _read_private(value: object) -> str:
    text = trimmed(value)
    if text is None:
        raise FlawedError(Flaw("text that is not blank"))
    return text


def _read_title(value: object) -> str | None:
    if not isinstance(value, str):
        raise FlawedError(Flaw("text"))
    return trimmed(value)


def _read_day(value: object) -> date:
    day = as_day(value)
    if day is None:
        raise FlawedError(Flaw(_A_DAY, value=shown(value)))
    return day


def _read_near_day(value: object) -> date:
    day = _read_day(value)
    if day.year not in NEAR_YEARS:
        raise FlawedError(Flaw(f"a date from {NEAR_YEARS[0]} to {NEAR_YEARS[-1]}", "correct the year", shown(value)))
    return day


def _read_flag(value: object) -> bool:
    truth = flag(value)
    if truth is None:
        raise FlawedError(Flaw("true or false", value=shown(value)))
    return truth


def _read_attribute_value(value: object) -> str:
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    if (number := whole_number(value)) is not None:
        return str(number)
    if isinstance(value, date):
        return str(as_day(value) or value)
    text = trimmed(str(value) if isinstance(value, float) else value)
    if text is None:
        # Never shown: it may be a political group.
        raise FlawedError(Flaw("a text, number, boolean or date that is not blank", "or leave it out"))
    return text


_DAY_SCHEMA = WithJsonSchema(
    {
        "type": "string",
        "anyOf": [
            {"format": "date", "pattern": f"^{_ISO}$"},
            {"pattern": rf"^\s*({_ISO}{_MIDNIGHT}|{_DAY_FIRST}({_MIDNIGHT})?)\s*$"},
        ],
    }
)

Id = Annotated[str, BeforeValidator(_read_id), WithJsonSchema({"type": "string", "pattern": r"\S"})]
"""An id: trimmed, compared exactly, not blank."""
Word = Annotated[str, BeforeValidator(_read_word), WithJsonSchema({"type": "string", "pattern": r"\S"})]
"""A word of an open vocabulary: folded, not blank."""
Heading = Annotated[str, BeforeValidator(_read_heading), WithJsonSchema({"type": "string", "pattern": r"\S"})]
"""The name of a column of `peers`: folded like a heading, not blank."""
PrivateText = Annotated[str, BeforeValidator(_read_private), WithJsonSchema({"type": "string", "pattern": r"\S"})]
"""Free text that no fault shows."""
Title = Annotated[str | None, BeforeValidator(_read_title), WithJsonSchema({"type": "string"})]
"""Free text that no fault shows; None if it is blank."""
Day = Annotated[date, BeforeValidator(_read_day), _DAY_SCHEMA]
"""A date in any of the forms that SPEC.md allows."""
NearDay = Annotated[date, BeforeValidator(_read_near_day), _DAY_SCHEMA]
"""A date that other dates are counted from."""
Flag = Annotated[
    bool,
    BeforeValidator(_read_flag),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": [*_TRUE, *_FALSE, 1, 0]}]}),
]
"""A boolean, or one of the words for one in SPEC.md."""
AttributeValue = Annotated[
    str, BeforeValidator(_read_attribute_value), WithJsonSchema({"type": ["string", "number", "boolean"]})
]
"""What a team rule compares an attribute with: kept as text."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in a range: ``Annotated[int, Whole(1, 5)]``. 7.0 is one, a boolean is not."""

    low: int
    high: int

    def __get_pydantic_core_schema__(self, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema that pydantic reads the number with."""
        return handler.generate_schema(Annotated[int, Field(ge=self.low, le=self.high), BeforeValidator(self._read)])

    def _read(self, value: object) -> int:
        number = whole_number(value)
        if number is None or not self.low <= number <= self.high:
            mend = "write it without quotes" if isinstance(value, str) and value.strip().isdecimal() else ""
            raise FlawedError(Flaw(f"a whole number from {self.low:,} to {self.high:,}", mend, shown(value)))
        return number


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word of a closed vocabulary, folded: ``Annotated[str, OneOf(PRESETS)]``, or the words of a `Literal`."""

    words: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 -- any annotation
        """Return the schema that pydantic reads the word with."""
        words = self.words or get_args(source)

        def read(value: object) -> str:
            word = fold(value) if isinstance(value, str) else None
            if word not in words:
                raise FlawedError(Flaw(f"one of {', '.join(words)}", close_match(word or "", words), shown(value)))
            return str(word)

        schema = WithJsonSchema({"type": "string", "enum": list(words)})
        return handler.generate_schema(Annotated[str, BeforeValidator(read), schema])
