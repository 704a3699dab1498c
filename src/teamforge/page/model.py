"""The parts of a page; the text in them is as it was given, and it is for those who show a page to make it safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Cell", "Column", "Mood", "Page", "Section", "Table"]

Cell = str | int | tuple[str, ...] | None
"""Text, a whole number, several lines of text, or nothing."""

Mood = Literal["good", "open", "bad"]
"""Whether a page tells of success, of something left open, or of none."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a table.

    Parameters
    ----------
    name
        Its heading.
    under
        Where there is no room for a column of its own, its cells go below those of the column of this name.
    number
        Whether its cells are numbers.
    """

    name: str
    under: str | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, rows of as many cells, a last row of totals if there is one, and a caption for those who show it."""

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
    All that is shown in one go.

    Parameters
    ----------
    title
        What it is about.
    lines
        What is most important, below the title; the last of them is coloured by the mood.
    sections
        The rest.
    footer
        What it takes to repeat it.
    mood
        None where nothing succeeded or failed.
    """

    title: str
    lines: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    footer: tuple[str, ...] = ()
    mood: Mood | None = None
