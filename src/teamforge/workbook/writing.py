"""Write a workbook that people fill in: headings with comments, drop-down lists, input checks; never a formula."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from teamforge.errors import Fault, InputError
from teamforge.spec.dates import parse_day, to_date
from teamforge.workbook.headings import CellKind, Heading

Cell = str | int | date | None

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
"""The last row and column of a sheet, from 0."""
_LONGEST = 32_767
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})", re.ASCII)
_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900, so earlier days are written as text."""
_DAY = "dd mmm yyyy"
"""Months in words: nobody mistakes 03/04 for April the third."""
_NARROW, _WIDE = 12, 72
_LINE, _LINE_HEIGHT, _HIGHEST, _A4 = 70, 15.5, 409, 9
_WITHOUT = ("\ufffe", "\uffff")
_PLAIN = Heading("", "")


def new_workbook(path: str | os.PathLike[str]) -> Path:
    """
    Return the path of a workbook to write, which ends in ``.xlsx`` (a `ValueError`).

    A `FileExistsError` says that something is there: people write into workbooks, and their work must not be
    overwritten.
    """
    target = Path(os.fsdecode(path))
    if target.suffix.lower() != ".xlsx":
        raise ValueError(f"{target} does not end in .xlsx")
    if target.exists():
        raise FileExistsError(f"{target} already exists: nothing was written")
    return target


class Book:
    """
    A workbook being written; `content` ends it and returns its bytes.

    Text is written as text, whatever it looks like: it never becomes a formula, link or number.
    """

    def __init__(self) -> None:
        self._file = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._file, options)
        self._book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 -- the same content, the same bytes
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def content(self) -> bytes:
        """End the workbook and return its bytes."""
        self._book.close()
        return self._file.getvalue()

    def name_range(self, name: str, sheet: str, column: int) -> None:
        """Give a name to the filled cells of a column below its heading, however many there will be."""
        letter = xl_col_to_name(column)
        last = f"INDEX({sheet}!${letter}:${letter},MAX(2,COUNTA({sheet}!${letter}:${letter})))"
        self._book.define_name(name, f"={sheet}!${letter}$2:{last}")

    def add_lines(self, name: str, lines: Iterable[tuple[str, str]]) -> None:
        """Add a sheet to read: paragraphs, each with its style ``"title"``, ``"heading"`` or ``""``."""
        styles = {
            "title": self._format(bold=True, font_size=16, font_color="#1F3864"),
            "heading": self._format(bold=True, font_size=12, font_color="#1F3864", top=1, top_color="#8EA9DB"),
            "": self._format(text_wrap=True, valign="top"),
        }
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _LINE)
        sheet.set_tab_color("#1F3864")
        for row, (style, text) in enumerate(lines):
            sheet.write_string(row, 0, text, styles[style])
            if not style:
                sheet.set_row(row, _LINE_HEIGHT * ceil(len(text) / (1.15 * _LINE)))
        sheet.set_paper(_A4)
        sheet.set_portrait()
        sheet.fit_to_pages(1, 0)

    def add_table(  # noqa: PLR0913 -- each by its name
        self,
        name: str,
        headings: Sequence[Heading],
        rows: Sequence[Sequence[Cell]],
        *,
        colour: str,
        title: str = "",
        facts: Sequence[tuple[str, Cell]] = (),
        example: bool = False,
        checks: Sequence[Heading] = (),
        hidden: bool = False,
        widest: int = _WIDE,
    ) -> None:
        """
        Add a sheet with a table.

        Parameters
        ----------
        name
            The name of the sheet.
        headings
            The headings of the columns.
        rows
            The cells, as text for the kind that the heading states; an empty text or None is blank.
        colour
            The colour of the tab and the headings.
        title, facts
            What is above the table, for people: facts are one line each, a name and a value.
        example
            Whether the rows are examples, to be replaced: they are shown in italics.
        checks
            What the second column holds in each row, if that differs from row to row.
        hidden
            Whether the sheet is for programs: people do not see it.
        widest
            The greatest width of a column in letters; longer texts take several lines.
        """
        if len(rows) > LAST_ROW or len(headings) > LAST_COLUMN + 1:
            expected = f"at most {LAST_ROW:,} rows and {LAST_COLUMN + 1:,} columns, as many as a sheet has"
            raise InputError([Fault(name, None, None, None, expected, "keep them as CSV or Parquet")])
        sheet = self._book.add_worksheet(name)
        sheet.set_tab_color(colour)
        if hidden:
            sheet.hide()
        look = {"align": "left", "valign": "top"} | ({"italic": True, "font_color": "#44546A"} if example else {})
        head = self._above(sheet, title, facts)
        for column, heading in enumerate(headings):
            self._head(sheet, head, column, heading, colour)
            self._column(sheet, head, column, heading, rows, widest)
        for number, row in enumerate(rows, start=head + 1):
            for column, (heading, cell) in enumerate(zip(headings, row, strict=True)):
                holding = checks[number - head - 1] if checks and column == 1 else heading
                wrapped = {"text_wrap": True} if isinstance(cell, str) and len(cell) > widest else {}
                self._write(sheet, name, number, column, holding, cell, {**wrapped, **look})
            lines = max((ceil(len(cell) / widest) for cell in row if isinstance(cell, str)), default=1)
            if lines > 1:  # not every program makes room for wrapped lines
                sheet.set_row(number, min(_LINE_HEIGHT * lines, _HIGHEST))
        for number, check in enumerate(checks, start=head + 1):
            self._check(sheet, (number, 1, number, 1), check)
        if not head:
            sheet.freeze_panes(1, 1)
        sheet.autofilter(head, 0, head + max(1, len(rows)), len(headings) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{LAST_ROW + 1}"})
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)

    def _above(self, sheet: Worksheet, title: str, facts: Sequence[tuple[str, Cell]]) -> int:
        """Write what is above a table, and return the row of its heading."""
        if not title:
            return 0
        self._write(sheet, sheet.name, 0, 0, _PLAIN, title, {"bold": True, "font_size": 16, "font_color": "#1F3864"})
        for row, (what, value) in enumerate(facts, start=1):
            holding = replace(_PLAIN, holds=CellKind.DAY if isinstance(value, date) else CellKind.TEXT)
            self._write(sheet, sheet.name, row, 0, _PLAIN, what, {"bold": True, "font_color": "#44546A"})
            self._write(sheet, sheet.name, row, 1, holding, value, {"align": "left"})
        return len(facts) + 2

    def _head(self, sheet: Worksheet, row: int, column: int, heading: Heading, colour: str) -> None:
        fill = colour if heading.required else "#D9E1F2"
        ink = "#FFFFFF" if heading.required else "#1F3864"
        look = {"bold": True, "bg_color": fill, "font_color": ink, "border": 1, "border_color": "#8EA9DB"}
        # The days of a poll: readers take a real date as its ISO text.
        is_day = str(_day(heading.name)) == heading.name and not isinstance(_day(heading.name), str)
        holding = Heading("", "", holds=CellKind.DAY if is_day else CellKind.TEXT)
        self._write(sheet, sheet.name, row, column, holding, heading.name, {**look, "align": "left"})
        if heading.meaning:
            must = "\n\nRequired." if heading.required else ""
            comment = f"{heading.meaning}{must}"
            sheet.write_comment(
                row, column, comment, {"x_scale": 2, "y_scale": 1.2, "font_size": 10, "author": "TeamForge"}
            )

    def _column(
        self, sheet: Worksheet, head: int, column: int, heading: Heading, rows: Sequence[Sequence[Cell]], widest: int
    ) -> None:
        longest = max((len(str(row[column] or "")) for row in rows[:200]), default=0)
        width = min(max(_NARROW, len(heading.name) + 4, longest + 2, heading.room), widest)
        sheet.set_column(column, column, width, self._format(num_format=_NUMBER_FORMATS[heading.holds], align="left"))
        self._check(sheet, (head + 1, column, LAST_ROW, column), heading)

    def _check(self, sheet: Worksheet, area: tuple[int, int, int, int], heading: Heading) -> None:
        if check := _check_of(heading):
            sheet.data_validation(*area, {"ignore_blank": True, **check})

    def _write(
        self,
        sheet: Worksheet,
        name: str,
        row: int,
        column: int,
        heading: Heading,
        cell: Cell,
        look: dict[str, Any],
    ) -> None:
        style = self._format(num_format=_NUMBER_FORMATS[heading.holds], **look)
        value = _HOLDING[heading.holds](cell) if isinstance(cell, str) else cell
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            style = self._format(num_format="@", **look)
            sheet.write_string(row, column, _sound(name, value, row + 1), style)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001 -- a day
        else:
            sheet.write_number(row, column, value, style)

    def _format(self, **properties: Any) -> Any:  # noqa: ANN401 -- as in the library
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]


