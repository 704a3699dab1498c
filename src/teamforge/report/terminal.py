"""A page on a terminal: coloured, and wrapped to its width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from teamforge.page import Cell, Page, Section, Table
from teamforge.page.words import lines_of

_MOODS = {"good": "green", "open": "yellow", "bad": "red", None: ""}
_GAP = 2
_INDENT = 2
_BELOW = "  "
"""The indent of a cell that stands below another."""


def print_page(page: Page, stream: TextIO) -> None:
    """Write a page to a terminal."""
    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    for part in _rendered(page, console.width):
        console.print(part)


def _table_width(table: Table) -> int:
    rows = [*table.rows, *([table.total] if table.total is not None else [])]
    return sum(
        max(len(line) for cell in (column.name, *(row[place] for row in rows)) for line in lines_of(cell)) + _GAP
        for place, column in enumerate(table.columns)
    )


def _rendered(page: Page, width: int) -> Iterator[RenderableType]:
    yield _line(page.title, "bold")
    for place, line in enumerate(page.lines, start=1):
        yield _line(line, _MOODS[page.mood] if place == len(page.lines) else "")
    for section in page.sections:
        yield Text()
        yield from _section(section, width)
    if page.footer:
        yield Text()
    for line in page.footer:
        yield _line(line, "dim")


def _section(section: Section, width: int) -> Iterator[RenderableType]:
    if section.heading:
        yield _line(section.heading, "bold")
    yield from (Padding(_line(line), (0, 0, 0, _INDENT)) for line in section.lines)
    if section.items:
        items = RichTable.grid(padding=(0, 1, 0, 0))
        for item in section.items:
            items.add_row("-", _line(item))
        yield Padding(items, (0, 0, 0, _INDENT), expand=False)
    if section.table is not None:
        table = section.table if _table_width(section.table) + _INDENT <= width else _folded(section.table)
        yield Padding(_table(table), (0, 0, 0, _INDENT), expand=False)


def _folded(table: Table) -> Table:
    """Return a table in which cells that can go below others do so."""
    names = [column.name for column in table.columns]
    homes = [names.index(column.under) if column.under is not None else None for column in table.columns]
    kept = [place for place, home in enumerate(homes) if home is None]

    def fold(row: Iterable[Cell]) -> tuple[Cell, ...]:
        cells = list(row)
        below = {
            place: [cells[below] for below, home in enumerate(homes) if home == place and cells[below]]
            for place in kept
        }
        return tuple(_stacked(cells[place], below[place]) if below[place] else cells[place] for place in kept)

    total = None if table.total is None else fold(table.total)
    return Table(tuple(table.columns[place] for place in kept), tuple(fold(row) for row in table.rows), total)


def _stacked(cell: Cell, below: Iterable[Cell]) -> tuple[str, ...]:
    """Return a cell with others below it, each with all its lines in turn."""
    above = lines_of(cell)
    return (*above, *(f"{_BELOW}{line}" for each in below for line in lines_of(each)))


def _table(table: Table) -> RichTable:
    shown = RichTable(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim", collapse_padding=True)
    for column in table.columns:
        name = _line(column.name)
        if column.number:
            shown.add_column(name, justify="right", no_wrap=True)
        else:
            shown.add_column(name, overflow="fold")
    for row in table.rows:
        shown.add_row(*map(_cell, row))
    if table.total is not None:
        shown.add_row(*map(_cell, table.total), style="bold")
    return shown


def _cell(cell: Cell) -> RenderableType:
    lines = lines_of(cell)
    if not any(line.startswith(_BELOW) for line in lines):
        return _line(cell)
    # A wrapped line continues at the indent where it began.
    return Group(
        *(Padding(_line(line.lstrip()), (0, 0, 0, len(line) - len(line.lstrip())), expand=False) for line in lines)
    )


def _line(text: Cell, style: str = "") -> Text:
    return Text("\n".join(lines_of(text)), style=style, overflow="fold")
