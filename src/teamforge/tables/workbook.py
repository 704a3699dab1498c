"""Workbooks (.xlsx), through calamine: one sheet a table, and no trust in the file."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from teamforge.errors import Fault
from teamforge.tables.cells import as_text
from teamforge.tables.package import inspect
from teamforge.tables.text import Read, Text, build_table, fold_header

__all__ = ["Workbook", "open_workbook"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook with a password begins, and an .xls too."""


class Workbook:
    """An open workbook that has been looked at and found harmless."""

    def __init__(self, book: CalamineWorkbook, errors: dict[str, list[tuple[int, int]]]) -> None:
        self._book = book
        self._errors = errors
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
        head = [as_text(cell) for cell in rows[0]]
        if not any(cell.strip() for cell in head):
            mend = "delete the blank rows above the header"
            return Read(None, [Fault(name, 1, None, None, "the names of the columns in row 1", mend)])
        cells = list(zip(*rows[1:], strict=True)) if len(rows) > 1 else [()] * len(head)
        columns = [Text.of_cells(map(as_text, column)) for column in cells]
        read = build_table(name, head, columns, np.arange(2, len(rows) + 1))
        return Read(read.table, [*read.faults, *self._faults_of_errors(name, sheet, head)])

    def _faults_of_errors(self, name: str, sheet: str, head: list[str]) -> list[Fault]:
        expected, mend = "a value, and the formula of the cell gives an error", "correct the formula"
        return [
            Fault(name, row, fold_header(head[column]) or None, None, expected, mend)
            for row, column in self._errors.get(sheet, [])
            if column < len(head)
        ]


def open_workbook(table: str, path: Path) -> Workbook | Fault:
    """Return the workbook, or the fault of a file that is none or is dangerous; `table` is what the fault names."""

    def fault(expected: str, mend: str) -> Fault:
        return Fault(table, None, None, path.name, expected, mend)

    with path.open("rb") as file:
        start = file.read(len(_OLE))
    if start == _OLE:
        return fault("an .xlsx workbook without a password", "take the password off, or save it as .xlsx")
    try:
        package = inspect(path)
        if package.danger:
            return fault(package.danger, "copy the tables into a new workbook")
        return Workbook(CalamineWorkbook.from_path(path), package.errors)
    except PasswordError:
        return fault("a workbook without a password", "take the password off")
    except (CalamineError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, RuntimeError):
        return fault("an .xlsx workbook that can be read", "save it again as .xlsx")
