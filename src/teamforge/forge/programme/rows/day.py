"""
A peer's days (SPEC.md section 10, rule 2): visits never overlap, and on a seat that counts they have rest around them.

Two visits are too close if and only if the later one starts within the rest days after the earlier one, by the rest
of either. So a plan has at most one of the visits that hold a day with the rest *after* each, and at most one of those
that hold it with the rest *before* each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.row import EPSILON, Found, Key, Row
from teamforge.forge.programme.visits import VisitShare, by_peer
from teamforge.problem.arrays import Points


def broken(whole: Year, visits: Sequence[VisitShare]) -> Iterator[Found]:
    """Yield the rows of the days that more than one visit of a peer holds."""
    for peer, own in by_peer(visits).items():
        if sum(visit.share for visit in own) <= 1 + EPSILON:
            continue
        name = str(whole.pool.peers.ids[peer])
        starts, ends, rests = (np.array([getattr(visit, each) for visit in own]) for each in ("start", "end", "rest"))
        shares = np.array([visit.share for visit in own])
        for day in _full(starts, starts, ends + rests, shares):
            key: Key = ("day", name, day, "after")
            yield key, partial(_row, whole, key, peer, after=1)
        for day in _full(ends, starts - rests, ends, shares):
            key = ("day", name, day, "before")
            yield key, partial(_row, whole, key, peer, before=1)


def _row(whole: Year, key: Key, peer: int, *, after: int = 0, before: int = 0) -> Row:
    return Row(key, 1, on_day(whole, peer, int(key[2]), after=after, before=before))


def _full(days: Points, first: Points, last: Points, shares: NDArray[np.float64]) -> list[int]:
    """Return the days that more than one visit holds, from its first to its last."""
    days = np.unique(days)
    held = ((first <= days[:, None]) & (days[:, None] <= last)) @ shares
    found: list[int] = days[held > 1 + EPSILON].tolist()
    return found


def on_day(whole: Year, peer: int, day: int, *, after: int = 0, before: int = 0) -> dict[int, Points]:
    """Return the visits of a peer that hold a day; those on seats that count with the rest after or before."""
    return whole.members(
        peer, lambda each: (each.start - before * each.rest <= day) & (day <= each.end + after * each.rest)
    )
