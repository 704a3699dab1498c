"""`teamforge verify`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamforge.cli.options import ChallengePath, Format, PoolPath
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_both
from teamforge.cli.streams import speaks_unicode, write, write_utf8

if TYPE_CHECKING:
    from teamforge.records.verification import Verification

__all__ = ["verify"]

_DOES_NOT_HOLD, _CLAIMED = 5, 6


def verify(
    result: Annotated[
        Path, typer.Argument(metavar="RESULT", help="A .json file of `compose --out`.", show_default=False)
    ],
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
) -> None:
    """
    Check a kept result against the files it was made from.

    It needs no solver: it works out the team, its points and every bound again. What follows from the files is
    verified; what has to be taken on trust is listed as claimed.

    Exit status: 0 everything holds; 2 something is wrong with the files; 5 the result does not hold, and every fault
    is listed; 6 it holds only if CP-SAT is right, which the record alone cannot show.

    \b
    Example:
      teamforge compose pool challenge.toml --out result.json
      teamforge verify result.json pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    with progress("reading the files") as say:
        from teamforge.records.record import read_record
        from teamforge.records.verification import verify

        record = read_record(result)
        given, wanted = read_both(pool, challenge)
        say("checking the result")
        verification = verify(record, given, wanted)
    _show(verification, form, result)
    if not verification.complete:
        raise typer.Exit(_CLAIMED if verification.holds else _DOES_NOT_HOLD)


def _show(verification: Verification, form: str, path: Path) -> None:
    from teamforge.records.verification import verification_page
    from teamforge.report.pages.listings import verification_rows
    from teamforge.report.tabular import to_csv, to_json
    from teamforge.report.text import show

    if form == "json":
        write(to_json(verification.to_dict(), ascii_only=not speaks_unicode(sys.stdout)))
    elif form == "csv":
        write_utf8(to_csv(*verification_rows(verification)))
    else:
        show(verification_page(verification, path.name), sys.stdout)
