"""Workbooks (.xlsx), through calamine: one sheet a table, and no trust in the file."""

from __future__ import annotations

import re
import zipfile
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from teamforge.errors import Fault
from teamforge.tables.cells import as_text
from teamforge.tables.text import Read, Text, build_table

__all__ = ["Workbook", "open_workbook"]

_MOST_BYTES = 200_000_000
_MOST_RATIO = 200
"""Sheets of equal cells shrink to a hundredth; bombs to a thousandth and less."""
_SMALL = 10_000_000
"""What is smaller than this unzipped can do no harm, whatever its ratio."""
_MOST_ENTRIES = 1_000
_MOST_CELLS = 50_000_000
"""calamine lays out every cell of the rectangle that a sheet spans."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook with a password begins, and an .xls too."""
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
_CHUNK, _OVERLAP = 1 << 22, 64


class Workbook:
    """An open workbook whose size has been checked."""

    def __init__(self, book: CalamineWorkbook) -> None:
        self._book = book
        self.sheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()

    def read(self, name: str, sheet: str) -> Read:
        """Return the table that a sheet holds; row 1 of the sheet is its header."""
        try:
            rows = self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except (CalamineError, ValueError):
            return Read(None, [Fault(name, None, None, None, "a sheet that can be read", "save the workbook again")])
        if not rows:
            return build_table(name, [], [], np.empty(0, dtype=np.int32))
        columns = [Text.of_cells(map(as_text, column)) for column in zip(*rows[1:], strict=True)]
        head = [as_text(cell) for cell in rows[0]]
        if not any(cell.strip() for cell in head) and any(column.texts for column in columns):
            mend = "delete the blank rows above the header"
            return Read(None, [Fault(name, 1, None, None, "the names of the columns in row 1", mend)])
        return build_table(name, head, columns or [Text.of_cells(())] * len(head), np.arange(2, len(rows) + 1))


def open_workbook(table: str, path: Path) -> Workbook | Fault:
    """Return the workbook, or the fault of a file that is none or is dangerous; `table` is what the fault names."""

    def fault(expected: str, mend: str = "") -> Fault:
        return Fault(table, None, None, path.name, expected, mend)

    with path.open("rb") as file:
        start = file.read(len(_OLE))
    if start == _OLE:
        return fault("an .xlsx workbook without a password", "take the password off, or save it as .xlsx")
    try:
        if danger := _danger(path):
            return fault(danger, "copy the tables into a new workbook")
        return Workbook(CalamineWorkbook.from_path(path))
    except PasswordError:
        return fault("a workbook without a password", "take the password off")
    except (CalamineError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, zipfile.LargeZipFile):
        return fault("an .xlsx workbook that can be read", "save it again as .xlsx")


def _danger(path: Path) -> str:
    """Return what is wrong with the size of a workbook's parts; empty if nothing is."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        size = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts)
        if len(parts) > _MOST_ENTRIES:
            return f"a workbook of at most {_MOST_ENTRIES:,} parts"
        if size > _MOST_BYTES:
            return f"a workbook of at most {_MOST_BYTES:,} bytes unzipped"
        if size > _SMALL and size > _MOST_RATIO * packed:
            return f"a workbook that unzips to at most {_MOST_RATIO} times its size"
        for part in parts:
            if part.filename.lower().startswith("xl/worksheets/") and _area(archive, part) > _MOST_CELLS:
                return f"sheets that span at most {_MOST_CELLS:,} cells"
    return ""


def _area(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Return the number of cells in the rectangle that a sheet's cells span."""
    rows, columns = 1, 1
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            letters, numbers = set(), set()
            for place in _PLACE.finditer(text):
                letters.add(place[1])
                numbers.add(place[2])
            rows = max(rows, *map(int, numbers or {b"1"}))
            columns = max(columns, *map(_column_number, letters or {b""}))
            tail = text[-_OVERLAP:]
    return rows * columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in chain(letters.upper()):
        number = number * 26 + letter - ord("A") + 1
    return number
