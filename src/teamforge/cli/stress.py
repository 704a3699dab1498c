"""`teamforge stress`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from teamforge.cli.executors import connected
from teamforge.cli.options import Format, Names, PoolPath, argument
from teamforge.cli.plan import ExecutorAt, ProgrammePath, Workers
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_plan_record, read_year
from teamforge.cli.showing import refuse_names_for_programs, show_answer


def _rates(values: list[str] | None) -> dict[str, float]:
    """Return the shares by role; a share without a role is everybody's."""
    rates = {}
    for value in values or ():
        role, sign, share = value.rpartition("=")
        if sign and not role.strip():
            share = ""  # `=0.1` is not a share of everybody's
        try:
            rates[role.strip()] = float(share)
        except ValueError:
            raise typer.BadParameter(f"{value!r} is neither a share, such as 0.1, nor ROLE=SHARE") from None
    if "" in rates and len(rates) > 1:
        raise typer.BadParameter("give one share for everybody, or ROLE=SHARE for each role")
    return rates


def stress(  # noqa: PLR0913 -- an option each
    plan: Annotated[Path, argument("PLAN", "A file of `plan --out` (.json).")],
    pool: PoolPath,
    programme: ProgrammePath = None,
    *,
    trials: Annotated[int, typer.Option("--trials", metavar="N", min=1, help="How often.")] = 200,
    rate: Annotated[
        list[str] | None,
        typer.Option(
            "--rate",
            metavar="SHARE",
            help="How likely a member is to drop out, such as 0.1; or ROLE=SHARE, may be repeated.",
            show_default="0.1",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Of the draws.")] = 0,
    workers: Workers = 1,
    executor: ExecutorAt = None,
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Say how well a kept plan survives drop-outs, and who to keep in reserve.

    In each trial members drop out at random, one after another, and each time their team is repaired on its dates,
    without moving anybody on another team. Nothing is recorded.

    Exit status: 0 it is answered; 2 something is wrong with the files, or the plan does not hold.

    \b
    Example:
      teamforge plan pool programme.toml --out plan.json
      teamforge stress plan.json pool programme.toml --rate vcs_leader=0.2 --rate elected_member=0.1
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    rates = _rates(rate)
    with progress("reading the files") as say:
        from teamforge.api.plans import Plan

        record = read_plan_record(plan, "PLAN")
        inputs = read_year(pool, programme)
        say("checking the plan")
        kept = Plan.from_record(record, *inputs)
        with connected(executor, workers) as shared:
            try:
                answer = kept.stress(
                    trials,
                    seed=seed,
                    rates=rates.get("", rates or 0.1),
                    workers=workers,
                    executor=shared,
                    progress=say,
                )
            except ValueError as error:
                raise typer.BadParameter(str(error).removeprefix("rates: "), param_hint="--rate") from None
    show_answer(answer, form, inputs.pool if names else None)
