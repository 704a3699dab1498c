"""The commands, each in a module that is imported when it is asked for."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
from typer.main import get_command

from teamforge.cli.project import ProjectCommand
from teamforge.cli.streams import to_stderr

if TYPE_CHECKING:
    from typer.core import TyperGroup

_HOMES = {
    "compose": "compose.compose",
    "why": "answers.why",
    "why-not": "answers.why_not",
    "alternatives": "answers.alternatives",
    "windows": "answers.windows",
    "sensitivity": "answers.sensitivity",
    "trade-off": "answers.trade_off",
    "compare": "answers.compare",
    "reserves": "answers.reserves",
    "repair": "repair.repair",
    "sheet": "sheet.sheet",
    "letter": "letters.letter",
    "letters": "letters.letters",
    "plan": "plan.plan",
    "replan": "replan.replan",
    "prices": "prices.prices",
    "stress": "stress.stress",
    "propose": "propose.propose",
    "answer": "answer.answer",
    "assignments": "assignments.assignments",
    "review": "review.review",
    "verify": "verify.verify",
    "decide": "decide.decide",
    "decisions": "decide.decisions",
    "check": "check.check",
    "conflicts": "conflicts.conflicts",
    "chart": "chart.chart",
    "pseudonymise": "pseudonymise.pseudonymise",
    "init": "init.init",
    "demo": "demo.demo",
    "template": "template.template",
    "generate": "generate.generate",
    "schema": "schema.schema",
    "open": "open.open_page",
}
"""Where each command is, in the order in which `teamforge --help` lists them."""


def commands(asked: str | None = None) -> TyperGroup:
    """Return the command asked for, or all of them if there is no command of that name."""
    app = typer.Typer(
        name="teamforge",
        no_args_is_help=True,
        rich_markup_mode=None,  # plain help is quicker, and reads the same everywhere
        pretty_exceptions_enable=False,
        pretty_exceptions_show_locals=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(teamforge)
    for name in [asked] if asked in _HOMES else _HOMES:
        module, _, function = _HOMES[name].partition(".")
        command = getattr(import_module(f"teamforge.cli.{module}"), function)
        kind = None if name == "open" else ProjectCommand
        app.command(name, cls=kind, context_settings={"max_content_width": 100})(command)
    return cast("TyperGroup", get_command(app))


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
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.", show_default=False)
    ] = False,
) -> None:
    """
    Compose the team of a peer challenge: the best there is, proved.

    Try `teamforge demo` first. Each command says more with --help.
    """


if __name__ == "__main__":  # writes what help.txt keeps
    commands().main(["--help"], prog_name="teamforge")
