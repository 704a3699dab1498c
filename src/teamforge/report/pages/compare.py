"""Two results side by side, as a page and as rows."""

from __future__ import annotations

from teamforge.explain.compare import Comparison
from teamforge.explain.why import ThemeCover
from teamforge.page import Column, Page, Section, Table
from teamforge.page.model import texts
from teamforge.page.words import counted, listed
from teamforge.report.tabular import Row, Rows
from teamforge.spec.words import spoken


def to_rows(answer: Comparison) -> Rows:
    """Return the columns and rows of a comparison: one row per seat, then one per criterion."""
    rows: list[Row] = [("seat", each.seat, each.first, each.second, None) for each in answer.seats]
    rows += [("criterion", each.criterion, each.first, each.second, each.difference) for each in answer.criteria]
    return ("kind", "name", "first", "second", "difference"), rows


def to_page(answer: Comparison) -> Page:
    """Return a comparison as a page."""
    first, second = ("no team" if points is None else f"{points:,} points" for points in answer.points)
    starts = [None if window is None else str(window.start) for window in answer.windows]
    lines = (
        *(() if answer.comparable else (_apart(answer),)),
        f"first, {answer.challenge_ids[0]}: {first}",
        f"second, {answer.challenge_ids[1]}: {second}",
        f"{counted(len(answer.both), 'person', 'people')} on both",
        *([f"first alone: {', '.join(answer.left)}"] if answer.left else []),
        *([f"second alone: {', '.join(answer.joined)}"] if answer.joined else []),
    )
    seats = Table(
        texts("Seat", "First", "Second", ""),
        (
            ("start", *starts, "" if starts[0] == starts[1] else "other dates"),
            *(
                (spoken(each.seat), each.first, each.second, "" if each.first == each.second else "other")
                for each in answer.seats
            ),
        ),
    )
    columns = (
        Column("Criterion"),
        Column("First", number=True),
        Column("Second", number=True),
        *((Column("Difference", number=True),) if answer.comparable else ()),
    )
    rows = [(spoken(each.criterion), each.first, each.second, each.difference) for each in answer.criteria]
    criteria = Table(columns, tuple(row[: len(columns)] for row in rows))
    themes = Table(
        texts("Theme", "First", "Second"),
        tuple((spoken(each.theme), _levels(each.first), _levels(each.second)) for each in answer.themes),
    )
    return Page(
        f"{answer.challenge_ids[0]} and {answer.challenge_ids[1]}",
        lines,
        (
            Section("Seats", table=seats),
            Section("Criteria", () if answer.comparable else ("Each challenge has its own scale.",), table=criteria),
            Section("Who carries which theme", table=themes),
        ),
    )


def _apart(answer: Comparison) -> str:
    differs = ["scopes" if each == "scope" else each for each in answer.differs]
    return f"The points of the two cannot be compared: their {listed(differs)} differ."


def _levels(cover: ThemeCover | None) -> tuple[str, ...] | str:
    if cover is None:
        return "not asked for"
    return tuple(f"{peer} (level {cover.levels[peer]})" for peer in cover.carried_by) or "nobody"
