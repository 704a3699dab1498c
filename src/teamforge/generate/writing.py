"""Tables of text as CSV files, a million rows in seconds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from teamforge.tables import Text, TextTable

__all__ = ["csv_of"]

_AT_ONCE = 100_000


def csv_of(table: TextTable) -> Iterator[bytes]:
    r"""
    Yield a table as CSV in UTF-8, in pieces.

    Examples
    --------
    >>> table = TextTable("peers", {"peer_id": Text.of_cells(["P1", "P,2"])}, np.array([2, 3]))
    >>> b"".join(csv_of(table))
    b'peer_id\nP1\n"P,2"\n'
    """
    yield ",".join(table.columns).encode() + b"\n"
    columns = [_cells(column) for column in table.columns.values()]
    ends = [b","] * (len(columns) - 1) + [b"\n"]
    for first in range(0, len(table), _AT_ONCE):
        rows = slice(first, first + _AT_ONCE)
        parts: list[NDArray[np.uint8]] = []
        for (codes, texts), end in zip(columns, ends, strict=True):
            cells = texts[codes[rows]]
            parts.append(cells.view(np.uint8).reshape(len(cells), -1))
            parts.append(np.full((len(cells), 1), ord(end), dtype=np.uint8))
        wide = np.concatenate(parts, axis=1).ravel()
        yield wide[wide != 0].tobytes()


def _cells(column: Text) -> tuple[NDArray[np.int32], NDArray[np.bytes_]]:
    """Return codes and the texts as they are written; the last is that of blank cells."""
    return column.codes, np.array([*map(_quoted, column.texts), b""], dtype=np.bytes_).reshape(-1)


def _quoted(text: str) -> bytes:
    if any(character in text for character in ',"\r\n'):
        text = '"' + text.replace('"', '""') + '"'
    return text.encode()
