"""`teamforge template`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from teamforge.cli.options import flag, option
from teamforge.cli.places import refuse_unwritable
from teamforge.cli.reading import read_dated_challenge
from teamforge.cli.streams import to_stderr, write
from teamforge.page.words import day_in_words


def template(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.xlsx", help="Where to write the workbook; nothing is overwritten.")
    ],
    *,
    pool: Annotated[
        Path | None, typer.Option("--pool", metavar="POOL", help="Your tables instead of the example.")
    ] = None,
    challenge: Annotated[
        Path | None, typer.Option("--challenge", metavar="CHALLENGE", help="Your challenge, which goes with --pool.")
    ] = None,
    england: Annotated[
        bool,
        typer.Option("--england", help="England's organisations and how they are related; your tables, or empty ones."),
    ] = False,
    register: Annotated[
        Path | None, option("--register", "FOLDER", "The same with organisations and relations of your own.")
    ] = None,
    programme: Annotated[bool, flag("--programme", "With the sheets of a programme: a row a challenge.")] = False,
    hosts: Annotated[
        list[str] | None,
        option(
            "--hosts",
            "HOST",
            "With --england or --register: a host, by id or name, the lead host first; may be repeated.",
        ),
    ] = None,
) -> None:
    """
    Write a workbook to fill in: pool and challenge in one.

    The example in it can be composed at once. Drop-down lists, input checks and a sheet of instructions help to fill it
    in. The same file then serves every command as pool and challenge. With --pool and --challenge it holds what is in
    your files. With --england it holds England's councils, integrated care boards and NHS trusts, with neighbours,
    predecessors and similar authorities.

    \b
    Example:
      teamforge template pool.xlsx
      teamforge compose pool.xlsx
      teamforge template ours.xlsx --england --hosts "Swindon Borough Council"
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.workbook.template import write_template

    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{file} does not end in .xlsx", param_hint="FILE.xlsx")
    if not file.exists():
        refuse_unwritable(file, "FILE.xlsx")
    if (pool is None) != (challenge is None):
        raise typer.BadParameter("give both or neither", param_hint="--pool and --challenge")
    if england and register is not None:
        raise typer.BadParameter("give one of them", param_hint="--england and --register")
    if hosts and not england and register is None:
        raise typer.BadParameter("hosts are found by name in --england or --register", param_hint="--hosts")
    from teamforge import register as registers

    known = registers.england() if england else None if register is None else registers.read_register(register)
    yours: dict[str, Any] = {}
    if pool is not None and challenge is not None:
        yours = {"pool": pool, "challenge": read_dated_challenge(challenge)}
    try:
        ignored = write_template(file, **yours, register=known, hosts=hosts or (), programme=programme)
    except FileExistsError as error:
        raise typer.BadParameter(str(error), param_hint="FILE.xlsx") from None
    for warning in ignored:
        to_stderr(f"warning: {warning}")
    quoted = shlex.quote(str(file))
    if england:
        day = day_in_words(registers.AS_OF)
        write(f"England's organisations as of {day}; teamforge.register says where they come from\n")
    write(f"wrote {file}\ntry\n  teamforge check {quoted}\n  teamforge {'plan' if programme else 'compose'} {quoted}\n")
