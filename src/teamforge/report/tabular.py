"""Rows as CSV for spreadsheets, and plain values as JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from teamforge.spec.vocabulary import is_unicode

Row = tuple[str | int | None, ...]
"""The cells of one row."""
Rows = tuple[tuple[str, ...], list[Row]]
"""The names of the columns, and the rows."""

_FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")
"""Characters that a spreadsheet takes for the start of a formula, or drops before one."""


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> str:
    r"""
    Return rows as CSV: a header, text that no spreadsheet takes for a formula, and numbers as numbers.

    Examples
    --------
    >>> to_csv(["peer_id", "points"], [("P1", -20), ("=cmd|' /C calc'!A1", 5)])
    "peer_id,points\nP1,-20\n'=cmd|' /C calc'!A1,5\n"
    """
    written = io.StringIO()
    plain = csv.writer(written, lineterminator="\n")
    quoted = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    for row in (columns, *rows):
        cells = [guarded(cell) if isinstance(cell, str) else cell for cell in row]
        # A carriage return ends a row for readers, and Python's writer does not quote it.
        bare = any(isinstance(cell, str) and "\r" in cell for cell in cells)
        (quoted if bare else plain).writerow(cells)
    return written.getvalue()


def guarded(text: str) -> str:
    """
    Return a text with a ``'`` before it if a spreadsheet would read it as a formula, with or without leading blanks.

    Examples
    --------
    >>> guarded("@SUM(A1)"), guarded("P-1"), guarded(" =1")
    ("'@SUM(A1)", 'P-1', "' =1")
    """
    return f"'{text}" if text[:1] in _FORMULA or text.lstrip()[:1] in _FORMULA else text


def to_json(value: object, *, ascii_only: bool = False) -> str:
    """
    Return plain values as JSON that every parser reads: no NaN, and a line feed at the end.

    With `ascii_only` everything else is escaped, for an encoding that cannot be trusted with it.
    """
    text = json.dumps(value, allow_nan=False, ensure_ascii=ascii_only, indent=2)
    # Half of a surrogate pair is not text in any encoding; JSON can only escape it.
    return (text if text.isascii() or is_unicode(text) else json.dumps(value, allow_nan=False, indent=2)) + "\n"
