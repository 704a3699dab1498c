"""What a notebook shows: the page of an answer as escaped HTML, with ids and no names."""

from __future__ import annotations

from typing import Any

from teamforge.page.model import Cell, Column, Page, Section, Table
from teamforge.page.words import counted

_MOST = 60
"""The most rows of a data frame to show."""


class Displayed:
    """
    An object that notebooks show as a page.

    By default the page has its `repr` as title, and the rows of its `to_frame`; without `to_frame`, only its `str`. A
    class that needs another page overrides `page`.
    """

    __slots__ = ()

    def page(self) -> Page:
        """Return what a notebook shows."""
        to_frame = getattr(self, "to_frame", None)
        if to_frame is None:
            return Page(str(self))
        return Page(repr(self).strip("<>"), sections=(frame_table("", to_frame()),))

    def to_html(self) -> str:
        """Return the page as a fragment of HTML, escaped, without scripts."""
        from teamforge.page.html import to_html  # noqa: PLC0415 -- commands show no HTML

        return to_html(self.page())

    def _repr_html_(self) -> str:
        """Return what notebooks show."""
        return self.to_html()


def frame_table(heading: str, frame: Any) -> Section:  # noqa: ANN401 -- a data frame, imported only at the edges
    """Return the first rows of a data frame of text and whole numbers as a section."""
    shown = frame.head(_MOST)
    blank = shown.isna()
    columns = tuple(Column(str(name), number=frame[name].dtype.kind in "iu") for name in frame.columns)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        tuple(
            None if blank.iloc[row, place] else int(cell) if column.number else str(cell)
            for place, (column, cell) in enumerate(zip(columns, shown.iloc[row], strict=True))
        )
        for row in range(len(shown))
    )
    more = (f"and {counted(len(frame) - _MOST, 'more row')}",) if len(frame) > _MOST else ()
    return Section(heading, more, table=Table(columns, rows))
