"""From pydantic's errors to faults: our own words, every fault at once, and never a private text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from teamforge.errors import Fault, close_match

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

T = TypeVar("T")
Path = tuple[str | int, ...]

_LONGEST = 60
_SAFE_BITS = 256
_BARE_KEY = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Flaw:
    """
    A fault of the challenge before its place in the challenge is known.

    Parameters
    ----------
    expected, mend
        As in `Fault`.
    value
        What was found; None if it may be private.
    path
        The path from the place that found it: keys, and positions in lists from 0.

    Examples
    --------
    >>> print(Flaw("a whole number from 1 to 5", value="7", path=("days",)).at("on_site").fault())
    challenge, field on_site.days: found '7', expected a whole number from 1 to 5
    """

    expected: str
    mend: str = ""
    value: str | None = None
    path: Path = ()

    def at(self, *path: str | int) -> Flaw:
        """Return the same flaw as seen from an outer level."""
        return replace(self, path=(*path, *self.path))

    def fault(self) -> Fault:
        """Return the fault, its path in words such as ``seats[2].accepts.chief_executive``."""
        return Fault("challenge", None, in_words(self.path) or None, shown(self.value), self.expected, self.mend)


class FlawedError(ValueError):
    """Carries flaws through pydantic, which reports any `ValueError` of a validator."""

    def __init__(self, *flaws: Flaw) -> None:
        self.flaws = flaws
        super().__init__("; ".join(f"{in_words(flaw.path) or 'value'}: expected {flaw.expected}" for flaw in flaws))


def gather(
    handler: Callable[[Any], T],
    value: object,
    others: Sequence[Flaw] = (),
    fields: Mapping[str, FieldInfo] | None = None,
) -> T:
    """
    Return what `handler` reads from `value`, or raise everything it finds wrong together with `others`.

    Pydantic stops at the first validator that fails. This puts the findings of one level, whose `fields` are known if
    it is a table, and of the levels below into one error.
    """
    # Raised outside the except clause: the error would otherwise keep pydantic's, and with it the private texts.
    found: list[Flaw] = []
    try:
        read = handler(value)
    except ValidationError as error:
        found = list(_flaws_of(error, fields or {}))
    else:
        if not others:
            return read
    raise FlawedError(*found, *others)


def shown(value: object) -> str | None:
    """
    Return a value as a fault shows it; None unless it is a single short value.

    Examples
    --------
    >>> shown(True), shown(7.5), shown(date(2027, 1, 11)), shown([1])
    ('true', '7.5', '2027-01-11', None)
    """
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _SAFE_BITS else None  # str() refuses thousands of digits
    return str(value) if isinstance(value, float | date) else None


def _flaws_of(error: ValidationError, fields: Mapping[str, FieldInfo]) -> Iterator[Flaw]:
    for item in error.errors(include_url=False, include_input=False):
        path = item["loc"]
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, FlawedError):
            yield from (flaw.at(*path) for flaw in cause.flaws)
        elif item["type"] == "missing":
            name = str(path[-1])
            yield Flaw("this field, which is required", f"add {name}: {fields[name].description}", path=path)
        elif item["type"] == "extra_forbidden":
            name = str(path[-1])
            yield Flaw(f"one of {', '.join(fields)}", close_match(name, list(fields)), shown(name), path)
        else:
            yield Flaw("another kind of value", path=path)


def in_words(path: Path) -> str:
    """
    Return a path as a fault names it.

    Examples
    --------
    >>> in_words(("seats", 2, "accepts", "chief_executive"))
    'seats[2].accepts.chief_executive'
    """
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part}]"
        else:
            key = shown(part) or ""
            words += f".{key if _BARE_KEY.fullmatch(key) else json.dumps(key)}"
    return words.removeprefix(".")
