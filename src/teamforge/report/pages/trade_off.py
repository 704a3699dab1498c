"""One criterion against another, as a page and as rows."""

from __future__ import annotations

from teamforge.explain.trade_off import TradeOffs
from teamforge.page import Page, Section, Table
from teamforge.page.model import numbers, texts
from teamforge.report.tabular import Row, Rows
from teamforge.spec.words import spoken


def to_rows(answer: TradeOffs) -> Rows:
    """Return the columns and rows of a trade-off, one row per team."""
    rows: list[Row] = [
        (
            *each.emphasis,
            each.first,
            each.second,
            each.points,
            each.cost,
            str(each.team.start),
            "; ".join(f"{seat} {peer}" for seat, peer in each.team.seats),
        )
        for each in answer
    ]
    names = (f"{answer.first}_times", f"{answer.second}_times", answer.first, answer.second)
    return (*names, "points", "cost", "start", "team"), rows


def to_page(answer: TradeOffs) -> Page:
    """Return a trade-off as a page."""
    more, less = spoken(answer.first), spoken(answer.second)
    columns = (*texts("Best when"), *numbers(more, less, "Points", "Cost"), *texts("Start"))
    rows = tuple(
        (_emphasis(answer, *each.emphasis), each.first, each.second, each.points, each.cost, str(each.team.start))
        for each in answer
    )
    lines = (f"what more {more} costs in {less} and in points, and the reverse",)
    title = f"{more} against {less}, challenge {answer.challenge_id}"
    return Page(title, lines, (Section("Teams", table=Table(columns, rows)),))


def _emphasis(answer: TradeOffs, first: int, second: int) -> str:
    if first == second == 1:
        return "all as weighted"
    name, times = (answer.first, first) if first > 1 else (answer.second, second)
    return f"{spoken(name)} counts {times} times"
