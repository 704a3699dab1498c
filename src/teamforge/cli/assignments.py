"""`teamforge propose`, `teamforge answer` and `teamforge assignments`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from teamforge.cli.options import By, ChallengePath, Format, KeptOf, Names, Note, On, PoolPath, day_of, peer_option
from teamforge.cli.progress import progress
from teamforge.cli.project import complete_answer, complete_challenge
from teamforge.cli.reading import known_peers, read_both, read_year
from teamforge.cli.showing import refuse_names_for_programs, show
from teamforge.cli.streams import to_stderr
from teamforge.errors import InputError
from teamforge.spec.vocabulary import ASSIGNMENT_STATES

if TYPE_CHECKING:
    from teamforge.assignments import Assignment
    from teamforge.pool import Pool
    from teamforge.workbook.reading import PeerResponse, TeamWorkbook

__all__ = ["answer", "assignments", "changes_in", "propose"]


def propose(  # noqa: PLR0913 -- the columns of a row
    result: Annotated[
        Path,
        typer.Argument(
            metavar="RESULT", help="A .json or .xlsx file from `--out`, of a team or of a plan.", show_default=False
        ),
    ],
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
    Record a team as proposed, in the history of the pool; of a kept plan all its teams at once.

    Members who already have the same seat on the same days get no new row. Those who are no longer on the team are
    released. A team is refused if one of its members is out, or if somebody who confirmed is missing. For a repaired
    team, the answers that it was given are recorded as well. Where a plan has no team for a challenge, those who
    stand on one are released. Either all rows are written or none.

    \b
    Examples:
      teamforge propose result.json pool challenge.toml
      teamforge propose plan.json pool programme.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.assignments import add_rows
    from teamforge.records.plan_format import holds_plan
    from teamforge.records.record import read_record

    refuse_names_for_programs(form, names=names)
    how = _Attribution(None if on is None else day_of(on), by, note)
    with progress("reading the files"):
        record = read_record(result)
        proposed = _plan_proposed if holds_plan(record) else _team_proposed
        what, said = proposed(record, pool, challenge, how)
        found, rows = add_rows(pool, said)
    _show_recorded(found, rows, form, f"Recorded for {what}", names=names)


class _Attribution(NamedTuple):
    """When it was so, who says so, and a remark."""

    on: date | None
    by: str
    note: str


_Said = Callable[["Pool"], "list[Assignment]"]
"""From the pool, read while nobody else can write, to the rows to add."""


def _team_proposed(
    record: Mapping[str, Any], pool: Path, challenge: Path | None, how: _Attribution
) -> tuple[str, _Said]:
    """Return what a kept result is about, and the rows that record its team."""
    from teamforge.assignments import changes, in_force, states_of
    from teamforge.challenge.history import answered
    from teamforge.records.record import responses_of_record, team_of_record
    from teamforge.verify import violations

    team, responses = team_of_record(record), responses_of_record(record)
    _, wanted = read_both(pool, challenge, history=False)
    _same(str(record["challenge_id"]), wanted.id, "RESULT")

    def said(given: Pool) -> list[Assignment]:
        states = states_of(responses, {row.peer_id: row.state for row in in_force(given, wanted.id)})
        rows = changes(team, given, wanted, states=states, **how._asdict())
        _refuse_broken("result", "a valid team", violations(given, answered(wanted, team, responses), team))
        return rows

    return f"challenge {wanted.id}", said


def _plan_proposed(
    record: Mapping[str, Any], pool: Path, programme: Path | None, how: _Attribution
) -> tuple[str, _Said]:
    """Return what a kept plan is about, and the rows that record all its teams."""
    from teamforge.assignments import changes_of_plan
    from teamforge.records.plan_format import teams_of_plan
    from teamforge.verify.plan import plan_violations

    teams = teams_of_plan(record)
    _, wanted = read_year(pool, programme, history=False)
    _same(str(record["programme_id"]), wanted.id, "RESULT", "programme")

    def said(given: Pool) -> list[Assignment]:
        rows = changes_of_plan(teams, given, wanted, **how._asdict())
        valid = {own: team for own, team in teams.items() if team is not None}
        _refuse_broken("plan", "a valid plan", plan_violations(given, wanted, valid))
        return rows

    return f"programme {wanted.id}", said


def _refuse_broken(what: str, expected: str, broken: Iterable[object]) -> None:
    from teamforge.errors import Fault, InputError

    if faults := [Fault(what, None, None, None, f"{expected}, but {each}") for each in broken]:
        raise InputError(faults)


def answer(  # noqa: PLR0913 -- likewise
    pool: PoolPath,
    challenge: ChallengePath = None,
    states: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PEER=STATE …",
            help="For example P015=declined; PEER STATE works too.",
            autocompletion=complete_answer,
            show_default=False,
        ),
    ] = None,
    *,
    everybody: Annotated[
        str | None,
        typer.Option(
            "--all",
            metavar="STATE",
            help="One state for everybody on the team, such as done.",
            autocompletion=lambda: [*ASSIGNMENT_STATES],
            show_default=False,
        ),
    ] = None,
    workbook: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="TEAM.xlsx",
            help="Take the states and notes that people changed in a workbook.",
            show_default=False,
        ),
    ] = None,
    on: On = None,
    by: By = "",
    note: Note = "",
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Record what people answered: proposed, asked, accepted, confirmed, done; declined, objected, withdrawn; released.

    Either all answers of a command are written or none. What was written before never changes.

    \b
    Examples:
      teamforge answer pool challenge.toml P015=declined P021=asked --on 2027-01-14
      teamforge answer pool challenge.toml --from team.xlsx
      teamforge answer pool challenge.toml --all done
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.assignments import add_rows, answers, live

    refuse_names_for_programs(form, names=names)
    day = None if on is None else day_of(on)
    words = list(states or ())
    if challenge is not None and not challenge.exists() and pool.suffix.lower() == ".xlsx":
        challenge, words = None, [str(challenge), *words]  # the challenge is in the workbook
    with progress("reading the files"):
        given, wanted = read_both(pool, challenge, history=False)
        told = _told(given, words)
        book = None
        if workbook is not None:
            from teamforge.workbook.reading import read_team

            book = read_team(workbook)
            _same(book.challenge_id, wanted.id, "--from")
        elif not told and everybody is None:
            raise typer.BadParameter("missing: who answered what, such as P015=declined", param_hint="PEER=STATE")

        def said(now: Pool) -> list[Assignment]:
            changed = () if book is None or workbook is None else changes_in(book, workbook, now)
            here = live(now, wanted.id) if everybody is not None else ()
            if everybody is not None and not here:
                raise typer.BadParameter(f"nobody stands on the team of {wanted.id}", param_hint="--all")
            pairs = [*((row.peer_id, str(everybody).strip().casefold()) for row in here)]
            pairs += [*((each.peer_id, str(each.state)) for each in changed), *told]
            notes = {each.peer_id: each.note for each in changed if each.note}
            team = None if book is None else book.team
            return answers(now, wanted, pairs, team=team, on=day, by=by, note=note, notes=notes)

        found, rows = add_rows(pool, said)
    _show_recorded(found, rows, form, f"Recorded for challenge {wanted.id}", names=names)


def assignments(
    pool: PoolPath,
    *,
    challenge: Annotated[
        str | None,
        typer.Option(
            "--challenge",
            metavar="ID",
            help="Only this challenge.",
            autocompletion=complete_challenge,
            show_default=False,
        ),
    ] = None,
    peer: Annotated[
        str | None,
        peer_option("Only this peer, by id or name."),
    ] = None,
    week: Annotated[
        str | None,
        typer.Option(
            "--week", metavar="DATE", help="Only visits in the week of this date, Monday to Sunday.", show_default=False
        ),
    ] = None,
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    Show who is on which team, and what they answered: the latest row for each challenge and peer.

    \b
    Example:
      teamforge assignments pool --week 2027-04-19
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.assignments import in_force
    from teamforge.pool.reading import read_pool

    refuse_names_for_programs(form, names=names)
    day = None if week is None else day_of(week)
    with progress("reading the files"):
        given = read_pool(pool)
        if peer is not None:
            (peer,) = known_peers(given, [peer])
        rows = [row for row in in_force(given, challenge) if peer in {None, row.peer_id}]
        if day is not None:
            monday = day - timedelta(days=day.weekday())
            rows = [row for row in rows if row.start <= monday + timedelta(days=6) and monday <= row.end]
    _show(given, rows, form, "Who is on which team", names=names)


def changes_in(book: TeamWorkbook, path: Path, pool: Pool) -> Sequence[PeerResponse]:
    """
    Return what people changed in a workbook and the history does not have yet.

    Raises
    ------
    InputError
        If it holds an answer that was recorded before, and taken back since.
    """
    from teamforge.assignments import in_force
    from teamforge.pool.assignments.history import rows_of
    from teamforge.records.record import read_record, record_of
    from teamforge.workbook.asking import untold

    made = 0
    with suppress(InputError):  # without its record it may be of any time
        made = record_of(read_record(path)).assignments
    later = rows_of(pool, range(made, len(pool.assignments)))
    return untold(
        book, in_force(pool, book.challenge_id), [row for row in later if row.challenge_id == book.challenge_id]
    )


def _same(of: str, wanted: str, hint: str, what: str = "challenge") -> None:
    if of != wanted:
        raise typer.BadParameter(f"it is for {what} {of!r}, not {wanted!r}", param_hint=hint)


def _told(pool: Pool, words: Sequence[str]) -> list[tuple[str, str]]:
    """Return ids and states from words such as ``P1=asked`` or ``P1 asked``; peers are given by id or name."""
    pairs, left = [], list(words)
    while left:
        word = left.pop(0)
        peer, sign, state = word.rpartition("=")
        if not sign:
            if not left:
                raise typer.BadParameter(f"{word!r} has no state: say {word}=asked", param_hint="PEER=STATE")
            peer, state = word, left.pop(0)
        pairs.append((peer.strip(), state.strip().casefold()))
    known_peers(pool, [peer for peer, _ in pairs], "PEER")  # all that are unknown at once
    return [(next(iter(known_peers(pool, [peer], "PEER"))), state) for peer, state in pairs]


def _show_recorded(pool: Pool, rows: Sequence[Assignment], form: str, title: str, *, names: bool) -> None:
    """Show the rows that were written, and say on standard error whose visits overlap now."""
    from teamforge.assignments import double_bookings, in_force
    from teamforge.challenge.history import overlap_in_words

    _show(pool, rows, form, title, names=names)
    written = {(row.challenge_id, row.peer_id) for row in rows}
    for one, other in double_bookings(in_force(pool)):
        if {(each.challenge_id, each.peer_id) for each in (one, other)} & written:
            to_stderr(f"warning: {overlap_in_words(one, other)}")


_COLUMNS = ("challenge_id", "seat", "peer_id", "start", "end", "state", "on")


def _show(pool: Pool, rows: Sequence[Assignment], form: str, title: str, *, names: bool) -> None:
    from teamforge.page import Column, Page, Section, Table
    from teamforge.page.words import counted, days_in_words
    from teamforge.spec.words import spoken

    plain = [{name: str(getattr(row, name)) for name in _COLUMNS} for row in rows]

    def page() -> Page:
        cells = tuple(
            (
                row.challenge_id,
                spoken(row.seat),
                row.peer_id,
                days_in_words(row.start, row.end),
                row.state,
                f"{row.on.day} {row.on:%B %Y}",
            )
            for row in rows
        )
        columns = tuple(Column(name) for name in ("Challenge", "Seat", "Peer", "On site", "State", "Since"))
        sections = (Section("", table=Table(columns, cells)),) if cells else ()
        return Page(title, (counted(len(rows), "row"),), sections)

    show(
        lambda: {"assignments": plain},
        lambda: (_COLUMNS, [tuple(each.values()) for each in plain]),
        page,
        form,
        pool if names else None,
    )
