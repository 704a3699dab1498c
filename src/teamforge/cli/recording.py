"""Rows of the history of the pool: how a command writes them, and how it shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from teamforge.cli.progress import progress
from teamforge.cli.showing import refuse_names_for_programs, show
from teamforge.cli.streams import to_stderr

if TYPE_CHECKING:
    from teamforge.assignments import Assignment
    from teamforge.pool import Pool


class Recording(NamedTuple):
    """What is recorded: what it is about, and the rows for a pool read while nobody else can write."""

    about: str
    rows_for: Callable[[Pool], list[Assignment]]


def record_rows(path: Path, recording: Callable[[], Recording], form: str, *, names: bool) -> None:
    """Add rows to the history, show them, and say on standard error whose visits overlap now."""
    from teamforge.assignments import add_rows, double_bookings, in_force
    from teamforge.challenge.history import overlap_in_words

    refuse_names_for_programs(form, names=names)
    with progress("reading the files"):
        about, rows_for = recording()
        pool, rows = add_rows(path, rows_for)
    show_rows(pool, rows, form, f"Recorded for {about}", names=names)
    written = {(row.challenge_id, row.peer_id) for row in rows}
    for one, other in double_bookings(in_force(pool)):
        if {(each.challenge_id, each.peer_id) for each in (one, other)} & written:
            to_stderr(f"warning: {overlap_in_words(one, other)}")


def require_same(of: str, asked: str, hint: str, what: str = "challenge") -> None:
    """Refuse a file for a challenge or programme other than the one asked about."""
    if of != asked:
        raise typer.BadParameter(f"it is for {what} {of!r}, not {asked!r}", param_hint=hint)


_COLUMNS = ("challenge_id", "seat", "peer_id", "start", "end", "state", "on")


def show_rows(pool: Pool, rows: Sequence[Assignment], form: str, title: str, *, names: bool) -> None:
    """Show rows of the history as a table, JSON or CSV."""
    from teamforge.page import Column, Page, Section, Table
    from teamforge.page.words import counted, day_in_words, days_in_words
    from teamforge.spec.words import spoken

    plain = [{name: str(getattr(row, name)) for name in _COLUMNS} for row in rows]

    def page() -> Page:
        cells = tuple(
            (
                row.challenge_id,
                spoken(row.seat),
                row.peer_id,
                days_in_words(row.start, row.end),
                row.state,
                day_in_words(row.on),
            )
            for row in rows
        )
        columns = (
            Column("Challenge"),
            Column("Seat", under="Peer"),
            Column("Peer"),
            Column("On site", under="Challenge"),
            Column("State"),
            Column("Since", under="State"),
        )
        sections = (Section("", table=Table(columns, cells)),) if cells else ()
        return Page(title, (counted(len(rows), "row"),), sections)

    show(
        lambda: {"assignments": plain},
        lambda: (_COLUMNS, [tuple(each.values()) for each in plain]),
        page,
        form,
        pool if names else None,
    )
