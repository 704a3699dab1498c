"""Which engagements count, and which rows make up one engagement (SPEC.md section 1, *engagements*)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from teamforge.pool import Pool
from teamforge.pool.categorical import Categorical
from teamforge.pool.columns import Engagements
from teamforge.spec.dates import day_number
from teamforge.spec.vocabulary import ENGAGEMENT_STATUSES

Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Bookings:
    """
    The engagements that count for a challenge.

    Parameters
    ----------
    table
        The rows of `engagements`, then those of `assignments` in force (SPEC.md section 9).
    rows
        The positions in `table` of the rows that count; for dates, hosts or status each row counts by itself.
    peer, start
        For each engagement, its peer and the earliest start among its rows that count.
    """

    table: Engagements
    rows: NDArray[np.intp]
    peer: Ints
    start: Ints

    booked: int
    """The number of rows of `table` that come from `engagements`."""

    def source(self, row: int) -> tuple[str, int]:
        """Return the input table and row that a row of `table` comes from."""
        return "engagements" if row < self.booked else "assignments", int(self.table.row[row])


def bookings_of(pool: Pool, as_of: date, own: str | None = None) -> Bookings:
    """
    Return the engagements that count for a challenge, whose id is `own`.

    Cancelled rows, proposed rows that start before `as_of`, and rows with the challenge's own id do not count. Rows of
    one peer with the same `challenge_id` or, if that is blank, the same start and end, are one engagement.
    """
    table = _with_assignments(pool)
    stale = table.status.isin("proposed") & (table.start < day_number(as_of))
    dropped = table.status.isin("cancelled") | stale
    if own is not None:
        dropped |= table.challenge_id.isin(own)
    rows = np.flatnonzero(~dropped)
    peer, start, end = table.peer[rows], table.start[rows], table.end[rows]
    code = table.challenge_id.codes[rows]
    named = code >= 0
    # Sorted by key and then by start, the first row of each key is the engagement at its earliest start.
    key = (np.where(named, 0, end), np.where(named, 0, start), code, peer)
    order = np.lexsort((start, *key))
    ordered = [column[order] for column in key]
    first = np.ones(len(rows), dtype=np.bool_)
    if len(rows):
        first[1:] = np.any([column[1:] != column[:-1] for column in ordered], axis=0)
    return Bookings(table, rows, peer[order][first], start[order][first], len(pool.engagements))


_STATUS = {
    "confirmed": "confirmed",
    "done": "done",
    "proposed": "proposed",
    "asked": "proposed",
    "accepted": "proposed",
}
"""The engagement status of each state; any other state is cancelled."""


def _with_assignments(pool: Pool) -> Engagements:
    """Return the engagements, with those from `assignments` in place of the booked ones they match."""
    booked, history = pool.engagements, pool.assignments
    if not len(history):
        return booked
    rows = history.in_force
    rows = rows[~history.challenge.isin(*history.unbooked)[rows]]
    ids = dict.fromkeys((*booked.challenge_id.values, *history.challenge.values))
    names = {name: code for code, name in enumerate(ids)}
    old, new = (
        np.array([*(names[value] for value in column.values), -1], dtype=np.int32)
        for column in (booked.challenge_id, history.challenge)
    )
    codes, added = old[booked.challenge_id.codes], new[history.challenge.codes[rows]]
    pairs = codes.astype(np.int64) * len(pool) + booked.peer
    replaced = (codes >= 0) & np.isin(pairs, added.astype(np.int64) * len(pool) + history.peer[rows])
    status = np.array([ENGAGEMENT_STATUSES.index(_STATUS.get(state, "cancelled")) for state in history.state.values])
    cancelled = ENGAGEMENT_STATUSES.index("cancelled")
    own = np.where(replaced, np.int32(cancelled), booked.status.codes)
    return Engagements(
        np.concatenate([booked.peer, history.peer[rows]]),
        np.concatenate([booked.host, history.host[rows]]),
        np.concatenate([booked.start, history.start[rows]]),
        np.concatenate([booked.end, history.end[rows]]),
        Categorical(np.concatenate([own, status[history.state.codes[rows]]]).astype(np.int32), ENGAGEMENT_STATUSES),
        Categorical(np.concatenate([codes, added]).astype(np.int32), tuple(names)),
        np.concatenate([booked.row, history.row[rows]]),
    )
