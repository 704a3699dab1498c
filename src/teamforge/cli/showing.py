"""An answer on standard output, in the form that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from teamforge.cli.streams import speaks_unicode, write, write_utf8

if TYPE_CHECKING:
    from teamforge.page import Page
    from teamforge.report.tabular import Rows

__all__ = ["Answer", "show", "show_answer"]


class Answer(Protocol):
    """What a question returns: it can be written as JSON, and `report.pages` has its view."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""


def show_answer(answer: Answer, form: str) -> None:
    """Write an answer as JSON, CSV or a page."""
    from teamforge.report.pages import view_of

    view = view_of(answer)
    show(answer.to_dict, lambda: view.to_rows(answer), lambda: view.to_page(answer), form)


def show(plain: Callable[[], dict[str, Any]], rows: Callable[[], Rows], page: Callable[[], Page], form: str) -> None:
    """Write something as JSON, CSV or a page; only the form that is asked for is made."""
    from teamforge.report.tabular import to_csv, to_json
    from teamforge.report.text import show as show_page

    if form == "json":
        write(to_json(plain(), ascii_only=not speaks_unicode(sys.stdout)))
    elif form == "csv":
        write_utf8(to_csv(*rows()))
    else:
        show_page(page(), sys.stdout)
