"""
What a worksheet holds, cell by cell, examined before calamine reads it.

calamine reads a formula's error as a blank, and a formula without a stored result too; of merged cells it reads the
first. It lays out every cell of the rectangle that a sheet spans, so one cell in the last corner would cost gigabytes,
and it copies a text that cells share into each of them. A `Look` says where the values are, and where a person sees
one that the file does not hold.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from teamforge.tables.package import Attributes, DangerError, Package, local, xml_parser
from teamforge.tables.text import MAX_COLUMNS

_MOST_CELLS = 50_000_000
_MOST_TEXT = 500_000_000
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_INDEX = re.compile(r"[0-9]{1,9}")
_SHIFT = 14
"""A row of a spreadsheet has 2¹⁴ cells."""
_TEXTS = {"s", "str", "inlineStr"}
"""The kinds of cells that can hold an empty text."""
_RICH = {
    "b",
    "i",
    "u",
    "sz",
    "color",
    "rFont",
    "family",
    "scheme",
    "charset",
    "vertAlign",
    "strike",
    "outline",
    "shadow",
}
_WITHIN = {"t", "r", "rPr", "rPh", "phoneticPr", "condense", "extend", *_RICH}
"""What a cell may hold besides its value and its formula: the letters of its text."""

Place = tuple[int, int]
"""A row from 1 and a column from 0."""
Range = tuple[Place, Place]
"""The first and the last cell of a rectangle."""


@dataclass(eq=False)
class Look:
    """
    What a sheet holds.

    Parameters
    ----------
    errors, unreadable
        The cells with a formula's error, and those whose value cannot be read for certain.
    unstored
        The cells of each formula whose result is not stored.
    merged
        The merged ranges.
    filled
        The numbers of the cells with a value (`number_of`), in the order of the file.
    """

    errors: list[Place] = field(default_factory=list)
    unreadable: list[Place] = field(default_factory=list)
    unstored: list[Range] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    filled: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def below(self, rows: int) -> Look:
        """Return the look at what is below some rows, counted from there."""

        def places(every: list[Place]) -> list[Place]:
            return [(row - rows, column) for row, column in every if row > rows]

        def ranges(every: list[Range]) -> list[Range]:
            return [
                ((max(1, row - rows), first), (end - rows, last)) for (row, first), (end, last) in every if end > rows
            ]

        filled = self.filled - number_of(rows, 0)
        return Look(
            places(self.errors),
            places(self.unreadable),
            ranges(self.unstored),
            ranges(self.merged),
            filled[filled >= number_of(1, 0)],
        )


def look_at(package: Package, sheet: int) -> Look:
    """Return the look at the worksheet at a place; a `DangerError` or `ExpatError` for one that must not be opened."""
    walk = _Walk(package)
    for chunk in package.chunks(sheet):
        walk.parser.Parse(chunk, False)  # noqa: FBT003 -- more is to come
        walk.refuse_too_much()
    walk.parser.Parse(b"", True)  # noqa: FBT003 -- the end
    walk.end_cell()
    walk.refuse_too_much()
    walk.look.filled = np.array(walk.filled, dtype=np.int64)
    return walk.look


def number_of(row: int, column: int) -> int:
    """
    Return the number of a cell; neighbours in a row have consecutive numbers.

    Examples
    --------
    >>> place_of(number_of(3, 1))
    (3, 1)
    """
    return row << _SHIFT | column


def place_of(number: int) -> Place:
    """Return the row and the column of the cell with a number."""
    return number >> _SHIFT, number & (1 << _SHIFT) - 1


class _Walk:
    """
    The walk through the XML of a sheet.

    A cell ends where something else starts: a call at the end of each element would double the cost.
    """

    def __init__(self, package: Package) -> None:
        self.look = Look()
        self.package = package
        self.pieces: list[str] = []
        self.parser = xml_parser(self._start, self.pieces.append)
        self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = self._strange
        self.parser.StartCdataSectionHandler = self._strange
        self.filled = array("q")
        self.row = self.column = 0
        self.row_digits = "0"
        self.last_row, self.last_column, self.text = 1, 0, 0
        self.cell: Place | None = None
        self.kind = ""
        self.formula: Range | None = None
        self.has_value = self.in_value = self.is_strange = False

    def refuse_too_much(self) -> None:
        """Refuse a sheet that would not fit into memory."""
        if self.last_column >= MAX_COLUMNS:
            raise DangerError(f"a sheet of at most {MAX_COLUMNS:,} columns")
        if self.last_row * (self.last_column + 1) > _MOST_CELLS:
            raise DangerError(f"a sheet that spans at most {_MOST_CELLS:,} cells")
        if self.text > _MOST_TEXT:
            raise DangerError(f"cells that hold at most {_MOST_TEXT:,} bytes of text")

    def _start(self, name: str, attributes: Attributes) -> None:
        element = local(name) if ":" in name else name
        if element == "c":
            self.end_cell()
            self._start_cell(attributes)
        elif element == "v":
            self._start_value()
            self.in_value = True
        elif element == "row":
            self.end_cell()
            self.row = _row(attributes["r"]) if "r" in attributes else self.row + 1
            self.row_digits = str(self.row)
            self.column = 0
        elif element == "mergeCell":
            self.look.merged.append(_range(attributes.get("ref", "")))
        elif self.cell is None:
            return
        elif element == "is":
            self._start_value()
        elif element == "f":
            fills_range = attributes.get("t") in {"array", "dataTable"} and "ref" in attributes
            self.formula = _range(attributes["ref"]) if fills_range else (self.cell, self.cell)
        elif element not in _WITHIN:
            self.end_cell()

    def _start_value(self) -> None:
        """Start the value of a cell; of two values nobody can say which one is meant."""
        self.is_strange |= self.has_value
        self.has_value = True
        self.pieces.clear()

    def _start_cell(self, attributes: Attributes) -> None:
        """Start a cell where its reference says, or else after the previous one."""
        reference = attributes.get("r")
        if reference is None:
            self.cell = self.row, self.column
        else:
            column = _COLUMNS.get(reference[: -len(self.row_digits)]) if reference.endswith(self.row_digits) else None
            self.cell = _place(reference) if column is None else (self.row, column)
        self.column = self.cell[1] + 1
        self.kind = attributes.get("t", "n")

    def _strange(self, *_: object) -> None:
        """Note a place at which calamine stops reading a value."""
        self.is_strange |= self.in_value

    def end_cell(self) -> None:
        """Add the cell that ends here, if any."""
        cell, kind = self.cell, self.kind
        if cell is None:
            return
        text = "".join(self.pieces).strip() if self.has_value else ""
        shared = self._shared(text) if kind == "s" and text else None
        if kind == "e":
            self.look.errors.append(cell)
        elif self.formula and (self._is_placeholder(text) or not (text or (self.has_value and kind in _TEXTS))):
            self.look.unstored.append(self.formula)
        elif self.is_strange or shared == -1:
            self.look.unreadable.append(cell)
        elif text and (shared is None or self.package.text_filled[shared]):
            self.filled.append(cell[0] << _SHIFT | cell[1])
        if self.has_value:
            self.last_row = max(self.last_row, cell[0])
            self.last_column = max(self.last_column, cell[1])
            if shared is not None and shared >= 0:
                self.text += self.package.text_bytes[shared]
        self.cell = self.formula = None
        self.has_value = self.in_value = self.is_strange = False
        self.pieces.clear()

    def _is_placeholder(self, text: str) -> bool:
        """Return whether a stored result is a placeholder from a program that leaves calculation to others."""
        return text == "0.0" or (text == "0" and self.package.recalculates)

    def _shared(self, text: str) -> int:
        """Return the place of a shared text; -1 if there is none."""
        place = int(text) if _INDEX.fullmatch(text) else -1
        return place if place < len(self.package.text_filled) else -1


def _place(reference: str) -> Place:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise DangerError("a sheet whose cells have addresses such as B2")
    return int(found[2]), _COLUMNS[found[1].upper()]


def _range(reference: str) -> Range:
    """Return the first and the last cell of a range, whichever of its corners are named."""
    one, _, other = reference.partition(":")
    (top, left), (bottom, right) = _place(one), _place(other or one)
    return (min(top, bottom), min(left, right)), (max(top, bottom), max(left, right))


def _row(number: str) -> int:
    if not _ROW.fullmatch(number):
        raise DangerError("a sheet whose rows are numbered")
    return int(number)


def _columns() -> Iterator[str]:
    """Yield a spreadsheet's names for its columns."""
    for length in (1, 2, 3):
        yield from map("".join, product(ascii_uppercase, repeat=length))


_COLUMNS = {letters: place for place, letters in enumerate(_columns())}
"""The places of the columns, from 0."""
