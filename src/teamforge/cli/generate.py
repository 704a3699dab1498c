"""`teamforge generate`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from teamforge.cli.options import argument, option, refuse_without
from teamforge.cli.places import refuse_inside_file
from teamforge.cli.progress import progress
from teamforge.cli.streams import write
from teamforge.page.words import counted

_CHALLENGES = 121
"""How many challenges a programme year has unless told otherwise."""


def generate(
    size: Annotated[int, argument("N", "How many peers.", min=1)],
    folder: Annotated[Path, argument("FOLDER", "A folder to write to, new or empty.")],
    *,
    register: Annotated[
        Path | None,
        option(
            "--register",
            "FOLDER",
            "A folder with organisations.csv and relations.csv to work with; without it they are invented too.",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", min=0, help="The same N, seed and register give the same files.")
    ] = 0,
    year: Annotated[
        int | None, option("--year", "YEAR", "A programme year as well, April to March.", min=2027, max=2198)
    ] = None,
    challenges: Annotated[
        int | None,
        typer.Option(
            "--challenges",
            metavar="M",
            min=1,
            max=1000,
            show_default=str(_CHALLENGES),
            help="With --year: how many challenges.",
        ),
    ] = None,
) -> None:
    """
    Invent a pool of any size, and a challenge for it, or a programme year of challenges.

    For trying things out and for measuring. Nobody in it is real. From about 300 peers on, there is somebody for every
    seat.

    \b
    Example:
      teamforge generate 2200 invented --seed 7
      teamforge compose invented/pool invented/challenge.toml
      teamforge generate 2200 year --year 2027 --challenges 20
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_without(challenges, "--challenges", "--year", given=year is not None)
    many = challenges or _CHALLENGES
    refuse_inside_file(folder, "FOLDER")
    reason = None
    with progress(f"inventing {size:,} peers"):
        from teamforge.generate import generate as invent

        invented = invent(size, seed=seed, register=register, year=year, challenges=many)
        try:
            invented.write(folder)
        except FileExistsError:
            reason = f"{folder} already exists: nothing was written; name a new folder"
    if reason is not None:
        raise typer.BadParameter(reason, param_hint="FOLDER")
    pool, challenge = shlex.quote(str(folder / "pool")), shlex.quote(str(folder / "challenge.toml"))
    what, command = "a challenge", f"compose {pool} {challenge}"
    if year is not None:
        programme = shlex.quote(str(folder / "programme.json"))
        what, command = f"a programme of {counted(many, 'challenge')}", f"plan {pool} {programme}"
    write(f"wrote {size:,} invented peers and {what} to {folder}\ntry\n  teamforge {command}\n")
