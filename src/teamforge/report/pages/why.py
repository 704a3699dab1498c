"""Why this team, as a page and as rows."""

from __future__ import annotations

from teamforge.explain.why import ThemeCover, Why
from teamforge.page import Page, Section, Table
from teamforge.page.model import numbers, texts
from teamforge.report.tabular import Row, Rows
from teamforge.spec.words import spoken


def to_rows(answer: Why) -> Rows:
    """Return the columns and rows of an explanation: one row per member, then one per theme."""
    rows: list[Row] = [("member", each.seat, each.peer_id, each.points, each.regret) for each in answer.members]
    rows += [("theme", each.theme, "; ".join(each.carried_by), each.points, None) for each in answer.themes]
    return ("kind", "name", "peers", "points", "regret"), rows


def to_page(answer: Why) -> Page:
    """Return an explanation of a team as a page."""
    count = f"{answer.teams:,}" if answer.teams_exact else f"{answer.teams:,} or more"
    lines = (
        f"{answer.points:,} points",
        "no other team has as many" if answer.teams == 1 and answer.teams_exact else f"{count} teams have as many",
    )
    members = Table(
        (*texts("Seat", "Peer"), *numbers("Points", "Without them")),
        tuple((spoken(each.seat), each.peer_id, each.points, _without(each.regret)) for each in answer.members),
    )
    columns = (*texts("Theme"), *numbers("Weight", "Points"), *texts("Carried by"))
    rows = tuple((spoken(each.theme), each.weight, each.points, _carried(each)) for each in answer.themes)
    about = ("how many points fewer the best team without them has, on any dates",)
    return Page(
        f"Why this team, challenge {answer.challenge_id}",
        lines,
        (
            Section("Members", about, table=members),
            Section("Themes", ("carried by practitioners or above (levels 2 to 4)",), table=Table(columns, rows)),
        ),
    )


def _without(regret: int | None) -> str | int:
    return "no valid team" if regret is None else -regret


def _carried(theme: ThemeCover) -> tuple[str, ...]:
    if not theme.carried_by:
        return ("nobody",)
    alone = ("alone: it rests on them",) if theme.rests_on else ()
    return (*(f"{peer} (level {theme.levels[peer]})" for peer in theme.carried_by), *alone)
