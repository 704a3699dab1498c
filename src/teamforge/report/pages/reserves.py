"""Who could step in, as a page and as rows."""

from __future__ import annotations

from teamforge.explain.reserves import Reserves
from teamforge.page import Page, Section, Table
from teamforge.page.model import numbers, texts
from teamforge.report.tabular import Row, Rows
from teamforge.spec.words import spoken


def to_rows(found: Reserves) -> Rows:
    """Return the columns and rows of reserves."""
    rows: list[Row] = [(each.seat, each.member, each.rank, each.peer_id, each.points, each.cost) for each in found]
    return ("seat", "member", "rank", "peer_id", "points", "cost"), rows


def to_page(found: Reserves) -> Page:
    """Return reserves as a page."""
    columns = (*texts("Seat", "Member", "Reserve"), *numbers("Cost", "of"))
    rows = tuple((spoken(each.seat), each.member, each.peer_id, each.cost, found.depth[each.seat]) for each in found)
    sections = [Section("Who could step in", table=Table(columns, rows))] if rows else []
    if found.without:
        sections.append(Section("Seats for which nobody could step in", items=tuple(map(spoken, found.without))))
    lines = (f"the team has {found.points:,} points; everybody else and the dates are kept",)
    return Page(f"Reserves, challenge {found.challenge_id}", lines, tuple(sections))
