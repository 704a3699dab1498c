r"""
CSV files: text stays text, and every row must have as many cells as the header.

Pandas reads quickly but fills short rows silently and stops at the first long one. So the shape of the file is
measured first, in one pass of array operations; pandas gets the file when every row fits, and otherwise Python's
`csv` reads it record by record and names each row that does not.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from teamforge.errors import Fault
from teamforge.tables.text import Read, Text, build_table

__all__ = ["read_csv", "read_csv_bytes"]

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_COMMA, _QUOTE, _NEWLINE = 44, 34, 10
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_SAVE_AS_CSV = "save it as CSV (comma separated, UTF-8)"
_COMPLETE = "complete the row, or put quotes around a cell with a comma in it"


def read_csv(name: str, path: Path) -> Read:
    """Return the table that a CSV file holds."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "").lower()
        return Read(None, [Fault(name, None, None, path.name, "a file that can be read", reason)])
    return read_csv_bytes(name, raw)


def read_csv_bytes(name: str, raw: bytes) -> Read:
    r"""
    Return the table that the bytes of a CSV file say.

    Examples
    --------
    >>> read = read_csv_bytes("peers", b"peer_id,name\n007,NA\n")
    >>> [column.text(0) for column in read.table.columns.values()]
    ['007', 'NA']
    >>> print(*read_csv_bytes("peers", b"peer_id,active\nP1\n").faults)
    peers, row 2: expected 2 cells, and it has 1; complete the row, or put quotes around a cell with a comma in it
    """
    raw = raw.removeprefix(_BOM)
    if fault := _not_text(name, raw):
        return Read(None, [fault])
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not raw.strip():
        return build_table(name, [], [], np.empty(0, dtype=np.int32))
    if fault := _not_comma_separated(name, raw.split(b"\n", 1)[0].decode()):
        return Read(None, [fault])
    width = _common_width(raw)
    return _read_records(name, raw.decode()) if width is None else _read_quickly(name, raw, width)


def _not_text(name: str, raw: bytes) -> Fault | None:
    """Return the fault of bytes that are no UTF-8 text."""
    if raw.startswith(_UTF16):
        return Fault(name, None, None, None, "text in UTF-8, and it is in UTF-16", _SAVE_AS_CSV)
    if b"\0" in raw:
        row = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        return Fault(name, row, None, None, "text, and there is a NUL character", _SAVE_AS_CSV)
    # The error that decoding raises holds the bytes, so it must not become the context of another.
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
    else:
        return None
    return Fault(name, row, None, None, "text in UTF-8", _SAVE_AS_CSV)


def _not_comma_separated(name: str, head: str) -> Fault | None:
    """Return the fault of a first line that has no column names between commas."""
    if not head.strip(" ,\t"):
        mend = "delete the blank rows above the header"
        return Fault(name, 1, None, None, "the names of the columns in row 1", mend)
    if head.casefold().startswith("sep="):
        return Fault(name, 1, None, None, "the names of the columns in row 1", "delete the row 'sep='")
    if "," not in head:
        for separator, word in _OTHER_SEPARATORS.items():
            if separator in head:
                return Fault(name, 1, None, None, f"commas between the cells, and there are {word}", _SAVE_AS_CSV)
    return None


def _common_width(raw: bytes) -> int | None:
    """
    Return the number of cells of every row that is not blank; None where they differ or quotes stand oddly.

    A comma or newline counts where an even number of quotes comes before it. That is what every CSV reader
    does as long as each quote that opens stands at the start of a cell and each that closes at its end, a doubled
    quote being one of each.
    """
    data = np.frombuffer(raw if raw.endswith(b"\n") else raw + b"\n", dtype=np.uint8)
    commas, newlines = np.flatnonzero(data == _COMMA), np.flatnonzero(data == _NEWLINE)
    quotes = np.flatnonzero(data == _QUOTE)
    if quotes.size:
        if quotes.size % 2:
            return None
        before = data[quotes[::2] - 1]  # at the very start this is the newline at the end, as it should be
        after = data[quotes[1::2] + 1]
        edges = (_COMMA, _NEWLINE, _QUOTE)
        if not (np.isin(before, edges).all() and np.isin(after, edges).all()):
            return None
        commas = commas[np.searchsorted(quotes, commas) % 2 == 0]
        newlines = newlines[np.searchsorted(quotes, newlines) % 2 == 0]
    separators = np.diff(np.searchsorted(commas, newlines), prepend=0)
    empty = np.diff(newlines, prepend=-1) == 1
    width = int(separators[0])
    return width + 1 if ((separators == width) | empty).all() else None


def _read_quickly(name: str, raw: bytes, width: int) -> Read:
    """Return the table of a file whose rows are known to fit its header."""
    head = next(csv.reader(io.StringIO(raw.decode(), newline="")))
    frame = pd.read_csv(
        io.BytesIO(raw),
        header=None,
        names=range(width),
        index_col=False,
        dtype=str,
        keep_default_na=False,
        na_filter=False,
        skip_blank_lines=False,
        engine="c",
        low_memory=False,
        encoding="utf-8",
    ).iloc[1:]
    columns = []
    for place in range(width):
        codes, texts = pd.factorize(frame[place])
        columns.append(Text.of(codes, texts.tolist()))
    return build_table(name, head, columns, np.arange(2, len(frame) + 2))


def _read_records(name: str, text: str) -> Read:
    """Return the table of any text, record by record, and a fault for every row that does not fit the header."""
    faults: list[Fault] = []
    records: list[Sequence[str]] = []
    rows: list[int] = []
    stray: set[str] = set()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head: list[str] = []
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            if number == 1:
                head = record
            elif len(record) == len(head):
                records.append(record)
                rows.append(number)
            elif any(cell.strip() for cell in record):
                expected = f"{len(head)} cells, and it has {len(record)}"
                faults.append(Fault(name, number, None, None, expected, _COMPLETE))
                stray.update(cell.strip() for cell in record)
    except csv.Error:
        mend = "close the quote, and write a quote inside a cell twice"
        unclosed = Fault(name, number + 1, None, None, "a closing quote at the end of the cell", mend)
        return Read(None, [*faults, unclosed])
    cells = list(zip(*records, strict=True)) if records else [()] * len(head)
    columns = [Text.of_cells(column) for column in cells]
    read = build_table(name, head, columns, np.array(rows, dtype=np.int32), stray=frozenset(stray))
    return Read(read.table, [*read.faults, *faults])
