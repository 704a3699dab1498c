"""What drop-outs do to a plan, as a page and as rows: one per seat."""

from __future__ import annotations

from dataclasses import astuple, fields

from teamforge.page import Page
from teamforge.report.tabular import Rows
from teamforge.result.stress import SeatStress, Stress


def to_rows(found: Stress) -> Rows:
    """Return the columns and rows of the seats."""
    return tuple(each.name for each in fields(SeatStress)), [astuple(each) for each in found.seats]


def to_page(found: Stress) -> Page:
    """Return the answer as a page."""
    return found.page()
