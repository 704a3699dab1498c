"""`teamforge propose`, `teamforge answer` and `teamforge assignments`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from teamforge.cli.options import Format, PoolPath
from teamforge.cli.progress import progress
from teamforge.cli.project import complete_challenge, complete_peer
from teamforge.cli.reading import known_peers
from teamforge.cli.showing import show

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.pool import Pool
    from teamforge.pool.assignments.history import Assignment

__all__ = ["answer", "assignments", "propose"]


def _day(text: str) -> date:
    from teamforge.spec.dates import as_day

    day = as_day(text)
    if day is None:
        raise typer.BadParameter(f"{text!r} is not a date such as 2027-01-31")
    return day


_Challenge = Annotated[
    Path,
    typer.Argument(
        metavar="CHALLENGE",
        help="A .toml, .json or .xlsx file, or an id of teamforge.toml.",
        autocompletion=complete_challenge,
        show_default=False,
    ),
]
_On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it happened; today if left out.")]
_By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who reported it.", show_default=False)]
_Note = Annotated[
    str, typer.Option("--note", metavar="TEXT", help="A remark to keep with the row.", show_default=False)
]


def propose(
    result: Annotated[
        Path, typer.Argument(metavar="RESULT", help="A .json or .xlsx file from `--out`.", show_default=False)
    ],
    pool: PoolPath,
    challenge: _Challenge,
    *,
    on: _On = None,
    by: _By = "",
    note: _Note = "",
    form: Format = "table",
) -> None:
    """
    Record a team as proposed, in the history of the pool.

    Members who already have the same seat on the same days get no new row. Those who are no longer on the team are
    released. A team is refused if one of its members is out, or if somebody who confirmed is missing.

    \b
    Example:
      teamforge propose result.json pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.assignments import add_rows, changes
    from teamforge.errors import Fault, InputError
    from teamforge.records.record import read_record, team_of_record
    from teamforge.verify import violations

    with progress("reading the files"):
        _, wanted = _both(pool, challenge)
        record = read_record(result)
        team = team_of_record(record)
        if record["challenge_id"] != wanted.id:
            msg = f"it is for challenge {record['challenge_id']!r}, not {wanted.id!r}"
            raise typer.BadParameter(msg, param_hint="RESULT")

        def said(given: Pool) -> list[Assignment]:
            rows = changes(team, given, wanted, on=None if on is None else _day(on), by=by, note=note)
            if broken := violations(given, wanted, team):
                raise InputError([Fault("result", None, None, None, f"a valid team, but {each}") for each in broken])
            return rows

        _, rows = add_rows(pool, said)
    _show(rows, form, f"Recorded for challenge {wanted.id}")


def answer(  # noqa: PLR0913 -- the columns of a row
    pool: PoolPath,
    challenge: _Challenge,
    states: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PEER=STATE …",
            help="For example P015=declined; PEER STATE works too.",
            autocompletion=complete_peer,
            show_default=False,
        ),
    ] = None,
    *,
    everybody: Annotated[
        str | None, typer.Option("--all", metavar="STATE", help="One state for everybody on the team, such as done.")
    ] = None,
    workbook: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="TEAM.xlsx", help="Take the states that people changed in a workbook.", show_default=False
        ),
    ] = None,
    on: _On = None,
    by: _By = "",
    note: _Note = "",
    form: Format = "table",
) -> None:
    """
    Record what people answered: proposed, asked, accepted, confirmed, done; declined, objected, withdrawn; released.

    Either all answers of a command are written or none. What was written before never changes.

    \b
    Examples:
      teamforge answer pool challenge.toml P015=declined P021=asked --on 2027-01-14
      teamforge answer pool challenge.toml --all done
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.assignments import add_rows, answers, live

    with progress("reading the files"):
        given, wanted = _both(pool, challenge)
        told = _pairs(states or ())
        known_peers(given, [peer for peer, _ in told], "PEER")
        if workbook is not None:
            from teamforge.workbook.reading import read_team

            told += [(each.peer_id, str(each.state)) for each in read_team(workbook).changes]
        if not told and everybody is None:
            raise typer.BadParameter(
                "nothing to record: say who answered what, such as P015=declined", param_hint="PEER=STATE"
            )

        def said(now: Pool) -> list[Assignment]:
            here = {} if everybody is None else {row.peer_id: everybody for row in live(now, wanted.id)}
            pairs = [*here.items(), *told]
            return answers(now, wanted, pairs, on=None if on is None else _day(on), by=by, note=note)

        _, rows = add_rows(pool, said)
    _show(rows, form, f"Recorded for challenge {wanted.id}")


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
        typer.Option(
            "--peer",
            metavar="PEER",
            help="Only this peer, by id or name.",
            autocompletion=complete_peer,
            show_default=False,
        ),
    ] = None,
    week: Annotated[
        str | None,
        typer.Option(
            "--week", metavar="DATE", help="Only visits in the week of this date, Monday to Sunday.", show_default=False
        ),
    ] = None,
    form: Format = "table",
) -> None:
    """
    Show who is on which team, and what they answered: the latest row for each challenge and peer.

    \b
    Example:
      teamforge assignments pool --week 2027-04-19
    """  # noqa: D301 -- \b keeps the lines of the example apart
    from teamforge.assignments import in_force
    from teamforge.pool.reading import read_pool

    with progress("reading the files"):
        given = read_pool(pool)
        if peer is not None:
            (peer,) = known_peers(given, [peer])
        rows = [row for row in in_force(given, challenge) if peer in {None, row.peer_id}]
        if week is not None:
            monday = _day(week) - timedelta(days=_day(week).weekday())
            rows = [row for row in rows if row.start <= monday + timedelta(days=6) and monday <= row.end]
    _show(rows, form, "Who is on which team")


def _both(pool: Path, challenge: Path) -> tuple[Pool, Challenge]:
    """Return pool and challenge, not yet matched: a fault in the history must not stop anybody from adding to it."""
    from teamforge.challenge.reading import read_challenge
    from teamforge.pool.reading import read_pool

    return read_pool(pool), read_challenge(challenge)


def _pairs(states: Sequence[str]) -> list[tuple[str, str]]:
    """Return peers and states from words such as ``P1=asked`` or ``P1 asked``."""
    pairs, words = [], list(states)
    while words:
        word = words.pop(0)
        peer, sign, state = word.rpartition("=")
        if not sign:
            if not words:
                raise typer.BadParameter(f"{word!r} has no state: say {word}=asked", param_hint="PEER=STATE")
            peer, state = word, words.pop(0)
        pairs.append((peer.strip(), state.strip().casefold()))
    return pairs


_COLUMNS = ("challenge_id", "seat", "peer_id", "start", "end", "state", "on")


def _show(rows: Sequence[Assignment], form: str, title: str) -> None:
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
                str(row.on),
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
    )
