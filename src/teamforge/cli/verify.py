"""`teamforge verify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from teamforge.cli.options import Format, KeptOf, Names, PoolPath, argument
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_both, read_year
from teamforge.cli.showing import refuse_names_for_programs, show
from teamforge.cli.statuses import ExitStatus


def verify(
    result: Annotated[Path, argument("RESULT", "A file of `compose --out` (.json, .xlsx) or of `plan --out` (.json).")],
    pool: PoolPath,
    challenge: KeptOf = None,
    *,
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Check a kept result, or a kept plan, against the files it was made from.

    It needs no solver: it works out the team, its points and every bound again. What follows from the files is
    verified; what must be taken on trust is listed as claimed.

    Exit status: 0 everything holds; 2 something is wrong with the files; 5 the result does not hold, and every fault
    is listed; 6 it holds only if something is true that its record alone says, such as that CP-SAT is right.

    \b
    Example:
      teamforge compose pool challenge.toml --out result.json
      teamforge verify result.json pool challenge.toml
      teamforge verify plan.json pool programme.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    with progress("reading the files") as say:
        from teamforge.records.plan import verify_plan
        from teamforge.records.record import holds_plan, read_record
        from teamforge.records.verification import verify

        record = read_record(result)
        what = "plan" if holds_plan(record) else "result"
        if what == "plan":
            year = read_year(pool, challenge, history=False)
            say("checking the plan")
            verification, names_from = verify_plan(record, *year), year.pool
        else:
            inputs = read_both(pool, challenge, history=False)
            say("checking the result")
            verification, names_from = verify(record, *inputs), inputs.pool
    from teamforge.records.verification import verification_page
    from teamforge.report.pages.listings import verification_rows

    show(
        verification.to_dict,
        lambda: verification_rows(verification),
        lambda: verification_page(verification, result.name, what),
        form,
        names_from if names else None,
    )
    if not verification.complete:
        raise typer.Exit(ExitStatus.CLAIMED if verification.holds else ExitStatus.DOES_NOT_HOLD)
