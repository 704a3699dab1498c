"""Results and answers as pages for people and as rows for tables; `view_of` finds the view of an answer."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from teamforge.page import Page
from teamforge.report.tabular import Rows

__all__ = ["View", "view_of"]

_VIEWS = {
    "Alternatives": "alternatives",
    "BestWindows": "windows",
    "Comparison": "compare",
    "Repair": "repair",
    "Reserves": "reserves",
    "Sensitivity": "sensitivity",
    "TradeOffs": "trade_off",
    "Why": "why",
    "WhyNot": "why_not",
}
"""The class of an answer to the module here that shows it."""


class View(Protocol):
    """How an answer is shown: a module of this package."""

    def to_page(self, answer: object, /) -> Page:
        """Return an answer as a page."""

    def to_rows(self, answer: object, /) -> Rows:
        """Return the columns and rows of an answer."""


def view_of(answer: object) -> View:
    """
    Return the module that shows an answer.

    Raises
    ------
    KeyError
        If there is none.
    """
    return cast("View", import_module(f"{__name__}.{_VIEWS[type(answer).__name__]}"))
