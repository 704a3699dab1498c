"""`teamforge replan`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from teamforge.cli.executors import connected
from teamforge.cli.options import By, Format, Names, Note, On, PoolPath, Recorded, Seed, day_of, option
from teamforge.cli.plan import Effort, ExecutorAt, PlanTime, ProgrammePath, Workers, finish
from teamforge.cli.plan_outputs import PlanOptions, PlanOut
from teamforge.cli.progress import progress
from teamforge.cli.project import in_papers
from teamforge.cli.reading import known_peers, read_plan_record, read_year
from teamforge.cli.showing import refuse_names_for_programs, show_answer
from teamforge.cli.streams import to_stderr
from teamforge.errors import close_match
from teamforge.page.words import counted

if TYPE_CHECKING:
    from teamforge.api.plans import Plan
    from teamforge.assignments import Assignment
    from teamforge.challenge.programme import Programme
    from teamforge.challenge.programme.amendment import Place
    from teamforge.pool import Pool
    from teamforge.records.plan_format import KeptPlan

_WHO = "CHALLENGE=PEER"


def _budget(text: str | None) -> int | Literal["least", "any"] | None:
    if text is None:
        return None
    word = text.strip().lower()
    if word == "least":
        return "least"
    if word == "any":
        return "any"
    if not word.isdecimal():
        raise typer.BadParameter(f"{text!r} is no whole number, nor least or any", param_hint="--changes")
    return int(word)


def replan(  # noqa: PLR0913 -- an option for each thing that can happen
    ctx: typer.Context,
    pool: PoolPath,
    programme: ProgrammePath = None,
    *,
    plan: Annotated[
        Path | None,
        option(
            "--plan",
            "FILE.json",
            "The plan that stands, of `plan --out`; left out, the teams that stand by the history of the pool.",
        ),
    ] = None,
    withdrawn: Annotated[
        list[str] | None,
        typer.Option(
            "--withdrawn",
            metavar=_WHO,
            help="Declined or dropped out; may be repeated. The peer alone is enough if they are on one team only.",
        ),
    ] = None,
    objected: Annotated[
        list[str] | None, typer.Option("--objected", metavar=_WHO, help="The host objects; may be repeated.")
    ] = None,
    confirmed: Annotated[
        list[str] | None,
        typer.Option("--confirmed", metavar=_WHO, help="Keeps the seat and the days; may be repeated."),
    ] = None,
    dates: Annotated[
        list[str] | None,
        option("--dates", "CHALLENGE=DATE,…", "The first days on site that are possible now; may be repeated."),
    ] = None,
    changes: Annotated[
        str | None,
        option(
            "--changes",
            "N",
            "The most seats that may change but could stay; least for the fewest, any for no limit. Left out, "
            "what the programme says, and the fewest where it says nothing.",
        ),
    ] = None,
    record: Recorded = False,
    on: On = None,
    by: By = "",
    note: Note = "",
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
    Make a new plan when people drop out or dates move: change as few seats as possible.

    Pool and programme are read as they are now. The history of the pool says which teams stand, who confirmed and
    stays, and who said no; with --plan a kept plan stands instead. The answer shows what changed, challenge by
    challenge and seat by seat, and what one more change would bring. Nothing is written into the history without
    --record.

    Exit status: as for plan; 3 also if no plan keeps to the number of changes and keeps everybody who confirmed.

    \b
    Examples:
      teamforge replan pool programme.toml --out plan.json
      teamforge replan pool programme.toml --plan plan.json --withdrawn derby-2027=P061 --changes 5
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    budget = _budget(changes)
    day = None if on is None else day_of(on)
    with progress("reading the files") as say:
        inputs = read_year(pool, programme)
        kept = None if plan is None else _read_plan(plan, inputs.programme)
        standing, earlier = _stands(*inputs, kept)
        seated = {own: {peer for _, peer, *_ in places} for own, places in standing.items()}
        answers = (
            _pairs(*inputs, seated, withdrawn or (), "--withdrawn"),
            _pairs(*inputs, seated, objected or (), "--objected"),
            _pairs(*inputs, seated, confirmed or (), "--confirmed"),
        )
        moved = _dates(inputs.programme, dates or ())
        if kept is None and not any(standing.values()):
            msg = "nobody stands on a team in the history of the pool: give the plan that stands"
            raise typer.BadParameter(msg, param_hint="--plan")
        say("starting")
        from teamforge.api.planning import replan as make_anew

        try:
            with connected(executor, workers) as shared:
                found = make_anew(
                    *inputs,
                    standing=None if kept is None else standing,
                    points=None if kept is None else {each.challenge_id: each.points for each in kept.challenges},
                    prices=() if kept is None else kept.certificate.rows,
                    earlier=earlier,
                    answers=answers,
                    dates=moved,
                    change_budget=budget,
                    effort=effort,
                    time_limit=time_limit,
                    seed=seed,
                    workers=workers,
                    executor=shared,
                    progress=say,
                )
        except (KeyError, ValueError) as error:
            raise typer.BadParameter(str(error.args[0])) from None

    def end() -> None:
        options = PlanOptions(in_papers(ctx, names=names), found)
        finish(found.plan, out, lambda: show_answer(found, form, inputs.pool if names else None), options)

    if record:
        try:
            rows = _recorded(pool, inputs.programme, standing, found.plan, (day, by, note))
        except BaseException:  # the new plan is written and shown even if it cannot be recorded
            with suppress(typer.Exit):
                end()
            raise
        only = ", only what people said, because there is no plan" if found.plan.points is None else ""
        to_stderr(f"recorded in the history: {counted(len(rows), 'row')}{only}")
    end()


def _recorded(
    path: Path,
    programme: Programme,
    standing: Mapping[str, tuple[Place, ...]],
    plan: Plan,
    how: tuple[date | None, str, str],
) -> Sequence[Assignment]:
    """Write what people said, and if there is a plan who leaves and who joins, into the history; return the rows."""
    from dataclasses import replace

    from teamforge.assignments import add_rows, changes_of_plan, in_force
    from teamforge.challenge.programme.amendment import Amendment
    from teamforge.team import Team

    said = Amendment.of(plan.parameters["replan"]).answers
    states: dict[str, dict[str, str]] = {}
    for row in said:
        states.setdefault(row.challenge_id, {})[row.peer_id] = row.state
    before = {
        own: Team(places[0][2], tuple((seat, peer) for seat, peer, *_ in places))
        for own, places in standing.items()
        if places
    }
    on, by, note = how

    def rows_for(now: Pool) -> list[Assignment]:
        if plan.points is None:
            known = {(row.challenge_id, row.peer_id): row.state for row in in_force(now)}
            new = [row for row in said if known.get((row.challenge_id, row.peer_id)) != row.state]
            return [replace(row, on=on or date.today(), by=by, note=note) for row in new]  # noqa: DTZ011 -- the day here
        return changes_of_plan(plan.to_propose, now, programme, states=states, before=before, on=on, by=by, note=note)

    return add_rows(path, rows_for)[1]


def _read_plan(path: Path, programme: Programme) -> KeptPlan:
    """Return a kept plan of a programme."""
    from teamforge.records.plan_format import parse_plan

    kept, wrong = parse_plan(read_plan_record(path, "--plan"))
    if kept is None or kept.points is None:
        why = "; ".join(wrong) or "it holds no plan"
        raise typer.BadParameter(f"{path}: {why}", param_hint="--plan")
    if kept.programme_id != programme.id:
        msg = f"{path} is for programme {kept.programme_id!r}, not {programme.id!r}"
        raise typer.BadParameter(msg, param_hint="--plan")
    return kept


def _stands(
    pool: Pool, programme: Programme, kept: KeptPlan | None
) -> tuple[dict[str, tuple[Place, ...]], tuple[Any, ...]]:
    """Return the places of the plan that stands, and what people said when it was kept."""
    from teamforge.challenge.programme.amendment import places_of
    from teamforge.pool.assignments.history import in_force
    from teamforge.records.plan_format import amendment_of_record

    if kept is not None:
        before = amendment_of_record(kept)
        return places_of(kept.challenges), () if before is None else before.answers
    found: dict[str, tuple[Place, ...]] = dict.fromkeys(programme.ids, ())
    for row in in_force(pool):
        if row.live and row.challenge_id in found:
            found[row.challenge_id] += ((row.seat, row.peer_id, row.start, row.end),)
    return found, ()


def _pairs(
    pool: Pool, programme: Programme, on: dict[str, set[str]], values: Sequence[str], option: str
) -> list[tuple[str, str]]:
    """Return the challenge and the peer of each value of an option."""
    pairs = []
    for text in values:
        own, rest = _split(programme, text, option) if "=" in text else (None, text)
        (peer,) = known_peers(pool, [rest], option)
        if own is None:
            teams = sorted(each for each, people in on.items() if peer in people)
            if len(teams) != 1:
                where = f"on the teams of {', '.join(teams)}" if teams else "on no team"
                raise typer.BadParameter(f"{peer} is {where}: give {_WHO}", param_hint=option)
            own = teams[0]
        pairs.append((own, peer))
    return pairs


def _split(programme: Programme, text: str, option: str) -> tuple[str, str]:
    """Return the challenge that a value begins with, and what follows; ids may contain =."""
    ends = [place for place, letter in enumerate(text) if letter == "="]
    for end in ends:
        if text[:end].strip() in programme.ids:
            return text[:end].strip(), text[end + 1 :].strip()
    own = text[: ends[0]].strip() if ends else text.strip()
    hint = close_match(own, list(programme.ids))
    raise typer.BadParameter(f"no challenge {own!r} in the programme{hint and f'; {hint}'}", param_hint=option)


def _dates(programme: Programme, values: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in values:
        own, days = _split(programme, text, "--dates")
        found.setdefault(own, []).extend(day.strip() for day in days.split(",") if day.strip())
    return found
