"""`teamforge prices`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from teamforge.cli.options import Format, Names, PoolPath, argument
from teamforge.cli.plan import ProgrammePath
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_plan_record, read_year
from teamforge.cli.showing import refuse_names_for_programs, show_answer


def prices(
    plan: Annotated[Path, argument("PLAN", "The .json file of `plan --out`.")],
    pool: PoolPath,
    programme: ProgrammePath = None,
    *,
    recruits: Annotated[
        int,
        typer.Option(
            "--recruits",
            metavar="N",
            min=0,
            max=20,
            help="Plan again with one more peer of each of the N dearest roles; each takes as long as a plan.",
        ),
    ] = 0,
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Say who to recruit: what one more place for a peer, for a role or in a week would be worth to a kept plan.

    It also says what each challenge gives up, and for which others. The plan is verified first.

    \b
    Example:
      teamforge prices plan.json pool programme.toml --recruits 3
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    with progress("reading the files") as say:
        from teamforge.api.plans import Plan

        record = read_plan_record(plan, "PLAN")
        inputs = read_year(pool, programme)
        say("checking the plan")
        kept = Plan.from_record(record, *inputs)
        say("working out the prices")
        found = kept.prices(progress=say)
    try:
        if recruits:
            with progress("planning with one more peer") as say:
                found = kept.prices(recruits=recruits, progress=say)
    finally:  # the prices are shown even if planning again fails or is interrupted
        show_answer(found, form, inputs.pool if names else None)
