"""`teamforge init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from teamforge.cli.places import all_or_none
from teamforge.cli.streams import to_stderr, write
from teamforge.project.finding import FILE, find_file, shown
from teamforge.tables.saving import naming


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="The folder of the project.", exists=True, file_okay=False)
    ] = Path(),
) -> None:
    """
    Write a teamforge.toml that names what is in a folder: the pool, the challenges, the programme.

    Then the id of a challenge is enough: `teamforge compose ID`, here and in every folder below. An existing file is
    never overwritten.

    Exit status: 0 it is written; 2 nothing was written, or what it names is at fault, and every fault is listed.

    \b
    Example:
      teamforge demo --save example
      teamforge init example
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.project import read_project
    from teamforge.project.starting import draft

    file = folder.absolute() / FILE
    above = find_file(file.parent.parent)
    text = draft(file.parent)
    try:
        with all_or_none() as begun, naming(file), file.open("x", encoding="utf-8", newline="\n") as new:
            begun.append(file)
            new.write(text)
    except FileExistsError:
        msg = f"{shown(file)} is there already: nothing was written"
        raise typer.BadParameter(msg, param_hint="FOLDER") from None
    if above is not None:
        to_stderr(f"{above} stands above it, and counts no more here")
    write(f"wrote {shown(file)}\n")
    project = read_project(file)
    if project.pool is None:
        write("it names no pool yet: correct the line that says pool\n")
    ids = list(project.challenges)
    if ids:
        write(f"{len(ids):,} challenges: {', '.join(ids)}\n" if len(ids) > 1 else f"1 challenge: {ids[0]}\n")
    if ids and project.pool is not None:
        there = "" if file.parent == Path.cwd() else f"cd {shown(file.parent)} && "
        write(f"try\n  {there}teamforge compose {ids[0]}\n")
