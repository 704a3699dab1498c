"""`teamforge review`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamforge.cli.options import ChallengePath, Format, Names, PoolPath, day_of, option
from teamforge.cli.places import refuse_unwritable
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_both
from teamforge.cli.showing import refuse_names_for_programs, show
from teamforge.cli.streams import to_stderr

if TYPE_CHECKING:
    from teamforge.forge.review import Return, Review
    from teamforge.page import Page


def _place(value: Path) -> Path:
    if value.exists():
        raise typer.BadParameter(f"{value} is there already: name a new file")
    refuse_unwritable(value)
    if value.suffix.lower() != ".toml":
        raise typer.BadParameter(f"{value} does not end in .toml")
    return value


def review(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    out: Annotated[Path, option("--out", "FILE.toml", "The file of the review to write.", callback=_place)],
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help="The day for which ties and declarations are looked at.", show_default="today"
        ),
    ] = None,
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Begin the progress review of a challenge: write its file, with the team from the history pinned if they can come.

    Two dates are left to fill in. It says what to ask each member for first: a new declaration of interests if theirs
    is over a year old, and when they are free. Then compose it like any challenge.

    \b
    Example:
      teamforge review pool challenge.toml --out review.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.forge.review import review as begin
    from teamforge.tables.saving import save

    refuse_names_for_programs(form, names=names)
    day = date.today() if on is None else day_of(on)  # noqa: DTZ011 -- the day where the user is
    with progress("reading the files"):
        inputs = read_both(pool, challenge, history=False)
        found = begin(*inputs, day)
    try:
        save(out, found.text.encode())
    finally:  # what was found is shown even if the file cannot be written
        show(
            found.to_dict,
            lambda: (_COLUMNS, [(each.seat, each.peer_id, *map("; ".join, _texts(each))) for each in found.members]),
            lambda: _page(found, inputs.challenge.id),
            form,
            inputs.pool if names else None,
        )
    to_stderr(f"wrote {out}: fill in as_of and the windows, then `teamforge compose`")


_COLUMNS = ("seat", "peer_id", "ask", "waive", "why_not")


def _texts(member: Return) -> tuple[tuple[str, ...], ...]:
    return member.ask, member.waive, member.why_not


def _page(found: Review, challenge_id: str) -> Page:
    from teamforge.page.model import Page, Section, Table, texts
    from teamforge.spec.words import spoken

    again = [each for each in found.members if each.pinned]
    waived = any(each.waive for each in again)
    columns = texts("Seat", "Peer", "Ask them for first", "Needs a waiver")[: 3 + waived]
    rows = tuple((spoken(each.seat), each.peer_id, each.ask or "nothing", each.waive)[: 3 + waived] for each in again)
    sections = [Section("Who can come again", table=Table(columns, rows))] if again else []
    if len(again) < len(found.members):
        gone = tuple((spoken(each.seat), each.peer_id, each.why_not) for each in found.members if not each.pinned)
        sections.append(Section("Who cannot", table=Table(texts("Seat", "Peer", "Why"), gone)))
    line = f"{len(again)} of the {len(found.members)} members are pinned to their seats"
    return Page(f"Progress review of {challenge_id}", (line,), tuple(sections))
