"""`teamforge repair`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamforge.cli.options import (
    By,
    ChallengePath,
    Format,
    Names,
    Note,
    On,
    PoolPath,
    Recorded,
    Seed,
    TimeLimit,
    day_of,
    flag,
    option,
)
from teamforge.cli.outputs import Audiences, Out, OutputOptions, readers_of, refuse_what_does_not_fit, write_results
from teamforge.cli.places import refuse_unwritable
from teamforge.cli.progress import progress
from teamforge.cli.project import in_papers, typed
from teamforge.cli.reading import known_peers, read_both
from teamforge.cli.recording import require_same
from teamforge.cli.showing import refuse_names_for_programs, show
from teamforge.cli.statuses import no_team
from teamforge.cli.streams import to_stderr
from teamforge.page.words import counted
from teamforge.spec.audience import Audience
from teamforge.team import Responses, Team

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.assignments import Assignment
    from teamforge.challenge import Challenge
    from teamforge.forge.repair import Repair
    from teamforge.pool import Pool
    from teamforge.workbook.reading import TeamWorkbook


def repair(  # noqa: PLR0913 -- an option for each thing that can happen
    ctx: typer.Context,
    pool: PoolPath,
    challenge: ChallengePath = None,
    third: Annotated[Path | None, typer.Argument(metavar="…", hidden=True)] = None,
    *,
    team: Annotated[
        Path | None,
        option(
            "--team",
            "FILE",
            "The team.xlsx with its states filled in, or the result.json, of `--out`; it may stand before POOL "
            "as well. Left out, the team that stands by the history.",
        ),
    ] = None,
    withdrawn: Annotated[
        list[str] | None, typer.Option("--withdrawn", metavar="PEER", help="Declined or dropped out; may be repeated.")
    ] = None,
    objected: Annotated[
        list[str] | None, typer.Option("--objected", metavar="PEER", help="The host objects; may be repeated.")
    ] = None,
    confirmed: Annotated[
        list[str] | None, typer.Option("--confirmed", metavar="PEER", help="Keeps the seat; may be repeated.")
    ] = None,
    any_dates: Annotated[bool, flag("--any-dates", "Let the dates move; they are kept otherwise.")] = False,
    record: Recorded = False,
    on: On = None,
    by: By = "",
    note: Note = "",
    form: Format = "table",
    audience: Audiences = None,
    names: Names = False,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
    out: Out = None,
    challenge_out: Annotated[
        Path | None,
        option(
            "--challenge-out",
            "FILE.json",
            "Write the challenge of the repaired team: who dropped out excluded, who confirmed pinned.",
        ),
    ] = None,
) -> None:
    """
    Repair a team: change as few seats as possible, and keep everybody who confirmed.

    Use it after withdrawals, objections or changed availability. Among the teams that change the fewest seats, it finds
    the one with the most points. The history of the pool says which team stands, who confirmed and stays, and who said
    no and does not come back; what people wrote into a team.xlsx overrides it, and options override both. Pool and
    challenge are read as they are now. Nothing is written into the history without --record.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no such team; 4 the time ran out first.

    \b
    Examples:
      teamforge repair pool challenge.toml --record
      teamforge repair pool challenge.toml --team team.xlsx --withdrawn P012
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    places = out or []
    readers = readers_of(audience, places)
    refuse_what_does_not_fit(places, readers)
    if challenge_out is not None:
        refuse_unwritable(challenge_out, "--challenge-out")
        if challenge_out.resolve() in {place.resolve() for place in places}:
            raise typer.BadParameter("one file is named twice", param_hint="--challenge-out")
    if team is None and _is_team(pool):
        team, pool, challenge = pool, *_after(pool, challenge, third)
    elif third is not None:
        raise typer.BadParameter(f"one file too many: {third}", param_hint="CHALLENGE")
    day = None if on is None else day_of(on)
    with progress("reading the files") as say:
        inputs = read_both(pool, challenge)
        answered = {"--withdrawn": withdrawn, "--objected": objected, "--confirmed": confirmed}
        with _refused():
            asked_now = Responses.of(
                *(known_peers(inputs.pool, peers or (), option) for option, peers in answered.items())
            )
            before, book, responses = _read(team, *inputs, asked_now)
        from teamforge.api.composing import repair_team

        in_history = team is None and not any(answered.values())  # only then does compose know what repair knows
        with (
            no_team(f"`teamforge compose {typed(ctx, pool, challenge)}` shows what is possible" if in_history else ""),
            _refused(),
        ):
            found = repair_team(
                before, *inputs, responses, any_dates=any_dates, time_limit=time_limit, seed=seed, progress=say
            )
    in_files = inputs.pool.peers.name_of if in_papers(ctx, names=names) else None
    with ExitStack() as stack:  # from its end; each even if another fails, so that what was found is not lost
        stack.callback(_show, found, form, inputs.pool if names else None, host=audience == [Audience.HOST])
        stack.callback(_write_challenge, found, challenge_out)
        options = [OutputOptions(in_files, reader, before=book) for reader in readers]
        stack.callback(write_results, found.result, places, options)
        if record:
            rows = _recorded(pool, inputs.challenge, found, book, (day, by, note))
            stack.callback(to_stderr, f"recorded in the history: {counted(len(rows), 'row')}")


