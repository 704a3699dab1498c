"""Adding rows to `assignments`: the checks, and the table with the new rows (SPEC.md section 9, 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from teamforge.errors import Fault, InputError, close_match
from teamforge.pool.assignments.history import Assignment, clashes, in_force
from teamforge.pool.categorical import Categorical
from teamforge.pool.columns import Assignments, Organisations
from teamforge.pool.table_reader import take
from teamforge.pool.ties import unnamed_organisations
from teamforge.spec.dates import day_number
from teamforge.spec.vocabulary import ASSIGNMENT_STATES

if TYPE_CHECKING:
    from teamforge.pool.columns import PoolTables
    from teamforge.pool.pool import Pool


def extended(pool: PoolTables, rows: Sequence[Assignment]) -> tuple[Assignments, Organisations]:
    """
    Return a pool's table `assignments` with rows added at its end, and the organisations with their hosts.

    Raises
    ------
    InputError
        If a row names a peer or an organisation that is not in the pool, or an unknown state.
    """
    organisations = pool.organisations
    if not organisations.given:
        organisations = unnamed_organisations(
            dict.fromkeys((*organisations.ids, *(row.host for row in rows if row.host)))
        )
    places = dict(organisations.position)
    faults = [fault for row in rows for fault in _faults(pool, places, row)]
    if faults:
        raise InputError(faults)
    table = pool.assignments

    def words(column: Categorical[str], value: Callable[[Assignment], str]) -> Categorical[str]:
        codes = {value: code for code, value in enumerate(column.values)}
        more = [codes.setdefault(value(row), len(codes)) if value(row) else -1 for row in rows]
        return Categorical(np.array([*column.codes.tolist(), *more], dtype=np.int32), tuple(codes))

    def numbers(column: np.ndarray, value: Callable[[Assignment], int]) -> np.ndarray:
        return np.array([*column.tolist(), *(value(row) for row in rows)], dtype=np.int32)

    more = replace(
        table,
        challenge=words(table.challenge, lambda row: row.challenge_id),
        seat=words(table.seat, lambda row: row.seat),
        peer=numbers(table.peer, lambda row: int(pool.peers.position[row.peer_id])),
        host=numbers(table.host, lambda row: places[row.host]),
        start=numbers(table.start, lambda row: day_number(row.start)),
        end=numbers(table.end, lambda row: day_number(row.end)),
        state=words(table.state, lambda row: row.state),
        on=numbers(table.on, lambda row: day_number(row.on)),
        by=words(table.by, lambda row: row.by),
        note=words(table.note, lambda row: row.note),
        row=numbers(table.row, lambda row: row.row),
    )
    return more, organisations


def shortened(pool: PoolTables, count: int) -> tuple[Assignments, Organisations]:
    """Return the first rows of `assignments`, and the organisations that the pool names with only these rows."""
    first = take(pool.assignments, np.arange(len(pool.assignments)) < count)
    if pool.organisations.given:
        return first, pool.organisations
    related, declared = pool.relations, pool.interests
    columns = (pool.peers.organisation, related.source, related.target, declared.organisation, pool.engagements.host)
    named = 1 + max(int(column.max(initial=-1)) for column in (*columns, first.host))
    return first, unnamed_organisations(pool.organisations.ids[:named])


def judged(pool: Pool, rows: Sequence[Assignment]) -> Pool:
    """
    Return the pool with rows added to `assignments`, all checked together.

    Raises
    ------
    InputError
        If a row is older than the one in force for its challenge and peer, or if the rows would introduce a fault:
        two live peers on one seat, or different days.
    """
    found = pool.with_assignments(rows)
    latest = {(row.challenge_id, row.peer_id): row.on for row in in_force(pool)}
    faults = []
    for row in rows:
        key = row.challenge_id, row.peer_id
        if key in latest and row.on < latest[key]:
            expected = f"{latest[key]} or later, the day of the latest row of {row.peer_id}"
            faults.append(Fault("assignments", None, "on", str(row.on), expected))
        latest[key] = max(row.on, latest.get(key, row.on))
    for challenge in dict.fromkeys(row.challenge_id for row in rows):
        before = set(clashes(in_force(pool, challenge)))
        for row, expected in clashes(in_force(found, challenge)):
            if (row, expected) not in before:
                mend = "add a row for the other peer in the same command"
                faults.append(Fault("assignments", None, "seat", row.peer_id, expected, mend))
    if faults:
        raise InputError(faults)
    return found


def _faults(pool: PoolTables, places: dict[str, int], row: Assignment) -> list[Fault]:
    """Return the faults of a row taken by itself."""
    given = {name: str(getattr(row, name)).strip() for name in ("challenge_id", "seat", "peer_id", "host", "state")}
    faults = [
        Fault("assignments", None, "host_organisation_id" if name == "host" else name, None, "no blank cell")
        for name, text in given.items()
        if not text
    ]
    if given["peer_id"] and row.peer_id not in pool.peers.position:
        faults.append(Fault("assignments", None, "peer_id", row.peer_id, "the id of a peer of the table peers"))
    if given["host"] and row.host not in places:
        expected = "the id of an organisation of the table organisations"
        faults.append(Fault("assignments", None, "host_organisation_id", row.host, expected))
    if given["state"] and row.state not in ASSIGNMENT_STATES:
        hint = close_match(row.state, ASSIGNMENT_STATES)
        faults.append(Fault("assignments", None, "state", row.state, f"one of {', '.join(ASSIGNMENT_STATES)}", hint))
    if row.end < row.start:
        faults.append(Fault("assignments", None, "end", str(row.end), f"a date not before the start {row.start}"))
    return faults
