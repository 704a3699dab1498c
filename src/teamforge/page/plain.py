"""Values as JSON has them: one way for every answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    import pandas as pd

Key = str | tuple[str, str]
"""A key and the attribute it stands for, such as ``("start", "team.start")``; one word where the two are the same."""


class Plain:
    """
    A dataclass that can be written as JSON.

    Its keys are its fields in their order, unless it lists others.
    """

    __slots__ = ()
    _KEYS: ClassVar[tuple[Key, ...]] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return {key: plain(attrgetter(name)(self)) for key, name in keys_of(type(self))}


def keys_of(cls: type) -> Iterator[tuple[str, str]]:
    """Yield the keys of a dataclass, each with the attribute it stands for."""
    listed = getattr(cls, "_KEYS", ()) or tuple(field.name for field in fields(cls))
    yield from ((key, key) if isinstance(key, str) else key for key in listed)


def plain(value: object) -> Any:  # noqa: ANN401 -- whatever JSON can hold
    """
    Return a value as JSON has it.

    Examples
    --------
    >>> plain({"day": date(2027, 4, 13), "seats": ("vcs",)})
    {'day': '2027-04-13', 'seats': ['vcs']}
    """
    written: Any = value
    match value:
        case Plain():
            written = value.to_dict()
        case Enum():
            written = value.value
        case None | bool() | int() | float() | str():
            pass
        case date():
            written = value.isoformat()
        case tuple() if hasattr(value, "_asdict"):
            written = plain(value._asdict())
        case Mapping():
            written = {str(key): plain(each) for key, each in value.items()}
        case Iterable():
            written = [plain(each) for each in value]
        case _ if is_dataclass(value):
            written = {key: plain(getattr(value, name)) for key, name in keys_of(type(value))}
        case _:
            raise TypeError(f"{type(value).__name__} has no plain form")
    return written


def frame(rows: Iterable[Plain], columns: Sequence[str], *, may_miss: Collection[str] = ()) -> pd.DataFrame:
    """Return some keys of each row as a data frame; `may_miss` are whole numbers that a row may lack."""
    import pandas as pd  # noqa: PLC0415 -- slow to import

    found = pd.DataFrame([each.to_dict() for each in rows], columns=list(columns))
    return found.astype(dict.fromkeys(may_miss, "Int64"))
