"""`teamforge alternatives`, `teamforge windows` and `teamforge reserves`."""

from __future__ import annotations

from typing import Annotated

import typer

from teamforge.cli.options import ChallengePath, Format, PoolPath, Seed, TimeLimit
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_both
from teamforge.cli.showing import show_answer
from teamforge.cli.streams import tell
from teamforge.errors import InfeasibleError, UnknownError

__all__ = ["alternatives", "reserves", "windows"]

_INFEASIBLE, _UNKNOWN = 3, 4


def alternatives(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    k: Annotated[int, typer.Option("--k", metavar="K", min=1, help="How many teams.")] = 5,
    differ_by: Annotated[
        int,
        typer.Option("--differ-by", metavar="D", min=1, help="In how many people each differs from those before."),
    ] = 1,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    List the best teams, each with other people.

    Each differs from every one before it in so many people.

    Exit status: 0 teams; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge alternatives pool challenge.toml --k 3 --differ-by 2
    """  # noqa: D301 -- \b keeps the lines of the example apart
    with progress("reading the files") as say:
        given, wanted = read_both(pool, challenge)
        say("starting")
        from teamforge.explain import alternatives as find  # noqa: PLC0415 -- OR-Tools is slow to import

        found = find(given, wanted, k, differ_by, time_limit=time_limit, seed=seed, progress=say)
    from teamforge.report.answers import alternatives_page, alternatives_rows  # noqa: PLC0415 -- likewise

    show_answer(found.to_dict(), lambda: alternatives_rows(found), lambda: alternatives_page(found), form)
    if not found.complete:
        tell("the time ran out before all were found: a longer --time-limit may do")
    if not len(found):
        raise typer.Exit(_INFEASIBLE if found.complete else _UNKNOWN)


def windows(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    List every valid window with the points of its best team.

    How many could step in for any member of it is told beside.

    Exit status: 0 teams; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge windows pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    with progress("reading the files") as say:
        given, wanted = read_both(pool, challenge)
        say("starting")
        from teamforge.explain import windows as answer  # noqa: PLC0415 -- OR-Tools is slow to import

        found = answer(given, wanted, time_limit=time_limit, seed=seed, progress=say)
    from teamforge.report.answers import windows_page, windows_rows  # noqa: PLC0415 -- likewise

    show_answer(found.to_dict(), lambda: windows_rows(found), lambda: windows_page(found), form)
    proved = all(each.status in {"optimal", "infeasible"} for each in found)
    if not proved:
        tell("the time ran out before every window was proved: a longer --time-limit may do")
    if not any(each.team for each in found):
        raise typer.Exit(_INFEASIBLE if proved else _UNKNOWN)


def reserves(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    a_seat: Annotated[int, typer.Option("--a-seat", metavar="N", min=1, help="How many reserves a seat.")] = 3,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    List who could step in on each seat of the best team.

    Everybody else and the dates are kept.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge reserves pool challenge.toml --a-seat 2
    """  # noqa: D301 -- \b keeps the lines of the example apart
    with progress("reading the files") as say:
        given, wanted = read_both(pool, challenge)
        say("starting")
        from teamforge.explain import reserves as find  # noqa: PLC0415 -- OR-Tools is slow to import
        from teamforge.forge import compose  # noqa: PLC0415 -- likewise

        try:
            found = find(compose(given, wanted, time_limit=time_limit, seed=seed, progress=say), a_seat=a_seat)
        except (InfeasibleError, UnknownError) as error:
            tell(f"error: {error}")
            raise typer.Exit(_INFEASIBLE if isinstance(error, InfeasibleError) else _UNKNOWN) from None
    from teamforge.report.answers import reserves_page, reserves_rows  # noqa: PLC0415 -- likewise

    show_answer(found.to_dict(), lambda: reserves_rows(found), lambda: reserves_page(found), form)
