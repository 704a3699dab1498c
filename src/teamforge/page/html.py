"""
A page as a fragment of HTML, for notebooks.

One function escapes everything. There are no scripts, no style sheets, and nothing is loaded. Colours come from the
page around it, so it can be read on light and on dark backgrounds.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from teamforge.page.model import Cell, Column, Page, Section, Table
from teamforge.page.words import lines_of

_LINE = "border-bottom:1px solid rgba(127,127,127,.35)"
_CELL = f"padding:.15em .9em .15em 0;vertical-align:top;white-space:normal;background:transparent;{_LINE}"
_MOODS = {"good": "#2e9e4f", "open": "#c98a00", "bad": "#d6453d", None: "currentColor"}


def escape(cell: Cell) -> str:
    """
    Return a cell as HTML; all text goes into the page through here.

    Examples
    --------
    >>> escape("<script>"), escape(("a & b", "c"))
    ('&lt;script&gt;', 'a &amp; b<br>c')
    """
    return "<br>".join(html.escape(line, quote=True) for line in lines_of(cell))


def to_html(page: Page) -> str:
    """Return a page as one `div`."""
    lines = [f'<div dir="auto">{escape(line)}</div>' for line in page.lines]
    if lines:
        mark = f"border-left:.25em solid {_MOODS[page.mood]};padding-left:.6em"
        lines[-1] = f'<div dir="auto" style="{mark}">{escape(page.lines[-1])}</div>'
    parts = [
        f'<div dir="auto" style="font-size:1.15em;font-weight:600">{escape(page.title)}</div>',
        *lines,
        *(part for section in page.sections for part in _section(section)),
        *(
            f'<div style="opacity:.7;font-size:.85em;overflow-wrap:break-word">{escape(line)}</div>'
            for line in page.footer
        ),
    ]
    style = "color:inherit;background:transparent;line-height:1.45;max-width:70em;overflow-x:auto"
    return f'<div class="teamforge" lang="en" style="{style}">\n' + "\n".join(parts) + "\n</div>"


def _section(section: Section) -> Iterable[str]:
    yield f'<div style="font-weight:600;margin-top:.9em">{escape(section.heading)}</div>'
    yield from (f'<div dir="auto">{escape(line)}</div>' for line in section.lines)
    if section.items:
        items = "".join(f'<li dir="auto">{escape(item)}</li>' for item in section.items)
        yield f'<ul style="margin:.2em 0;padding-left:1.2em">{items}</ul>'
    if section.table is not None:
        yield _table(section.table)


def _table(table: Table) -> str:
    head = _row(table.columns, [column.name for column in table.columns], "th", ' scope="col"')
    rows = [_row(table.columns, row, "td") for row in table.rows]
    if table.total is not None:
        rows.append(_row(table.columns, table.total, "td", bold=True))
    style = "border-collapse:collapse;margin:.3em 0;color:inherit;background:transparent"
    body = "\n".join(rows)
    return f'<table style="{style}">\n<thead>\n{head}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>'


def _row(columns: Iterable[Column], cells: Iterable[Cell], tag: str, more: str = "", *, bold: bool = False) -> str:
    weight = ";font-weight:600" if bold or tag == "th" else ""
    shown = []
    for column, cell in zip(columns, cells, strict=True):
        side = "right;font-variant-numeric:tabular-nums" if column.number else "left;overflow-wrap:break-word"
        shown.append(f'<{tag}{more} dir="auto" style="text-align:{side};{_CELL}{weight}">{escape(cell)}</{tag}>')
    return f'<tr style="background:transparent">{"".join(shown)}</tr>'