def _write_challenge(found: Repair[Result], place: Path | None) -> None:
    from teamforge.report.tabular import to_json
    from teamforge.tables.saving import save

    if place is not None:
        save(place, to_json(found.challenge.model_dump(mode="json", exclude_none=True)).encode())


def _show(found: Repair[Result], form: str, names: Pool | None, *, host: bool) -> None:
    from teamforge.report.pages.repair import to_dict, to_page, to_rows

    shown = found.for_host() if host else found
    show(
        lambda: to_dict(shown, host=host),
        lambda: to_rows(shown),
        lambda: to_page(shown, host=host),
        form,
        names,
    )


def _is_team(path: Path) -> bool:
    """Return whether a file is a kept team rather than a pool."""
    from teamforge.records.workbook import KEPT
    from teamforge.tables.source import read_path

    if path.suffix.lower() == ".json":
        return True
    return (
        path.suffix.lower() == ".xlsx"
        and path.is_file()
        and bool({KEPT, "record"} & read_path(path, (KEPT, "record")).tables.keys())
    )


def _after(team: Path, pool: Path | None, challenge: Path | None) -> tuple[Path, Path | None]:
    """Return pool and challenge when they follow the team."""
    if pool is None:
        raise typer.BadParameter(f"{team} is a team: name the pool as well", param_hint="POOL")
    return pool, challenge


def _recorded(
    pool: Path,
    challenge: Challenge,
    found: Repair[Result],
    book: TeamWorkbook | None,
    how: tuple[date | None, str, str],
) -> Sequence[Assignment]:
    """Write what people said, who leaves and who joins into the history, and return the rows."""
    from teamforge.assignments import add_rows, changes, in_force
    from teamforge.workbook.asking import asking

    on, by, note = how

    def rows_for(now: Pool) -> list[Assignment]:
        answers = asking(found.result, book, in_force(now, challenge.id))
        states = {peer: state for peer, (state, _) in answers.items() if state not in {"proposed", "released"}}
        notes = {peer: remark for peer, (_, remark) in answers.items() if remark}
        return changes(
            found.team, now, challenge, states=states, before=found.before, on=on, by=by, note=note, notes=notes
        )

    return add_rows(pool, rows_for)[1]


@contextmanager
def _refused() -> Iterator[None]:
    """Report what does not fit the team as bad usage."""
    try:
        yield
    except (KeyError, ValueError) as error:
        raise typer.BadParameter(str(error.args[0]), param_hint="TEAM") from None


def _read(
    path: Path | None, pool: Pool, challenge: Challenge, now: Responses
) -> tuple[Team, TeamWorkbook | None, Responses]:
    """Return the previous team, its file if that is a workbook, and what is known besides the history."""
    from teamforge.assignments import in_force, standing

    history, stands = in_force(pool, challenge.id), standing(pool, challenge.id)
    if path is None:
        if stands is None:
            msg = f"nobody stands on a team of {challenge.id} in the history: name the file of the team"
            raise typer.BadParameter(msg, param_hint="--team")
        return stands, None, now
    if path.suffix.lower() == ".json":
        from teamforge.pool.assignments.history import rows_of
        from teamforge.records.record import read_record, record_of, team_of_record

        record = read_record(path)
        before = team_of_record(record)
        require_same(str(record["challenge_id"]), challenge.id, "TEAM")
        kept = record_of(record)
        since = pool.assignments.in_force
        newer = {
            row.peer_id
            for row in rows_of(pool, since[since >= kept.assignments].tolist())
            if row.challenge_id == challenge.id
        }
        earlier = (kept.responses or Responses()).among(pool.peers.position.keys() - newer)
        return before, None, earlier.then(now)
    from teamforge.cli.answer import changes_in
    from teamforge.workbook.reading import read_team

    book = read_team(path)
    require_same(book.challenge_id, challenge.id, "TEAM")
    free = {each.peer_id for each in book.changes if each.state == "released"}
    if barred := sorted(row.peer_id for row in history if row.out and row.peer_id in free):
        msg = (
            f"out by the history, and released in {path}: {', '.join(barred)}; record that first, by `teamforge answer`"
        )
        raise typer.BadParameter(msg, param_hint="--team")
    changes_in(book, path, pool)  # refuses what was recorded and has since been taken back
    filled_in = book.responses_beside([row.peer_id for row in history])
    return book.team, book, filled_in.then(now)
