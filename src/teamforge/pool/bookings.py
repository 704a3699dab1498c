"""Which engagements count, and which rows are one engagement (SPEC.md section 1, *engagements*)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from teamforge.pool import Pool
from teamforge.spec.dates import day_number

__all__ = ["Bookings", "bookings_of"]

Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Bookings:
    """
    The engagements that count for a challenge.

    Parameters
    ----------
    rows
        Positions in the table `engagements` of the rows that count: where dates, hosts or status
        matter each row speaks for itself.
    peer, start
        One engagement each: its peer and the earliest start among its rows that count.
    """

    rows: NDArray[np.intp]
    peer: Ints
    start: Ints


def bookings_of(pool: Pool, as_of: date, own: str | None = None) -> Bookings:
    """
    Return the engagements that count for a challenge.

    A cancelled row, a proposed one that starts before `as_of`, and every row with the challenge's own
    id count for nothing. Rows of one peer with the same `challenge_id` or, where that is blank, the
    same start and end, are one engagement.

    Parameters
    ----------
    pool
        Whose table `engagements`.
    as_of
        The date of the decision.
    own
        The id of the challenge; None where there is none.
    """
    table = pool.engagements
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
    return Bookings(rows, peer[order][first], start[order][first])
