"""`teamforge decide` and `teamforge decisions`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from teamforge.cli.options import ChallengePath, Format, Names, PoolPath, argument, day_of, option
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_both
from teamforge.cli.showing import refuse_names_for_programs, show
from teamforge.cli.statuses import ExitStatus
from teamforge.cli.streams import to_stderr, write

if TYPE_CHECKING:
    from teamforge.records.decisions.entry import Substitution


def decide(  # noqa: PLR0913 -- an option for each part of a decision
    result: Annotated[Path, argument("RESULT", "A .json or .xlsx file of `compose --out`.")],
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    by: Annotated[str, option("--by", "NAME", "Who decided: a person.")],
    role: Annotated[str, option("--role", "ROLE", "Their role when they decided.")],
    decision: Annotated[
        Literal["accepted", "changed", "rejected"],
        typer.Option("--decision", help="What they made of the proposal.", show_default=False),
    ],
    why: Annotated[str, option("--why", "TEXT", "The reason.")],
    record: Annotated[Path, option("--record", "FILE", "The record, a .jsonl file.")],
    seen: Annotated[
        Path | None,
        option("--seen", "FILE", "The alternatives that were looked at: kept output of `alternatives --format json`."),
    ] = None,
    change: Annotated[
        list[str] | None,
        option(
            "--change",
            "SEAT=PEER",
            "With --decision changed: who sits there instead; nobody after the = for an empty seat.",
        ),
    ] = None,
    start: Annotated[
        str | None, option("--start", "DATE", "With --decision changed: the first day on site, where it differs.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of the decision.", show_default="today")
    ] = None,
) -> None:
    """
    Record what a person decided about a proposed team.

    The entry holds the decision next to the proposal, with the reason. The proposal is checked against its files first.
    Entries are only ever added, and each carries the seal of the one before: `teamforge decisions` shows whether
    anything was changed or removed.

    Exit status: 0 it is written; 2 something is wrong with the input or the record: every fault is listed and nothing
    is written.

    \b
    Example:
      teamforge decide result.json pool challenge.toml --by "A. Person" --role "programme director" \\
        --decision accepted --why "covers the scope" --record decisions.jsonl
    """  # noqa: D301 -- \b keeps the lines of the example apart
    if record.is_dir() or not record.absolute().parent.is_dir():
        raise typer.BadParameter(f"{record} is a folder, or in a folder that is not there", param_hint="--record")
    changes = tuple(map(_change, change or ()))
    today = datetime.now().astimezone().date()
    day, first = today if on is None else day_of(on), None if start is None else day_of(start)
    with progress("reading the files") as say:
        from teamforge.records.decisions.deciding import decide as note
        from teamforge.records.decisions.entry import Decision, Outcome
        from teamforge.records.record import read_record

        kept = read_record(result)
        looked_at = None if seen is None else read_record(seen, "what `teamforge alternatives --format json` wrote")
        inputs = read_both(pool, challenge, history=False)
        say("checking the proposal")
        decided = Decision(by, role, day, Outcome(decision), why, changes, first)
        entry = note(kept, *inputs, decided, record, looked_at)
    as_of = inputs.challenge.as_of
    if on is None and today != as_of:
        to_stderr(f"decided on {today}, which is today; the challenge is as of {as_of}: --on gives another day")
    write(f"entry {entry.number:,} of {record}\nseal {entry.seal}\n")


def _change(text: str) -> Substitution:
    from teamforge.records.decisions.entry import Substitution

    seat, equals, peer = text.partition("=")
    if not (seat.strip() and equals):
        raise typer.BadParameter(f"{text!r} is not SEAT=PEER", param_hint="--change")
    return Substitution(seat.strip(), peer.strip() or None)


def decisions(
    record: Annotated[Path, argument("RECORD", "A .jsonl file of `decide`.")],
    pool: Annotated[Path | None, argument("POOL", "Where names are found, for --names.")] = None,
    *,
    form: Format = "table",
    names: Names = False,
    includes: Annotated[
        str | None, option("--includes", "SEAL", "A seal that was noted elsewhere: its entry must still be there.")
    ] = None,
) -> None:
    """
    List a record of decisions, and check that it is whole.

    It shows what was changed or removed.

    Exit status: 0 every link of its chain holds; 2 it cannot be read; 5 it does not hold, and every fault is listed.

    \b
    Examples:
      teamforge decisions decisions.jsonl
      teamforge decisions decisions.jsonl pool --names
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    if names and pool is None:
        raise typer.BadParameter("missing: a record holds ids alone, and a pool has the names", param_hint="POOL")
    from teamforge.pool.reading import read_pool
    from teamforge.records.decisions.chain import read_decisions
    from teamforge.records.decisions.listing import decisions_page, decisions_rows

    found = read_decisions(record, includes=includes)
    named = read_pool(pool) if names and pool is not None else None
    show(found.to_dict, lambda: decisions_rows(found), lambda: decisions_page(found, record.name), form, named)
    if not found.holds:
        raise typer.Exit(ExitStatus.DOES_NOT_HOLD)
