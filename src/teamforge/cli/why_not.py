"""`teamforge why-not`."""

from __future__ import annotations

from typing import Annotated

import typer

from teamforge.audience import Audience
from teamforge.cli.options import ChallengePath, For, Format, PoolPath, Seed, TimeLimit
from teamforge.cli.progress import progress
from teamforge.cli.reading import known_peers, read_both
from teamforge.cli.showing import show_answer
from teamforge.cli.streams import tell
from teamforge.errors import UnknownError

__all__ = ["why_not"]

_OUT_OF_TIME = 4


def why_not(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    peer: Annotated[
        list[str] | None,
        typer.Option("--peer", metavar="ID", help="Only this peer; may be repeated."),
    ] = None,
    form: Format = "table",
    audience: For = Audience.TEAM,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    Say of every peer why they are on the best team, or are not.

    Who is blocked: by which rule or state, with the evidence, and what would lift it. Who is not: what the best team
    with them would cost in points, on which seat and when; 0 is a tie.

    Exit status: 0 everything is answered; 2 something is wrong with the files; 4 the time ran out first.

    \b
    Example:
      teamforge why-not pool challenge.toml --peer P012
    """  # noqa: D301 -- \b keeps the lines of the example apart
    with progress("reading the files") as say:
        given, wanted = read_both(pool, challenge)
        asked = None if peer is None else known_peers(given, peer)
        say("starting")
        from teamforge.explain import why_not as answer  # noqa: PLC0415 -- OR-Tools is slow to import

        try:
            answers = answer(given, wanted, peers=asked, time_limit=time_limit, seed=seed, progress=say)
        except UnknownError as error:
            tell(f"error: {error}; a longer --time-limit may do")
            raise typer.Exit(_OUT_OF_TIME) from None
    if audience is Audience.HOST:
        answers = answers.for_host()
    from teamforge.report.answers import why_not_page, why_not_rows  # noqa: PLC0415 -- commands import when they run

    show_answer(answers.to_dict(), lambda: why_not_rows(answers), lambda: why_not_page(answers), form)