def _sound(sheet: str, text: str, row: int) -> str:
    """Return a text that a workbook can hold, or raise the fault of a text that it cannot."""
    if len(text.encode("utf-16-le")) // 2 > _LONGEST or any(sign in text for sign in _WITHOUT):
        expected = f"a text of at most {_LONGEST:,} characters that are all of Unicode"
        raise InputError([Fault(sheet, row, None, None, expected, "keep it as CSV or Parquet")])
    return text


def _whole(text: str) -> Cell:
    return int(text) if _WHOLE.fullmatch(text) else text


def _day(text: str) -> Cell:
    number = parse_day(text)
    day = None if number is None else to_date(number)
    return text if day is None or day < _FIRST_DAY else day


_HOLDING: dict[CellKind, Callable[[str], Cell]] = {
    CellKind.TEXT: lambda text: text,
    CellKind.WHOLE: _whole,
    CellKind.DAY: _day,
}
_NUMBER_FORMATS = {CellKind.TEXT: "@", CellKind.WHOLE: "#,##0", CellKind.DAY: _DAY}


def _check_of(heading: Heading) -> dict[str, Any]:
    """Return what a spreadsheet checks in a column."""
    if isinstance(heading.words, str) and heading.words:
        messages = {
            "error_type": "information",
            "error_title": "Not in the list",
            "error_message": "Is it new? Then it is fine.",
        }
        return {"validate": "list", "source": f"={heading.words}", **messages}
    if heading.words:
        wrong = f"Choose one of: {', '.join(heading.words)}"[:255]
        return {
            "validate": "list",
            "source": list(heading.words),
            "error_title": "Not in the list",
            "error_message": wrong,
        }
    if heading.holds is CellKind.WHOLE:
        wrong = f"A whole number from {heading.least:,} to {heading.most:,}."
        between = {"criteria": "between", "minimum": heading.least, "maximum": heading.most}
        return {"validate": "integer", **between, "error_title": "Not such a number", "error_message": wrong}
    if heading.holds is CellKind.DAY:
        wrong = "A date such as 31/01/2027."
        return {
            "validate": "date",
            "criteria": ">=",
            "value": date(1900, 1, 1),
            "error_title": "No date",
            "error_message": wrong,
        }
    return {}
