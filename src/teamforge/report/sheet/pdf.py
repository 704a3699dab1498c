"""A team sheet as a tagged, accessible PDF: PDF/UA-1, if fonts cover every letter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Literal

import typst

from teamforge.page import Cell, Section
from teamforge.page.words import lines_of, visible
from teamforge.report.sheet.direction import right_to_left
from teamforge.report.sheet.model import Portrait, Sheet

_NO_FONT = "could not be displayed"
_BOXES = (
    "Some letters above have no font on the computer that wrote this, and show as boxes. Therefore this document does "
    "not claim to be PDF/UA. Install a font that has them, and write it again."
)


def to_pdf(sheet: Sheet) -> bytes:
    """Return a team sheet as PDF; if some letters have no font, it says so at the end and does not claim PDF/UA."""
    source = files("teamforge.report.sheet").joinpath("sheet.typ").read_bytes()
    content = _plain(sheet)
    try:
        return _compiled(source, content, "ua-1")
    except typst.TypstError as error:
        if _NO_FONT not in str(error):
            raise
    return _compiled(source, {**content, "record": [*content["record"], _line(_BOXES)]}, None)


def _compiled(source: bytes, content: dict[str, Any], standard: Literal["ua-1"] | None) -> bytes:
    # The content goes in as data, never as markup.
    made = typst.compile(source, format="pdf", sys_inputs={"sheet": json.dumps(content)}, pdf_standards=standard)
    return bytes(made)


def _plain(sheet: Sheet) -> dict[str, Any]:
    """Return what a sheet says in plain values."""
    return {
        "title": _line(sheet.title),
        "hosts": [_line(host) for host in sheet.hosts],
        "on_site": _line(sheet.on_site),
        "status": _line(sheet.status),
        "mood": sheet.mood,
        "parts": [_part(part, sheet.portraits if name == "members" else ()) for name, part in sheet.parts.items()],
        "record": [_line(line) for line in sheet.record],
    }


def _part(part: Section, portraits: Sequence[Portrait | None]) -> dict[str, Any]:
    table = part.table and {
        "columns": [{"name": column.name, "number": column.number} for column in part.table.columns],
        "rows": [[_cell(cell) for cell in row] for row in part.table.rows],
        "total": part.table.total and [_cell(cell) for cell in part.table.total],
        "caption": visible(part.table.caption),
        "portraits": [
            None if each is None else {"content": list(each.content), "about": visible(each.about)}
            for each in portraits
        ],
    }
    return {
        "heading": visible(part.heading),
        "lines": [_line(line) for line in part.lines],
        "items": [_line(item) for item in part.items],
        "table": table,
    }


def _cell(cell: Cell) -> list[dict[str, Any]]:
    return [_line(line) for line in lines_of(cell)]


def _line(text: str) -> dict[str, Any]:
    return {"text": visible(text), "rtl": right_to_left(text)}
