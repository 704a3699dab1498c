"""The next best teams, as a page and as rows."""

from __future__ import annotations

from teamforge.explain.alternatives import Alternatives
from teamforge.page import Column, Page, Section, Table
from teamforge.page.words import counted
from teamforge.report.tabular import Row, Rows
from teamforge.spec.words import spoken


def to_rows(found: Alternatives) -> Rows:
    """Return the columns and rows of teams, one row per member."""
    rows: list[Row] = [
        (each.rank, each.points, each.cost, str(each.team.start), seat, peer)
        for each in found
        for seat, peer in each.team.seats
    ]
    return ("rank", "points", "cost", "start", "seat", "peer_id"), rows


def to_page(found: Alternatives) -> Page:
    """Return teams as a page: one row per team, with those who are not on the first team."""
    title = f"The best teams, challenge {found.challenge_id}"
    if not len(found):
        return Page(
            title, ("there is no valid team" if found.complete else "no team was found in the time",), mood="bad"
        )
    best = dict(found[0].team.seats)
    rows = tuple(
        (
            each.rank,
            str(each.team.start),
            each.points,
            each.cost,
            tuple(
                f"{spoken(seat)}: {peer}" for seat, peer in each.team.seats if each.rank == 1 or best.get(seat) != peer
            ),
        )
        for each in found
    )
    columns = (
        Column("Rank", number=True),
        Column("Start"),
        Column("Points", number=True),
        Column("Cost", number=True),
        Column("Members who are not on team 1"),
    )
    lines = (f"each differs from every team above it in {counted(found.min_changes, 'person', 'people')} or more",)
    return Page(title, lines, (Section("Teams", table=Table(columns, rows)),))
