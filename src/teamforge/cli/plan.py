"""`teamforge plan`."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamforge.cli.executors import connected, refuse_other_addresses
from teamforge.cli.options import Format, Names, PoolPath, Seed, argument, option, seconds
from teamforge.cli.outputs import write_output
from teamforge.cli.places import write_all
from teamforge.cli.plan_outputs import PLAN_OUTPUTS, PlanOptions, PlanOut
from teamforge.cli.progress import progress
from teamforge.cli.project import in_papers
from teamforge.cli.reading import read_year
from teamforge.cli.showing import refuse_names_for_programs, show
from teamforge.cli.statuses import ExitStatus
from teamforge.spec.status import Status, Stop

if TYPE_CHECKING:
    from teamforge.api.plans import Plan

ProgrammePath = Annotated[
    Path | None,
    argument(
        "PROGRAMME",
        "A .toml, .json or .xlsx file, or a folder; left out, the sheets of the programme in the workbook POOL.",
    ),
]


def _positive(value: float) -> float:
    if not (isfinite(value) and value > 0):
        raise typer.BadParameter(f"{value:g} is not a number above 0")
    return value


Effort = Annotated[
    float, typer.Option("--effort", metavar="N", callback=_positive, help="How much work: more brings a smaller gap.")
]
PlanTime = Annotated[
    float | None,
    typer.Option(
        "--time-limit", metavar="SECONDS", callback=seconds, help="How long it may take.", show_default="no limit"
    ),
]
Workers = Annotated[
    int, typer.Option("--workers", metavar="N", min=1, max=1024, help="How many processes share the work.")
]
ExecutorAt = Annotated[
    str | None,
    option(
        "--executor",
        "ADDRESS",
        "dask://HOST:PORT: the workers of a Dask scheduler share the work, instead of --workers.",
        callback=refuse_other_addresses,
    ),
]


def plan(  # noqa: PLR0913 -- an option each
    ctx: typer.Context,
    pool: PoolPath,
    programme: ProgrammePath = None,
    *,
    form: Format = "table",
    effort: Effort = 1.0,
    time_limit: PlanTime = None,
    seed: Seed = 0,
    workers: Workers = 1,
    executor: ExecutorAt = None,
    names: Names = False,
    out: PlanOut = None,
) -> None:
    """
    Compose all challenges of a programme together, and prove how good the plan is.

    Exit status: 0 every challenge has a team; 2 something is wrong with the files, every fault is listed; 3 some
    challenge has none, or no plan keeps what was asked; 4 nothing was found in time. Ctrl-C ends the search with the
    best plan so far, and status 130.

    \b
    Example:
      teamforge plan pool programme.toml --out plan.json --out year.html
      teamforge verify plan.json pool programme.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    with progress("reading the files") as say:
        inputs = read_year(pool, programme)
        say("starting")
        from teamforge.api.planning import plan as find

        with connected(executor, workers) as shared:
            found = find(
                *inputs,
                effort=effort,
                time_limit=time_limit,
                seed=seed,
                workers=workers,
                executor=shared,
                progress=say,
            )
    options = PlanOptions(in_papers(ctx, names=names))
    finish(found, out, lambda: show_plan(found, form, names=names), options)


def finish(plan: Plan, out: list[Path] | None, show_answer: Callable[[], None], options: PlanOptions) -> None:
    """Write the files of a plan, show the answer, and exit with its status."""
    try:
        write_all(out or (), lambda place: write_output(PLAN_OUTPUTS, plan, place, options), lambda _line: None)
    finally:  # what was found is shown even if a file cannot be written
        show_answer()
    if status := plan_status(plan):
        raise typer.Exit(status)


def show_plan(found: Plan, form: str, *, names: bool) -> None:
    """Write a plan as JSON, CSV or a page."""
    from teamforge.report.pages.plan import plan_page, plan_rows

    show(found.to_dict, lambda: plan_rows(found), lambda: plan_page(found), form, found.pool if names else None)


def plan_status(found: Plan) -> ExitStatus:
    """Return the exit status of a command that planned (SPEC.md section 10)."""
    if found.stopped is Stop.INTERRUPT:
        return ExitStatus.INTERRUPTED
    if found.status is Status.UNKNOWN:
        return ExitStatus.UNKNOWN
    return ExitStatus.INFEASIBLE if found.status is Status.INFEASIBLE or found.without else ExitStatus.OK
