"""The parts of a page. Text is kept as it was given: whoever shows a page must escape it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Cell = str | int | tuple[str, ...] | None
"""Text, a whole number, several lines of text, or nothing."""

Mood = Literal["good", "open", "bad"]
"""Whether a page reports a success, something left open, or a failure."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a table.

    Parameters
    ----------
    name
        The heading of the column.
    under
        The column whose cells these follow if there is no room for a column of their own.
    number
        Whether its cells are numbers.
    """

    name: str
    under: str | None = None
    number: bool = False


def texts(*names: str) -> tuple[Column, ...]:
    """Return columns of text."""
    return tuple(map(Column, names))


def numbers(*names: str) -> tuple[Column, ...]:
    """Return columns of numbers."""
    return tuple(Column(name, number=True) for name in names)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, rows with a cell for each column, an optional row of totals, and a caption."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, lines of text, a list of items, and a table."""

    heading: str
    lines: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """
    Everything that is shown together.

    Parameters
    ----------
    title
        What the page is about.
    lines
        The most important lines, below the title; the last one is coloured by the mood.
    sections
        Everything else.
    footer
        What it takes to get the same answer again: versions, seed, digest.
    mood
        Success, something left open, or failure; None if the page reports none of these.
    """

    title: str
    lines: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    footer: tuple[str, ...] = ()
    mood: Mood | None = None
