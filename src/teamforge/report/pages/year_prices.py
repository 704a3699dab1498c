"""What the places of peers are worth to a plan, as a page and as rows."""

from __future__ import annotations

from teamforge.explain.year_prices import YearPrices
from teamforge.page import Page
from teamforge.report.tabular import Row, Rows


def to_rows(answer: YearPrices) -> Rows:
    """Return the columns and rows of the prices: of peers, of roles and of weeks, each with its kind."""
    rows: list[Row] = [("peer", each.peer_id, each.places, each.days, each.teams) for each in answer.peers]
    rows += [("role", each.role, each.highest, None, each.serving) for each in answer.roles]
    rows += [("week", str(each.week), None, each.price, each.peers) for each in answer.weeks]
    return ("kind", "of", "places", "days", "teams_or_peers"), rows


def to_page(answer: YearPrices) -> Page:
    """Return the prices as a page."""
    return answer.page()
