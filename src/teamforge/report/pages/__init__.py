"""Results and answers as pages for people and as rows for tables; `view_of` finds the view of an answer."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from teamforge.page import Page
from teamforge.report.tabular import Rows

__all__ = ["View", "view_of"]


class View(Protocol):
    """How an answer is shown: a module of this package."""

    def to_page(self, answer: object, /) -> Page:
        """Return an answer as a page."""

    def to_rows(self, answer: object, /) -> Rows:
        """Return the columns and rows of an answer."""


def view_of(answer: object) -> View:
    """Return the module that shows an answer: the one here with the same name as the module that answers."""
    return cast("View", import_module(f"{__name__}.{type(answer).__module__.rpartition('.')[2]}"))
