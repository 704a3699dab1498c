"""`teamforge repair`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamforge.cli.options import ChallengePath, For, Format, Names, PoolPath, Seed, TimeLimit
from teamforge.cli.outputs import Asked, Out, refuse_what_does_not_fit, write_result
from teamforge.cli.progress import progress
from teamforge.cli.reading import known_peers, read_both
from teamforge.cli.showing import refuse_names_for_programs, show
from teamforge.cli.statuses import no_team
from teamforge.spec.audience import Audience
from teamforge.team import Responses, Team

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.pool import Pool
    from teamforge.workbook.reading import TeamWorkbook

__all__ = ["repair"]


def repair(  # noqa: PLR0913 -- an option for each thing that can happen
    team: Annotated[
        Path,
        typer.Argument(
            metavar="TEAM",
            help="The team.xlsx with its states filled in, or the result.json, of `compose --out`.",
            show_default=False,
        ),
    ],
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    withdrawn: Annotated[
        list[str] | None, typer.Option("--withdrawn", metavar="ID", help="Declined or dropped out; may be repeated.")
    ] = None,
    objected: Annotated[
        list[str] | None, typer.Option("--objected", metavar="ID", help="The host objects; may be repeated.")
    ] = None,
    confirmed: Annotated[
        list[str] | None, typer.Option("--confirmed", metavar="ID", help="Keeps the seat; may be repeated.")
    ] = None,
    any_dates: Annotated[
        bool, typer.Option("--any-dates", help="Let the dates move; they are kept otherwise.", show_default=False)
    ] = False,
    form: Format = "table",
    audience: For = Audience.TEAM,
    names: Names = False,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
    out: Out = None,
    challenge_out: Annotated[
        Path | None,
        typer.Option(
            "--challenge-out",
            metavar="FILE.json",
            help="Write the challenge of the repaired team: who dropped out excluded, who confirmed pinned.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """
    Repair a team: change as few seats as possible, and keep everybody who confirmed.

    After withdrawals, objections or changed availability. The fewest seats change and, of those teams, the points
    are the most. Who confirmed stays; in a team.xlsx the states declined, objected and confirmed say who. Pool and
    challenge are read as they are now.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no such team; 4 the time ran out first.

    \b
    Example:
      teamforge repair team.xlsx pool challenge.toml --withdrawn P012
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    places = out or []
    refuse_what_does_not_fit(places, [audience] * len(places))
    with progress("reading the files") as say:
        given, wanted = read_both(pool, challenge)
        answered = {"--withdrawn": withdrawn, "--objected": objected, "--confirmed": confirmed}
        with _refused():
            asked_now = Responses.of(*(known_peers(given, peers or (), option) for option, peers in answered.items()))
            before, book, responses = _read(team, given, wanted, asked_now)
        from teamforge.api import repair_team

        with no_team(), _refused():
            found = repair_team(
                before, given, wanted, responses, any_dates=any_dates, time_limit=time_limit, seed=seed, progress=say
            )
    for place in places:
        write_result(found.result, place, Asked(given.peers.name_of if names else None, audience, before=book))
    if challenge_out is not None:
        from teamforge.report.tabular import to_json
        from teamforge.tables.saving import save

        save(challenge_out, to_json(found.challenge.model_dump(mode="json", exclude_none=True)).encode())
    from teamforge.report.pages.repair import to_dict, to_page, to_rows

    host = audience is Audience.HOST
    shown = found.for_host() if host else found
    show(
        lambda: to_dict(shown, host=host),
        lambda: to_rows(shown),
        lambda: to_page(shown, host=host),
        form,
        given if names else None,
    )


@contextmanager
def _refused() -> Iterator[None]:
    """Report what does not fit the team as bad usage."""
    try:
        yield
    except (KeyError, ValueError) as error:
        raise typer.BadParameter(str(error.args[0]), param_hint="TEAM") from None


def _read(path: Path, pool: Pool, challenge: Challenge, now: Responses) -> tuple[Team, TeamWorkbook | None, Responses]:
    """Return the team of a file, the file where it is a workbook, and all that is known of who was asked."""
    if path.suffix.lower() == ".json":
        from teamforge.records.record import (
            read_record,
            responses_of_record,
            team_of_record,
        )

        record = read_record(path)
        before = team_of_record(record)
        _same_challenge(str(record["challenge_id"]), challenge)
        return before, None, responses_of_record(record).among(pool.peers.position).then(now)
    from teamforge.workbook.reading import read_team

    book = read_team(path)
    _same_challenge(book.challenge_id, challenge)
    filled_in = book.responses
    both = (
        {*filled_in.withdrawn, *now.withdrawn},
        {*filled_in.objected, *now.objected},
        {*filled_in.confirmed, *now.confirmed},
    )
    return book.team, book, Responses.of(*both)


def _same_challenge(of: str, challenge: Challenge) -> None:
    if of != challenge.id:
        raise typer.BadParameter(f"it is for challenge {of!r}, not {challenge.id!r}", param_hint="TEAM")
