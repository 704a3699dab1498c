"""An answer on standard output, in the format asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

import typer

from teamforge.cli.streams import speaks_unicode, to_stderr, write, write_utf8

if TYPE_CHECKING:
    from teamforge.page import Page
    from teamforge.pool import Pool
    from teamforge.report.tabular import Rows


class Answer(Protocol):
    """What a question returns: it can be written as JSON, and `report.pages` has its view."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""


def refuse_names_for_programs(form: str, *, names: bool) -> None:
    """Refuse names in what programs read, before the search begins."""
    if names and form != "table":
        raise typer.BadParameter("names are shown in tables only: leave --names or --format out")


def tell(lines: Iterable[str], names: Pool | None = None) -> None:
    """Write lines to standard error, with the names of a pool if one is given."""
    from teamforge.page import Page
    from teamforge.report.named import with_names

    for line in lines:
        to_stderr(line if names is None else with_names(Page(line), names).title)


def show_answer(answer: Answer, form: str, names: Pool | None = None) -> None:
    """Write an answer as JSON, CSV or a page, with the names of a pool if one is given."""
    from teamforge.report.pages import view_of

    view = view_of(answer)
    show(answer.to_dict, lambda: view.to_rows(answer), lambda: view.to_page(answer), form, names)


def show(
    plain: Callable[[], dict[str, Any]],
    rows: Callable[[], Rows],
    page: Callable[[], Page],
    form: str,
    names: Pool | None = None,
) -> None:
    """Write something as JSON, CSV or a page, which has the names of a pool; only the format asked for is made."""
    from teamforge.report.named import with_names
    from teamforge.report.tabular import to_csv, to_json
    from teamforge.report.text import show as show_page

    if form == "json":
        write(to_json(plain(), ascii_only=not speaks_unicode(sys.stdout)))
    elif form == "csv":
        write_utf8(to_csv(*rows()))
    else:
        show_page(page() if names is None else with_names(page(), names), sys.stdout)
