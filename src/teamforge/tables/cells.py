"""One typed cell of a workbook, Parquet file or data frame as the text that a CSV file would hold."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from decimal import Decimal
from math import isnan

import numpy as np

_EXACT = 2**53
"""Up to this size, a whole number stored as a float is exactly the number that was meant."""
_SHORT_BITS = 256


def as_text(value: object) -> str:
    """
    Return the text of a cell: whole numbers without ``.0``, dates in ISO 8601, empty if missing.

    A midnight timestamp is a date; any other keeps its time, and is not a date. Semicolons separate a list's values.

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


def _one(value: object) -> str:  # noqa: PLR0911 -- one line per type
    if isinstance(value, str):
        return (
            value if value.isascii() else value.encode("utf-8", "replace").decode()
        )  # half a surrogate pair is not text
    if isinstance(value, np.datetime64):
        import pandas as pd  # noqa: PLC0415 -- slow to import, and a file holds no such cell

        value = pd.Timestamp(value)
    elif isinstance(value, np.generic):
        value = value.item()
    if _is_missing(value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _SHORT_BITS else hex(value)  # str() refuses thousands of digits
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, datetime):
        nanosecond = getattr(value, "nanosecond", 0)  # of pandas' own
        return value.isoformat(sep=" ") if nanosecond or value.time() != time.min else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else _one(str(value))


def _is_missing(value: object) -> bool:
    """Return whether a value is None or missing as pandas has it, which is only there if pandas is."""
    pandas = sys.modules.get("pandas")
    return value is None or (pandas is not None and (value is pandas.NA or value is pandas.NaT))


def _number(value: float | Decimal) -> str:
    if value.is_nan() if isinstance(value, Decimal) else isnan(value):
        return ""
    is_whole = -_EXACT < value < _EXACT and value == int(value)
    return str(int(value)) if is_whole else str(value)
