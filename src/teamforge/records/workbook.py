"""A record in a workbook: a hidden sheet holds it in pieces, because a cell takes at most 32,767 characters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from teamforge.errors import Fault, InputError
from teamforge.tables.source import read_path

KEPT = "kept"
"""The hidden sheet: one row per piece, in the columns `part` (from 1) and `text`."""
_PIECE = 30_000
_SPACE = "\\u0020"


def pieces_of(record: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    r"""
    Yield the pieces of a record, numbered from 1.

    Joined, they are its JSON, in ASCII and without spaces: spreadsheets trim cells, and programs differ in how they
    store other characters.

    Examples
    --------
    >>> list(pieces_of({"version": "0.1 é"}))
    [(1, '{"version":"0.1\\u0020\\u00e9"}')]
    """
    text = json.dumps(record, separators=(",", ":")).replace(" ", _SPACE)
    for part, start in enumerate(range(0, len(text), _PIECE), start=1):
        yield part, text[start : start + _PIECE]


def text_of(path: Path) -> str:
    """
    Return the JSON of the record in a workbook.

    Raises
    ------
    InputError
        If the workbook has no record, or a piece is missing.
    """
    source = read_path(path, (KEPT,))
    mend = "give a team.xlsx that `teamforge compose --out` wrote, with all its sheets"
    if source.faults:
        raise InputError(source.faults)
    table = source.tables.get(KEPT)
    if table is None or not {"part", "text"} <= table.columns.keys():
        raise InputError([Fault(KEPT, None, None, path.name, "the hidden sheet with the record", mend)])
    rows = {table.columns["part"].text(row): table.columns["text"].text(row) for row in range(len(table))}
    parts = [str(part) for part in range(1, len(rows) + 1)]
    if not rows or rows.keys() != set(parts) or len(rows) != len(table):
        raise InputError([Fault(KEPT, None, "part", None, "every piece of the record, once", mend)])
    return "".join(rows[part] for part in parts)
