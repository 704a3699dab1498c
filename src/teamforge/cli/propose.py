"""`teamforge propose`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from teamforge.cli.options import By, Format, KeptOf, Names, Note, On, PoolPath, argument, day_of
from teamforge.cli.reading import read_both, read_year
from teamforge.cli.recording import Recording, record_rows, require_same

if TYPE_CHECKING:
    from teamforge.assignments import Assignment
    from teamforge.pool import Pool


def propose(  # noqa: PLR0913 -- the columns of a row
    result: Annotated[Path, argument("RESULT", "A .json or .xlsx file from `--out`, of a team or of a plan.")],
    pool: PoolPath,
    challenge: KeptOf = None,
    *,
    on: On = None,
    by: By = "",
    note: Note = "",
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Record a team as proposed in the history of the pool; for a kept plan, all its teams at once.

    Members who already have the same seat on the same days get no new row. Those who are no longer on the team are
    released. A team is refused if one of its members is out, or if somebody who confirmed is missing. For a repaired
    team, the answers given to the repair are recorded as well. If a plan has no team for a challenge, those who stand
    on one are released. All rows are written, or none.

    \b
    Examples:
      teamforge propose result.json pool challenge.toml
      teamforge propose plan.json pool programme.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.records.record import holds_plan, read_record

    attribution = _Attribution(None if on is None else day_of(on), by, note)

    def recording() -> Recording:
        record = read_record(result)
        of_record = _of_plan if holds_plan(record) else _of_team
        return of_record(record, pool, challenge, attribution)

    record_rows(pool, recording, form, names=names)


class _Attribution(NamedTuple):
    """When it happened, who reported it, and a remark."""

    on: date | None
    by: str
    note: str


def _of_team(record: Mapping[str, Any], pool: Path, challenge: Path | None, attribution: _Attribution) -> Recording:
    """Return what records the team of a kept result."""
    from teamforge.assignments import changes, in_force, states_of
    from teamforge.challenge.history import with_answers
    from teamforge.records.record import responses_of_record, team_of_record
    from teamforge.verify import violations

    team, responses = team_of_record(record), responses_of_record(record)
    asked = read_both(pool, challenge, history=False).challenge
    require_same(str(record["challenge_id"]), asked.id, "RESULT")

    def rows_for(pool: Pool) -> list[Assignment]:
        states = states_of(responses, {row.peer_id: row.state for row in in_force(pool, asked.id)})
        rows = changes(team, pool, asked, states=states, **attribution._asdict())
        _refuse_broken("result", "a valid team", violations(pool, with_answers(asked, team, responses), team))
        return rows

    return Recording(f"challenge {asked.id}", rows_for)


def _of_plan(record: Mapping[str, Any], pool: Path, programme: Path | None, attribution: _Attribution) -> Recording:
    """Return what records all teams of a kept plan."""
    from teamforge.assignments import changes_of_plan
    from teamforge.records.plan_format import teams_of_plan
    from teamforge.verify.plan import plan_violations

    teams = teams_of_plan(record)
    year = read_year(pool, programme, history=False).programme
    require_same(str(record["programme_id"]), year.id, "RESULT", "programme")

    def rows_for(pool: Pool) -> list[Assignment]:
        rows = changes_of_plan(teams, pool, year, **attribution._asdict())
        valid = {own: team for own, team in teams.items() if team is not None}
        _refuse_broken("plan", "a valid plan", plan_violations(pool, year, valid))
        return rows

    return Recording(f"programme {year.id}", rows_for)


def _refuse_broken(what: str, expected: str, broken: Iterable[object]) -> None:
    from teamforge.errors import Fault, InputError

    if faults := [Fault(what, None, None, None, f"{expected}, but {each}") for each in broken]:
        raise InputError(faults)
