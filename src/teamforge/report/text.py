"""A page as text: for a terminal coloured and wrapped (`terminal`); for a file plain, with one line per row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TextIO

from rich.cells import cell_len

from teamforge.page import Page, Section, Table
from teamforge.page.words import lines_of

_GAP = "  "
_INDENT = "  "


def show(page: Page, stream: TextIO) -> None:
    """Write a page to a stream, in the form for a terminal if it is one, otherwise for a file."""
    if stream.isatty():
        from teamforge.report.terminal import print_page  # noqa: PLC0415 -- slow to import, and a file needs none of it

        print_page(page, stream)
    else:
        stream.write(page_as_text(page))


def page_as_text(page: Page) -> str:
    """
    Return a page as plain text: nothing is wrapped, and no line ends in blanks.

    Examples
    --------
    >>> from teamforge.page import Column
    >>> table = Table((Column("Seat"), Column("Fit", number=True)), (("vcs", 100), ("manager", 60)))
    >>> print(page_as_text(Page("A team", sections=(Section("Seats", table=table),))))
    A team
    <BLANKLINE>
    Seats
      Seat     Fit
      vcs      100
      manager   60
    <BLANKLINE>
    """
    return "".join(f"{line.rstrip()}\n" for line in _lines(page))


def _lines(page: Page) -> Iterator[str]:
    for text in (page.title, *page.lines):
        yield from lines_of(text)
    for section in page.sections:
        yield ""
        yield from _section(section)
    if page.footer:
        yield ""
    for text in page.footer:
        yield from lines_of(text)


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        yield from lines_of(section.heading)
    for text in section.lines:
        yield from (_INDENT + line for line in lines_of(text))
    for item in section.items:
        yield from (f"{_INDENT}{mark} {line}" for mark, line in zip_longest("-", lines_of(item), fillvalue=" "))
    if section.table is not None:
        yield from (_INDENT + line for line in _rows(section.table))


def _rows(table: Table) -> Iterator[str]:
    names = tuple(column.name for column in table.columns)
    total = [] if table.total is None else [table.total]
    rows = [[lines_of(cell) for cell in row] for row in (names, *table.rows, *total)]
    widths = [max(cell_len(line) for cell in cells for line in cell) for cells in zip(*rows, strict=True)]
    for row in rows:
        for line in zip_longest(*row, fillvalue=""):
            cells = (
                _padded(text, width, column.number)
                for text, width, column in zip(line, widths, table.columns, strict=True)
            )
            yield _GAP.join(cells)


def _padded(text: str, width: int, number: bool) -> str:  # noqa: FBT001 -- of the column
    blanks = " " * (width - cell_len(text))
    return blanks + text if number else text + blanks
