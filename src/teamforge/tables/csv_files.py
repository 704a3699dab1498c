r"""
CSV files: text stays text, and every row must have as many cells as the header.

The cells are found first, in one pass of array operations. If every row fits the header, whole columns are read from
their bytes; otherwise Python's `csv` reads the file record by record and names each row that does not fit.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from teamforge.errors import Fault
from teamforge.tables.csv_cells import PIECE, Cells, find_cells
from teamforge.tables.packed import PADDING
from teamforge.tables.plain import open_plain
from teamforge.tables.text import TableOutcome, Text, build_table, too_wide

Bytes = NDArray[np.uint8]

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NEWLINE, _RETURN, _BLANK, _NOT_ASCII = 10, 13, 32, 128
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_SAVE_AS_CSV = "save it as CSV (comma separated, UTF-8)"
_MOST_BYTES = 1_000_000_000
_COMPLETE = "complete the row, or put quotes around a cell with a comma in it"


def read_csv(name: str, path: Path) -> TableOutcome:
    """Return the table that a CSV file holds."""
    try:
        with open_plain(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > _MOST_BYTES:
                expected = f"a file of at most {_MOST_BYTES:,} bytes"
                return TableOutcome(None, [Fault(name, None, None, path.name, expected, "")])
            data = np.zeros(size + 1 + PADDING, dtype=np.uint8)
            size = file.readinto(data.data[:size])
            rest = b""
            while size + len(rest) <= _MOST_BYTES and (more := file.read(PIECE)):
                rest += more
    except OSError as error:
        reason = (error.strerror or "").lower()
        return TableOutcome(None, [Fault(name, None, None, path.name, "a file that can be read", reason)])
    if rest:  # the file has grown meanwhile
        return read_csv_bytes(name, data[:size].tobytes() + rest)
    return _read(name, data, size)


def read_csv_bytes(name: str, raw: bytes) -> TableOutcome:
    r"""
    Return the table in the bytes of a CSV file.

    Examples
    --------
    >>> read = read_csv_bytes("peers", b"peer_id,name\n007,NA\n")
    >>> [column.text(0) for column in read.table.columns.values()]
    ['007', 'NA']
    >>> print(*read_csv_bytes("peers", b"peer_id,active\nP1\n").faults)
    peers, row 2: expected 2 cells, and it has 1; complete the row, or put quotes around a cell with a comma in it
    """
    data = np.zeros(len(raw) + 1 + PADDING, dtype=np.uint8)
    data[: len(raw)] = np.frombuffer(raw, dtype=np.uint8)
    return _read(name, data, len(raw))


def _read(name: str, data: Bytes, size: int) -> TableOutcome:
    """Return the table in the bytes of a file, which are followed by padding."""
    if data[: len(_BOM)].tobytes() == _BOM:
        data, size = data[len(_BOM) :], size - len(_BOM)
    if fault := _not_text(name, data[:size]):
        return TableOutcome(None, [fault])
    if _first(data[:size], _RETURN) is not None:
        return read_csv_bytes(name, data[:size].tobytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    if not size or (data[0] <= _BLANK and data[:size].tobytes().isspace()):
        return build_table(name, [], [], np.empty(0, dtype=np.int32))
    if data[size - 1] != _NEWLINE:
        data[size] = _NEWLINE
        size += 1
    head = data[: _first(data, _NEWLINE)].tobytes().decode()
    if faults := too_wide(name, head.count(",") + 1) or _not_comma_separated(name, head):
        return TableOutcome(None, faults)
    cells = find_cells(data, size)
    if cells is None:
        return _read_records(name, data[:size].tobytes().decode())
    return _read_cells(name, data, cells)


def _read_cells(name: str, data: Bytes, cells: Cells) -> TableOutcome:
    """Return the table of a file whose rows are known to fit its header."""
    header = next(csv.reader(io.StringIO(data[: int(cells.end[0, -1])].tobytes().decode(), newline="")))
    return build_table(name, header, list(cells.columns()), cells.number[1:])


def _not_text(name: str, data: Bytes) -> Fault | None:
    """Return the fault of bytes that are not UTF-8 text."""
    if data[:2].tobytes() in _UTF16:
        return Fault(name, None, None, None, "text in UTF-8, and it is in UTF-16", _SAVE_AS_CSV)
    nul = _first(data, 0)
    if nul is not None:
        row = int((data[:nul] == _NEWLINE).sum()) + 1
        return Fault(name, row, None, None, "text, and there is a NUL character", _SAVE_AS_CSV)
    if not len(data) or int(data.max()) < _NOT_ASCII:
        return None
    # The decoding error holds the bytes, so it must not become the context of another error.
    try:
        data.tobytes().decode()
    except UnicodeDecodeError as error:
        row = int((data[: error.start] == _NEWLINE).sum()) + 1
    else:
        return None
    return Fault(name, row, None, None, "text in UTF-8", _SAVE_AS_CSV)


def _first(data: Bytes, byte: int) -> int | None:
    """Return the first position of a byte, or None."""
    for start in range(0, len(data), PIECE):
        here = data[start : start + PIECE] == byte
        if here.any():
            return start + int(here.argmax())
    return None


def _not_comma_separated(name: str, head: str) -> list[Fault]:
    """Return the fault of a first line that has no column names between commas, or none."""
    if not head.strip(" ,\t"):
        mend = "delete the blank rows above the header"
        return [Fault(name, 1, None, None, "the names of the columns in row 1", mend)]
    if head.lstrip('"').casefold().startswith("sep="):
        return [Fault(name, 1, None, None, "the names of the columns in row 1", "delete the row 'sep='")]
    if "," not in head:
        for separator, word in _OTHER_SEPARATORS.items():
            if separator in head:
                return [Fault(name, 1, None, None, f"commas between the cells, and there are {word}", _SAVE_AS_CSV)]
    return []


def _read_records(name: str, text: str) -> TableOutcome:
    """Return the table read record by record, with a fault for every row that does not fit the header."""
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
        return TableOutcome(None, [*faults, unclosed])
    cells = list(zip(*records, strict=True)) if records else [()] * len(head)
    columns = [Text.of_cells(column) for column in cells]
    read = build_table(name, head, columns, np.array(rows, dtype=np.int32), stray=frozenset(stray))
    return TableOutcome(read.table, [*read.faults, *faults])
