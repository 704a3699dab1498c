"""
A peer's days (SPEC.md section 10, rule 2): visits never overlap, and where one is on a seat that counts, it has rest.

Two visits are too close if and only if the later one starts within the rest days after the earlier one, by the rest
of either. So of the visits that hold a day, with the rest *after* each, at most one is in a plan; and so with the rest
*before* each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.row import EPSILON, Row
from teamforge.forge.programme.visits import Visit, by_peer

__all__ = ["broken", "on_day"]


def broken(whole: Year, visits: Sequence[Visit]) -> Iterator[Row]:
    """Yield the rows of the days that more than one visit of a peer holds."""
    for peer, own in by_peer(visits).items():
        if len({visit.block for visit in own}) < 2:  # noqa: PLR2004 -- it takes two to be too close
            continue
        for day in sorted({visit.start for visit in own}):
            if sum(visit.share for visit in own if visit.start <= day <= visit.end + visit.rest) > 1 + EPSILON:
                yield Row(("day", str(whole.pool.peers.ids[peer]), day, "after"), 1, on_day(whole, peer, day, after=1))
        for day in sorted({visit.end for visit in own}):
            if sum(visit.share for visit in own if visit.start - visit.rest <= day <= visit.end) > 1 + EPSILON:
                yield Row(
                    ("day", str(whole.pool.peers.ids[peer]), day, "before"), 1, on_day(whole, peer, day, before=1)
                )


def on_day(whole: Year, peer: int, day: int, *, after: int = 0, before: int = 0) -> dict[int, frozenset[int]]:
    """Return the visits of a peer that hold a day, with the rest after or before those on seats that count."""
    members: dict[int, frozenset[int]] = {}
    for place, block in enumerate(whole.blocks):
        starts = block.problem.starts.astype(np.int64)
        ends = starts + block.days - 1
        resting = (starts - before * block.rest <= day) & (day <= ends + after * block.rest)
        if resting.any():
            on_site = whole.members(peer, {place: (starts <= day) & (day <= ends)})
            counting = whole.members(peer, {place: resting}, counting=True)
            both = on_site.get(place, frozenset()) | counting.get(place, frozenset())
            if both:
                members[place] = both
    return members
