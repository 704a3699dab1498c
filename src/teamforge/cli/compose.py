"""`teamforge compose`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from teamforge.cli.options import (
    ChallengePath,
    Format,
    Names,
    PoolPath,
    Seed,
    TimeLimit,
    flag,
    option,
    refuse_without,
    template_option,
)
from teamforge.cli.outputs import Audiences, Out, OutputOptions, readers_of, refuse_what_does_not_fit, write_results
from teamforge.cli.progress import progress
from teamforge.cli.project import in_papers, typed
from teamforge.cli.reading import Inputs, read_both
from teamforge.cli.showing import show
from teamforge.cli.statuses import without_team
from teamforge.cli.streams import to_stderr
from teamforge.spec.audience import Audience
from teamforge.spec.status import Status

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.challenge import Challenge
    from teamforge.page import Page
    from teamforge.pool import Pool

_LOSS = 200
"""How many points a robust team may cost unless told otherwise."""


def compose(  # noqa: PLR0913 -- an option each
    ctx: typer.Context,
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
    names: Names = False,
    audience: Audiences = None,
    robust: Annotated[bool, flag("--robust", "Of the best teams, the one whose worst drop-out costs least.")] = False,
    loss: Annotated[
        int | None,
        typer.Option(
            "--loss",
            metavar="POINTS",
            min=0,
            max=1_000_000_000,
            show_default=str(_LOSS),
            help="With --robust: how many points that may cost.",
        ),
    ] = None,
    out: Out = None,
    key: Annotated[
        Path | None,
        option(
            "--pseudonymise",
            "KEYFILE",
            "Name nobody: ids are pseudonyms, made with the key of `teamforge pseudonymise --new-key`.",
        ),
    ] = None,
    template: Annotated[
        Path | None,
        template_option("Your own Word document with placeholders, filled for --out FILE.docx."),
    ] = None,
) -> None:
    """
    Find the best team for a challenge, and prove that it is.

    Exit status: 0 a team; 2 something is wrong with the files, every fault is listed; 3 it is proved that there is no
    valid team; 4 nothing was found in time. Ctrl-C ends the search with the best team so far.

    \b
    Example:
      teamforge compose pool challenge.toml --time-limit 300
    """  # noqa: D301 -- \b keeps the lines of the example apart
    if names and form == "json":
        raise typer.BadParameter("JSON holds no names: leave --names out, or choose table or csv")
    if names and key is not None:
        raise typer.BadParameter("under pseudonyms nobody has a name: leave --names or --pseudonymise out")
    refuse_without(loss, "--loss", "--robust", given=robust)
    places = out or []
    readers = readers_of(audience, places)
    refuse_what_does_not_fit(places, readers, template)
    with progress("reading the files") as say:
        inputs = read_both(pool, challenge)
        if key is not None:
            inputs = _under_pseudonyms(*inputs, key)
        say("starting")
        from teamforge.api.composing import compose as find

        result = find(*inputs, time_limit=time_limit, seed=seed, progress=say)
    named_ = inputs.pool.peers.name_of if names else None
    in_files = inputs.pool.peers.name_of if in_papers(ctx, names=names) else None
    try:
        if robust:
            result = _robust(result, loss)
    finally:  # the best team is written and shown even if a robust one cannot be found
        try:
            write_results(result, places, [OutputOptions(in_files, reader, template) for reader in readers])
        finally:  # what was found is shown even if a file cannot be written
            if audience == [Audience.HOST]:
                _for_host(result, form, named_)
            else:
                _for_team(result, form, named_, typed(ctx, pool, challenge))
    if result.team is None:
        raise without_team(proved=result.status is Status.INFEASIBLE)


def _robust(result: Result, loss: int | None) -> Result:
    """Return the robust team; where there is none to be had, say that the team is the best one found."""
    if result.team is not None and result.status is not Status.OPTIMAL:
        to_stderr("this team is not proved the best, so no robust one was looked for: a longer --time-limit may help")
        return result
    try:
        with progress("comparing what drop-outs would cost the best teams") as say:
            return result.robust(loss=_LOSS if loss is None else loss, progress=say)
    except BaseException:
        to_stderr("no robust team was found: this is the best team, whatever a drop-out would cost it")
        raise


def _under_pseudonyms(pool: Pool, challenge: Challenge, key: Path) -> Inputs:
    from teamforge.pseudonyms import Key
    from teamforge.pseudonyms.export import asked_for, pseudonymise

    safe = pseudonymise(pool, Key.read(key), challenge, asked_for(pool, challenge))
    return Inputs(safe.pool, cast("Challenge", safe.challenge))


def _for_host(result: Result, form: str, named_: Callable[[str], str] | None) -> None:
    from teamforge.report.pages.results import host_dict, host_page, host_rows

    show(lambda: host_dict(result), lambda: host_rows(result, named_), lambda: host_page(result, named_), form)


def _for_team(result: Result, form: str, named_: Callable[[str], str] | None, paths: str) -> None:
    from teamforge.report.pages.result import result_page
    from teamforge.report.pages.results import team_rows

    def page() -> Page:
        drawn = result_page(result, named_)
        return drawn if result.team is not None else _with_advice(drawn, result, paths)

    if form == "csv":
        for warning in result.warnings:
            to_stderr(f"warning: {warning}")
        if result.team is None:
            to_stderr(result_page(result).lines[-1])
    names = None if named_ is None else result.pool
    show(result.to_dict, lambda: team_rows(result, named_), page, form, names)


def _with_advice(page: Page, result: Result, paths: str) -> Page:
    """Return the page of a result without a team, with advice on what to look at next."""
    from teamforge.page import Section

    next_ = [
        f"`teamforge check {paths}` lists anything in the files that needs attention",
        f"`teamforge conflicts {paths}` lists who is blocked by which rule, and what a waiver could lift",
    ]
    if result.status is Status.UNKNOWN:
        next_.insert(0, "a longer --time-limit may find a team, or prove that there is none")
    return replace(page, sections=(*page.sections, Section("What to try next", items=tuple(next_))))
