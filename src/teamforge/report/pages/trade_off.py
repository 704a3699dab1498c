"""One criterion against another, as a page and as rows."""

from __future__ import annotations

from teamforge.explain.trade_off import TradeOffs
from teamforge.page import Column, Page, Section, Table
from teamforge.report.tabular import Row, Rows

__all__ = ["to_page", "to_rows"]


def to_rows(answer: TradeOffs) -> Rows:
    """Return the columns and rows of a trade-off, a team each."""
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
    columns = (
        Column("Best when"),
        Column(answer.first, number=True),
        Column(answer.second, number=True),
        Column("Points", number=True),
        Column("Cost", number=True),
        Column("Start"),
    )
    rows = tuple(
        (_emphasis(answer, *each.emphasis), each.first, each.second, each.points, each.cost, str(each.team.start))
        for each in answer
    )
    lines = (f"what more {answer.first} costs in {answer.second} and in points, and the reverse",)
    title = f"{answer.first} against {answer.second}, challenge {answer.challenge_id}"
    return Page(title, lines, (Section("Teams", table=Table(columns, rows)),))


def _emphasis(answer: TradeOffs, first: int, second: int) -> str:
    if first == second == 1:
        return "all as weighted"
    return f"{answer.first} counts {first} times" if first > 1 else f"{answer.second} counts {second} times"
