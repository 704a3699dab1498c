"""Workbooks (.xlsx), through calamine: one sheet per table, and no trust in the file."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.parsers.expat import ExpatError

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook

from teamforge.errors import Fault
from teamforge.tables.cells import as_text
from teamforge.tables.package import DangerError, Package, open_package
from teamforge.tables.plain import open_plain
from teamforge.tables.sheet import Look, Place, Range, look_at, number_of, place_of
from teamforge.tables.text import TableOutcome, Text, build_table, fold_header, letters_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a workbook with a password begins; an .xls file does too."""
_NEW_WORKBOOK = "copy the tables into a new workbook"
_ERROR = ("a value, and the formula of the cell gives an error", "correct the formula")
_UNREADABLE = ("a value that can be read", "type it in again")
_UNSTORED = (
    "a value, and the cell holds a formula whose result is not stored",
    "open the workbook in Excel or LibreOffice and save it, or type the value in",
)

IsRead = Callable[[str], bool]


class Workbook:
    """An open workbook whose package has been examined."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._book = CalamineWorkbook.from_filelike(package.file)
        self.sheets = package.names

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()
        self._package.archive.close()

    def read(
        self, name: str, sheet: str, is_read: IsRead = lambda _: True, heading: Collection[str] = frozenset()
    ) -> TableOutcome:
        """
        Return the table that a sheet holds.

        Below the headings of columns that are not read, nothing can be wrong. If a row has all the names in `heading`,
        it is the heading, and text above it is for people; otherwise row 1 is. All names are folded.
        """
        place = self.sheets.index(sheet)
        unreadable = Fault(name, None, None, None, "a sheet that can be read", "save the workbook again")
        try:
            look = look_at(self._package, place)
        except DangerError as error:
            return TableOutcome(None, [Fault(name, None, None, None, str(error), _NEW_WORKBOOK)])
        except (ExpatError, LookupError, zipfile.BadZipFile):
            return TableOutcome(None, [unreadable])
        try:
            rows = self._book.get_sheet_by_name(str(place)).to_python(skip_empty_area=False)
        except (CalamineError, ValueError):
            # calamine does not know errors newer than itself, such as #SPILL!
            return TableOutcome(None, [Fault(name, row, None, None, *_ERROR) for row, _ in look.errors] or [unreadable])
        above = _above(rows, heading)
        look, rows = look.below(above), rows[above:]
        head = [as_text(cell) for cell in rows[0]] if rows else []
        cells = list(zip(*rows[1:], strict=True)) if len(rows) > 1 else [()] * len(head)
        columns = [Text.of_cells(map(as_text, column)) for column in cells]
        misread = _misread(look, head, columns)
        if any(row == 1 or column >= len(head) for row, column in misread):
            return TableOutcome(None, [unreadable])
        faults = list(_Heading(name, head, is_read, above).faults(look, misread))
        if rows and not any(cell.strip() for cell in head):
            mend = "delete the blank rows above the header"
            return TableOutcome(None, [*faults, Fault(name, 1, None, None, "the names of the columns in row 1", mend)])
        read = build_table(name, head, columns, above + np.arange(2, len(rows) + 1), header_row=above + 1)
        return TableOutcome(read.table, [*read.faults, *faults])


def _above(rows: Sequence[Sequence[object]], heading: Collection[str]) -> int:
    """Return how many rows are above the heading: the first row with all its names, if any."""
    wanted = set(heading)
    found = (place for place, row in enumerate(rows) if wanted <= {fold_header(as_text(cell)) for cell in row})
    return next(found, 0) if wanted else 0


class _Heading:
    """The heading of a sheet, and the faults of the cells read below it."""

    def __init__(self, name: str, head: Sequence[str], is_read: IsRead, above: int) -> None:
        self.name = name
        self.above = above
        self.names = [fold_header(cell) for cell in head]
        self.is_read = is_read

    def faults(self, look: Look, misread: Sequence[Place]) -> Iterator[Fault]:
        """Yield the faults of cells whose values the file does not hold as people see them."""
        for places, words in ((look.errors, _ERROR), (misread, _UNREADABLE)):
            for place in places:
                yield from self._fault_of_value((place, place), *words)
        for cells in look.unstored:
            yield from self._fault_of_value(cells, *_UNSTORED)
        for cells in look.merged:
            yield from self._fault_of_merged(cells)

    def _word(self, column: int) -> str:
        return self.names[column] if column < len(self.names) else ""

    def _fault_of_value(self, cells: Range, expected: str, mend: str) -> Iterator[Fault]:
        """Yield the fault of a value in some cells, unless all of them are in columns that are not read."""
        (row, first), (_, last) = cells
        for column in range(first, last + 1):
            word = self._word(column)
            if row == 1 or not word or self.is_read(word):
                yield Fault(self.name, self.above + row, word or None, None, expected, mend)
                return

    def _fault_of_merged(self, cells: Range) -> Iterator[Fault]:
        """Yield the fault of a merged range that touches several cells of the heading or of columns that are read."""
        (first_row, first), (last_row, last) = cells
        read = [
            place for place, word in enumerate(self.names) if first <= place <= last and word and self.is_read(word)
        ]
        below = len(read) * max(0, last_row - max(first_row, 2) + 1)
        heading = last - first + 1 if first_row == 1 and first < len(self.names) else 0
        if heading + below > 1:
            merged = ":".join(f"{letters_of(column)}{self.above + row}" for row, column in cells)
            expected = f"a cell for each value, and {merged} are merged"
            word = self._word(first if heading else read[0])
            yield Fault(
                self.name, self.above + first_row, word or None, None, expected, "unmerge them, and fill in each cell"
            )


def _misread(look: Look, head: Sequence[str], columns: Sequence[Text]) -> list[Place]:
    """Return the cells that calamine may misread: as blank, or as not blank, or as the other of two."""
    heading = [number_of(1, column) for column, cell in enumerate(head) if cell.strip()]
    below = [
        number_of(2, column) + number_of(1, 0) * np.flatnonzero(cells.codes >= 0)
        for column, cells in enumerate(columns)
    ]
    given, read = np.sort(look.filled), np.sort(np.concatenate([np.array(heading, dtype=np.int64), *below]))
    if np.array_equal(given, read):
        return look.unreadable
    twice = given[1:][given[1:] == given[:-1]]
    unlike = {*given.tolist()} ^ {*read.tolist()} | {*twice.tolist()}
    known = {number_of(*first) for first, _ in look.unstored}
    return sorted({*look.unreadable, *(place_of(number) for number in unlike - known)})


def open_workbook(table: str, path: Path) -> Workbook | Fault:
    """Return the workbook, or the fault of a file that is not one or is dangerous; `table` is what the fault names."""

    def fault(expected: str, mend: str) -> Fault:
        return Fault(table, None, None, path.name, expected, mend)

    if not path.is_file():
        return fault("a file", "save the workbook as a file of its own")
    with open_plain(path) as file:
        start = file.read(len(_OLE))
    if start == _OLE:
        return fault("an .xlsx workbook without a password", "take the password off, or save it as .xlsx")
    try:
        return Workbook(open_package(path))
    except DangerError as error:
        return fault(str(error), _NEW_WORKBOOK)
    except (CalamineError, ExpatError, zipfile.BadZipFile, zlib.error, LookupError, ValueError, EOFError, RuntimeError):
        return fault("an .xlsx workbook that can be read", "save it again as .xlsx")
