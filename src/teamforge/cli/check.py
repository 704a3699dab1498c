"""`teamforge check`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from teamforge.cli.options import ChallengePath, Format, Names, PoolPath
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_with_faults
from teamforge.cli.showing import refuse_names_for_programs
from teamforge.cli.statuses import ExitStatus
from teamforge.cli.streams import speaks_unicode, to_stderr, write, write_utf8
from teamforge.errors import Fault, InputError

if TYPE_CHECKING:
    from teamforge.explain.check import Note

__all__ = ["check"]


def check(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Check the files for faults, and for anything that needs attention.

    Every fault of the pool, of the challenge and of the two together is listed at once on standard error, by table,
    row and column, with how to mend it: then the exit status is 2. What a careful colleague would mention does not
    change it.

    \b
    Example:
      teamforge check pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    notes: tuple[Note, ...] = ()
    with progress("reading the files"):
        given, wanted, faults = read_with_faults(pool, challenge)
        if given is not None and not faults:
            from teamforge.explain.check import check as look

            notes = look(given, wanted)
    if form != "table":
        _for_programs(form, faults, notes)
    if faults or given is None:
        to_stderr(f"error: {InputError(faults)}")
        raise typer.Exit(ExitStatus.WRONG_INPUT)
    if form == "table":
        from teamforge.report.named import with_names
        from teamforge.report.pages.listings import notes_page
        from teamforge.report.text import show

        page = notes_page(given, wanted, notes)
        show(with_names(page, given) if names else page, sys.stdout)


def _for_programs(form: str, faults: tuple[Fault, ...], notes: tuple[Note, ...]) -> None:
    from teamforge.report.pages.listings import note_rows
    from teamforge.report.tabular import to_csv, to_json

    if form == "csv":
        write_utf8(to_csv(*note_rows(faults, notes)))
        return
    document = {
        "faults": [asdict(fault) for fault in faults],
        "notes": [{"kind": note.kind, "text": note.text, "peers": list(note.peers)} for note in notes],
    }
    write(to_json(document, ascii_only=not speaks_unicode(sys.stdout)))
