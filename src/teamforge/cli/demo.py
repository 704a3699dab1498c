"""`teamforge demo`."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from teamforge.cli.options import Names, option
from teamforge.cli.places import all_or_none, refuse_inside_file
from teamforge.cli.progress import progress
from teamforge.cli.streams import write
from teamforge.tables.saving import naming


def demo(
    save: Annotated[
        Path | None, option("--save", "FOLDER", "Write the example's files to a new folder instead, to read and edit.")
    ] = None,
    *,
    names: Names = False,
) -> None:
    """
    Compose a team for the packaged example.

    The people are invented; the councils, boards and trusts are real.

    \b
    Example:
      teamforge demo --save example
    """  # noqa: D301 -- \b keeps the lines of the example apart
    if save is None:
        _compose(names=names)
    else:
        _save(save)


def _compose(*, names: bool) -> None:
    with progress("reading the example"):
        from teamforge.api.composing import compose
        from teamforge.demo import load_demo
        from teamforge.page import Section
        from teamforge.report.named import with_names
        from teamforge.report.pages.result import result_page
        from teamforge.report.text import show

        result = compose(*load_demo())
    try_next = Section(
        "What to try next",
        items=(
            "`teamforge demo --save example` writes the files of this example, to read and edit",
            "`teamforge conflicts example/pool example/challenge.toml` lists every conflict of interest",
            "`teamforge compose example/pool example/challenge.toml` composes from them: exclude a member, and see",
        ),
    )
    page = result_page(result, result.pool.peers.name_of if names else None)
    page = with_names(page, result.pool) if names else page
    show(replace(page, sections=(*page.sections, try_next)), sys.stdout)


def _save(folder: Path) -> None:
    """Write the example's files to a new or empty folder, so that nobody's files are overwritten."""
    from teamforge.demo import FOLDER

    refuse_inside_file(folder, "--save")
    files = sorted(path for path in FOLDER.rglob("*") if path.suffix in {".csv", ".toml", ".md"})
    with all_or_none() as written:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise typer.BadParameter(
                f"{folder} already exists: nothing was written; name a new folder", param_hint="--save"
            )
        for path in files:
            target = folder / path.relative_to(FOLDER)
            with naming(target):
                target.parent.mkdir(parents=True, exist_ok=True)
            with naming(target), target.open("xb") as file:
                written.append(target)
                file.write(path.read_bytes())
    listed = "".join(f"  {target}\n" for target in written)
    pool, challenge = (shlex.quote(str(folder / name)) for name in ("pool", "challenge.toml"))
    write(f"wrote\n{listed}try\n  teamforge compose {pool} {challenge}\n")
