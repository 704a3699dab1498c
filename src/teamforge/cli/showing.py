"""An answer on standard output, in the form that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from teamforge.cli.streams import speaks_unicode, write, write_utf8

if TYPE_CHECKING:
    from teamforge.page import Page

__all__ = ["show_answer"]


def show_answer(
    plain: dict[str, Any],
    rows: Callable[[], tuple[tuple[str, ...], Sequence[tuple[str | int | None, ...]]]],
    page: Callable[[], Page],
    form: str,
) -> None:
    """Write an answer as JSON, CSV or a page; what the form does not need is not made."""
    from teamforge.report.tabular import to_csv, to_json  # noqa: PLC0415 -- commands import when they run
    from teamforge.report.text import show  # noqa: PLC0415 -- likewise

    if form == "json":
        write(to_json(plain, ascii_only=not speaks_unicode(sys.stdout)))
    elif form == "csv":
        write_utf8(to_csv(*rows()))
    else:
        show(page(), sys.stdout)
