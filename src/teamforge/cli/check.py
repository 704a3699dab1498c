"""`teamforge check`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamforge.cli.options import Format, Names, PoolPath, argument
from teamforge.cli.progress import progress
from teamforge.cli.project import complete_challenge, known_project
from teamforge.cli.reading import read_with_faults, read_year_with_faults
from teamforge.cli.showing import refuse_names_for_programs
from teamforge.cli.statuses import ExitStatus
from teamforge.cli.streams import speaks_unicode, to_stderr, write, write_utf8
from teamforge.errors import Fault, InputError

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.challenge.programme import Programme
    from teamforge.explain.check_programme import ProgrammeCheck
    from teamforge.explain.notes import Note
    from teamforge.pool import Pool


def check(
    pool: PoolPath,
    challenge: Annotated[
        Path | None,
        argument(
            "CHALLENGE",
            "As for compose; or a programme, as for plan. Left out, the sheets in the workbook POOL.",
            autocompletion=complete_challenge,
        ),
    ] = None,
    *,
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Check the files for faults, and for anything that needs attention.

    In a project folder, `teamforge check` alone checks the pool with the programme, or says that it checked the pool
    alone.

    Every fault of the pool, of the challenge and of the two together is listed at once on standard error, by table, row
    and column, with how to mend it: then the exit status is 2. What a careful colleague would mention does not change
    it. For a programme it also compares what its seats need with what the pool has: seats that cannot all be filled,
    weeks with too much, and peers wanted by more challenges than can have them.

    \b
    Example:
      teamforge check pool challenge.toml
      teamforge check pool programme.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    found: tuple[Note, ...] | ProgrammeCheck = ()
    with progress("reading the files") as say:
        whole, asked, faults = _read(pool, challenge)
        if whole is not None and not faults:
            from teamforge.explain.check import check as look

            found = look(whole, asked, progress=say)
    if form != "table":
        _for_programs(form, faults, found)
    if faults or whole is None:
        to_stderr(f"error: {InputError(faults)}")
        raise typer.Exit(ExitStatus.WRONG_INPUT)
    if asked is None and (project := known_project()) is not None and project.challenges:
        to_stderr(f"checked the pool alone: to check a challenge as well, name it: {', '.join(project.challenges)}")
    if form == "table":
        from teamforge.report.named import with_names
        from teamforge.report.pages.listings import notes_page
        from teamforge.report.text import show

        page = notes_page(whole, asked, found) if isinstance(found, tuple) else found.page()
        show(with_names(page, whole) if names else page, sys.stdout)


def _read(pool: Path, asked: Path | None) -> tuple[Pool | None, Challenge | Programme | None, tuple[Fault, ...]]:
    """Return what can be read of a pool and of a challenge or a programme, and every fault in them."""
    from teamforge.challenge.programme.reading import is_programme

    if is_programme(pool if asked is None and pool.suffix.lower() == ".xlsx" else asked or Path()):
        return read_year_with_faults(pool, asked)
    return read_with_faults(pool, asked)


def _for_programs(form: str, faults: tuple[Fault, ...], found: tuple[Note, ...] | ProgrammeCheck) -> None:
    from teamforge.report.pages.listings import note_rows
    from teamforge.report.tabular import to_csv, to_json

    year = None if isinstance(found, tuple) else found
    notes = found if isinstance(found, tuple) else (*found.findings, *found.notes)
    if form == "csv":
        write_utf8(to_csv(*note_rows(faults, notes)))
        return
    document = {
        **({} if year is None else year.to_dict()),
        "faults": [asdict(fault) for fault in faults],
        "notes": [asdict(note) for note in (notes if year is None else year.notes)],
    }
    write(to_json(document, ascii_only=not speaks_unicode(sys.stdout)))
