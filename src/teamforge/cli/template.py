"""`teamforge template`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from teamforge.cli.streams import to_stderr, write

__all__ = ["template"]


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
) -> None:
    """
    Write a workbook to fill in: pool and challenge in one.

    The example in it composes. Drop-down lists, input checks and a sheet of instructions help to fill it in. The
    same file is then pool and challenge of every command. With --pool and --challenge it holds what is in your
    files.

    \b
    Example:
      teamforge template pool.xlsx
      teamforge compose pool.xlsx
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.workbook.template import write_template

    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{file} does not end in .xlsx", param_hint="FILE.xlsx")
    if not file.absolute().parent.is_dir():
        raise typer.BadParameter(f"{file} is in a folder that is not there", param_hint="FILE.xlsx")
    if (pool is None) != (challenge is None):
        raise typer.BadParameter("give both or neither", param_hint="--pool and --challenge")
    yours = {} if pool is None or challenge is None else {"pool": pool, "challenge": challenge}
    try:
        ignored = write_template(file, **yours)
    except FileExistsError as error:
        raise typer.BadParameter(str(error), param_hint="FILE.xlsx") from None
    for warning in ignored:
        to_stderr(f"warning: {warning}")
    quoted = shlex.quote(str(file))
    write(f"wrote {file}\ntry\n  teamforge check {quoted}\n  teamforge compose {quoted}\n")
