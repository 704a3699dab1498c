"""One typed cell of a workbook, Parquet file or data frame as the text that a CSV file would hold."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import numpy as np
import pandas as pd

__all__ = ["as_text"]

_EXACT = 2**53
"""Up to here a float that is a whole number is the number that was meant."""
_SHORT_BITS = 256


def as_text(value: object) -> str:
    """
    Return the text of a cell: whole numbers without ``.0``, dates in ISO 8601, empty where it is missing.

    A midnight timestamp is a date; any other keeps its time, and is no date. The values of a list are separated by
    semicolons.

    Examples
    --------
    >>> [as_text(cell) for cell in (7.0, True, datetime(2027, 1, 31), date(2027, 1, 31), None, float("inf"), ["a", 1])]
    ['7', 'true', '2027-01-31', '2027-01-31', '', 'inf', 'a; 1']
    """
    if isinstance(value, list | tuple | np.ndarray):
        return "; ".join(_one(part) for part in value)
    if isinstance(value, set | frozenset):
        return "; ".join(sorted(_one(part) for part in value))
    return _one(value)


def _one(value: object) -> str:  # noqa: PLR0911 -- a line a type
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    elif isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _SHORT_BITS else hex(value)  # str() refuses thousands of digits
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, datetime):
        is_midnight = value.time() == time.min and getattr(value, "nanosecond", 0) == 0
        return value.date().isoformat() if is_midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    text = str(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text


def _number(value: float | Decimal) -> str:
    if value != value:  # noqa: PLR0124 -- only what is no number differs from itself
        return ""
    return str(int(value)) if abs(value) < _EXACT and value == int(value) else str(value)
