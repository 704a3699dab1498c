"""The commands, a module each."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from teamforge.cli.answer import answer
from teamforge.cli.answers import QUESTIONS
from teamforge.cli.assignments import assignments
from teamforge.cli.chart import chart
from teamforge.cli.check import check
from teamforge.cli.compose import compose
from teamforge.cli.conflicts import conflicts
from teamforge.cli.decide import decide, decisions
from teamforge.cli.demo import demo
from teamforge.cli.generate import generate
from teamforge.cli.init import init
from teamforge.cli.letters import letter, letters
from teamforge.cli.open import open_page
from teamforge.cli.plan import plan
from teamforge.cli.prices import prices
from teamforge.cli.project import ProjectCommand
from teamforge.cli.propose import propose
from teamforge.cli.pseudonymise import pseudonymise
from teamforge.cli.repair import repair
from teamforge.cli.replan import replan
from teamforge.cli.review import review
from teamforge.cli.schema import schema
from teamforge.cli.sheet import sheet
from teamforge.cli.streams import to_stderr
from teamforge.cli.stress import stress
from teamforge.cli.template import template
from teamforge.cli.verify import verify

__all__ = ["app"]

app = typer.Typer(
    name="teamforge",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help is quicker, and reads the same everywhere
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:  # noqa: FBT001 -- as typer calls it
    if asked:
        from importlib.metadata import version

        typer.echo(f"teamforge {version('teamforge')}")
        raise typer.Exit


def _keep_log(ctx: typer.Context, place: Path | None) -> None:
    """Append what is logged to a file, until the command ends."""
    if place is None or ctx.resilient_parsing:
        return
    import logging

    from teamforge.log import LogFile

    handler = LogFile(place)
    logger = logging.getLogger("teamforge")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)

    def stop() -> None:
        logger.removeHandler(handler)
        logger.setLevel(before)
        with suppress(OSError):  # closing tries again to write what could not be written
            handler.close()
        if handler.failed is not None:
            to_stderr(f"warning: the log is not whole: {handler.failed.strerror}: {place}")

    ctx.call_on_close(stop)


@app.callback()
def teamforge(
    *,
    _log: Annotated[
        Path | None,
        typer.Option(
            "--log",
            metavar="FILE",
            callback=_keep_log,
            help="Append phases, counts and times to a file; nothing of a person.",
            show_default=False,
        ),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version.", show_default=False),
    ] = False,
) -> None:
    """
    Compose the team of a peer challenge: the best there is, proved.

    Try `teamforge demo` first. Each command says more with --help.
    """


for _command in (
    *(compose, *QUESTIONS, repair, sheet, letter, letters),
    *(plan, replan, prices, stress),
    *(propose, answer, assignments, review),
    *(verify, decide, decisions),
    *(check, conflicts, chart, pseudonymise, init, demo, template, generate, schema),
):
    app.command(cls=ProjectCommand)(_command)
app.command("open")(open_page)
