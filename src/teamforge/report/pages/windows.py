"""Every window with its best team, as a page and as rows."""

from __future__ import annotations

from teamforge.explain.windows import BestWindows
from teamforge.page import Page, Section, Table
from teamforge.page.model import numbers, texts
from teamforge.page.words import counted
from teamforge.report.tabular import Row, Rows


def to_rows(found: BestWindows) -> Rows:
    """Return the columns and rows of windows."""
    rows: list[Row] = [(str(each.start), str(each.status), each.points, each.bound, each.depth) for each in found]
    return ("start", "status", "points", "bound", "depth"), rows


def to_page(found: BestWindows) -> Page:
    """Return windows as a page."""
    columns = (*texts("Start", "Best team"), *numbers("Points", "Reserves"))
    rows = tuple((str(each.start), str(each.status), each.points, each.depth) for each in found)
    lines = (
        counted(len(found), "valid window"),
        "reserves: how many people could step in for the member who is hardest to replace",
    )
    sections = (Section("Windows", table=Table(columns, rows)),) if rows else ()
    return Page(f"Windows, challenge {found.challenge_id}", lines, sections)
