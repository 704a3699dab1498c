"""`teamforge compose`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from teamforge.cli.options import ChallengePath, For, Format, Names, PoolPath, Seed, TimeLimit
from teamforge.cli.outputs import IN_WORDS, Asked, checked_place, refuse_what_does_not_fit, write_result
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_both
from teamforge.cli.streams import speaks_unicode, to_stderr, write, write_utf8
from teamforge.spec.audience import Audience

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.challenge import Challenge
    from teamforge.page import Page
    from teamforge.pool import Pool

__all__ = ["compose"]

_STATUSES = {"optimal": 0, "feasible": 0, "infeasible": 3, "unknown": 4}


def compose(  # noqa: PLR0913 -- an option each
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
    names: Names = False,
    audience: For = Audience.TEAM,
    robust: Annotated[
        bool,
        typer.Option(
            "--robust", help="Of the best teams, the one whose worst drop-out costs least.", show_default=False
        ),
    ] = False,
    loss: Annotated[
        int, typer.Option("--loss", metavar="POINTS", min=0, help="With --robust: how many points that may cost.")
    ] = 200,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            callback=checked_place,
            help=f"Write a file as well: {IN_WORDS}.",
            show_default=False,
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--pseudonymise",
            metavar="KEYFILE",
            help="Name nobody: ids are pseudonyms, made with the key of `teamforge pseudonymise --new-key`.",
            show_default=False,
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE.docx",
            help="Your own Word document with placeholders, filled for --out FILE.docx.",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
) -> None:
    """
    Find the best team for a challenge, and prove that it is.

    Exit status: 0 a team; 2 something is wrong with the files, every fault is listed; 3 it is proved that there
    is no valid team; 4 nothing was found in the time. Ctrl-C ends the search with the best team so far.

    \b
    Example:
      teamforge compose pool challenge.toml --time-limit 300
    """  # noqa: D301 -- \b keeps the lines of the example apart
    if names and form == "json":
        raise typer.BadParameter("JSON holds no names: leave --names out, or choose table or csv")
    if names and key is not None:
        raise typer.BadParameter("under pseudonyms nobody has a name: leave --names or --pseudonymise out")
    refuse_what_does_not_fit(out, Asked(audience=audience, template=template))
    with progress("reading the files") as say:
        given, wanted = read_both(pool, challenge)
        if key is not None:
            given, wanted = _under_pseudonyms(given, wanted, key)
        say("starting")
        from teamforge.api import compose as find

        result = find(given, wanted, time_limit=time_limit, seed=seed, progress=say)
        if robust:
            result = result.robust(loss=loss, progress=say)
    named_ = given.peers.name_of if names else None
    try:
        if out is not None:
            write_result(result, out, Asked(named_, audience, template))
    finally:  # what was found is shown even if the file cannot be written
        if audience is Audience.HOST:
            _for_host(result, form, named_)
        elif form == "json":
            _as_json(result)
        elif form == "csv":
            _as_csv(result, named_)
        else:
            _as_table(result, pool, challenge, named_)
    raise typer.Exit(_STATUSES[result.status])


def _under_pseudonyms(pool: Pool, challenge: Challenge, key: Path) -> tuple[Pool, Challenge]:
    from teamforge.pseudonyms import Key
    from teamforge.pseudonyms.export import asked_for, pseudonymise

    safe = pseudonymise(pool, Key.read(key), challenge, asked_for(pool, challenge))
    return safe.pool, cast("Challenge", safe.challenge)


def _for_host(result: Result, form: str, named_: Callable[[str], str] | None) -> None:
    from teamforge.cli.showing import show
    from teamforge.report.pages.results import host_dict, host_page, host_rows

    show(lambda: host_dict(result), lambda: host_rows(result, named_), lambda: host_page(result, named_), form)


def _as_json(result: Result) -> None:
    from teamforge.report.tabular import to_json

    write(to_json(result.to_dict(), ascii_only=not speaks_unicode(sys.stdout)))


def _as_csv(result: Result, named_: Callable[[str], str] | None) -> None:
    from teamforge.report.pages.result import result_page
    from teamforge.report.pages.results import team_rows
    from teamforge.report.tabular import to_csv

    for warning in result.warnings:
        to_stderr(f"warning: {warning}")
    if result.window is None:
        to_stderr(result_page(result).lines[-1])
    write_utf8(to_csv(*team_rows(result, named_)))


def _as_table(result: Result, pool: Path, challenge: Path | None, named_: Callable[[str], str] | None) -> None:
    from teamforge.report.pages.result import result_page
    from teamforge.report.text import show

    page = result_page(result, named_)
    if result.window is None:
        page = _with_advice(page, result, shlex.join(str(path) for path in (pool, challenge) if path is not None))
    show(page, sys.stdout)


def _with_advice(page: Page, result: Result, paths: str) -> Page:
    """Return the page of a result without a team with what to look at next."""
    from teamforge.page import Section

    next_ = [
        f"`teamforge check {paths}` lists anything in the files that needs attention",
        f"`teamforge conflicts {paths}` lists who is blocked by which rule, and what a waiver could lift",
    ]
    if result.status == "unknown":
        next_.insert(0, "a longer --time-limit may find a team, or prove that there is none")
    return replace(page, sections=(*page.sections, Section("What to try next", items=tuple(next_))))
