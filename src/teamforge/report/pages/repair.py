"""A repaired team, as a page and as rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from teamforge.forge.repair import Repair
from teamforge.page import Page, Section, Table
from teamforge.page.model import texts
from teamforge.page.words import counted, days_in_words
from teamforge.pool.assignments.history import in_force
from teamforge.report.pages.results import host_dict
from teamforge.report.tabular import Row, Rows
from teamforge.result.data import ResultData
from teamforge.spec.words import spoken


def to_rows(answer: Repair[ResultData]) -> Rows:
    """Return the columns and rows of a repair, one row per seat."""
    rows: list[Row] = [(each.seat, each.before, each.after, "; ".join(each.why)) for each in answer.seats]
    return ("seat", "before", "after", "why"), rows


def to_dict(answer: Repair[ResultData], *, host: bool) -> dict[str, Any]:
    """Return a repair in plain values; for a host, without points and details."""
    plain = answer.to_dict()
    if not host:
        return plain
    return {
        **{key: plain[key] for key in ("challenge_id", "start_before", "changed", "seats")},
        "result": host_dict(answer.result),
    }


def to_page(answer: Repair[ResultData], *, host: bool = False) -> Page:
    """Return a repair as a page."""
    lines = tuple(_summary(answer, host=host))
    columns = texts("Seat", "Before", "After", "Why")
    rows = tuple(
        (
            spoken(each.seat),
            each.before or "nobody",
            "stays" if each.kept else each.after or "nobody",
            each.reasons,
        )
        for each in answer.seats
    )
    return Page(
        f"Repaired team, challenge {answer.result.challenge_id}",
        lines,
        (Section("Seats", table=Table(columns, rows)),),
        mood="good",
    )


def _summary(answer: Repair[ResultData], *, host: bool) -> Iterator[str]:
    if (window := answer.result.window) is not None:
        before = answer.before.start
        moved = f", instead of {days_in_words(before, before + (window.end - window.start))}"
        yield days_in_words(window.start, window.end) + (moved if window.start != before else "")
    if not host:
        less = f"{abs(answer.cost):,} {'fewer' if answer.cost > 0 else 'more'} than" if answer.cost else "as many as"
        yield f"{answer.result.points:,} points, {less} the team before would have now"
    if answer.changes:
        yield f"{counted(len(answer.changes), 'seat')} of {len(answer.seats)} changed: no valid team changes fewer"
    else:
        yield "no seat has to change"
    was = dict(answer.before.seats).values()
    out = {row.peer_id: row.reason for row in in_force(answer.result.pool, answer.result.challenge_id) if row.out}
    out |= dict.fromkeys(answer.result.parameters["repair"]["withdrawn"], "")
    out |= dict.fromkeys(answer.result.parameters["repair"]["objected"], "")
    kept_out = [f"{peer} ({reason})" if reason else peer for peer, reason in out.items() if peer not in was]
    if kept_out and not host:
        yield f"kept out as well: {', '.join(kept_out)}"
