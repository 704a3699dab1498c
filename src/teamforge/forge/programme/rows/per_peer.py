"""The limit on teams for each peer (SPEC.md section 10, rule 4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.row import EPSILON, Found, Key, Row
from teamforge.forge.programme.visits import VisitShare, by_peer


def broken(whole: Year, visits: Sequence[VisitShare]) -> Iterator[Found]:
    """Yield the rows of the peers on more teams than the limit."""
    limit = whole.per_peer
    for peer, own in by_peer(visits).items() if limit is not None else ():
        if limit is not None and sum(visit.share for visit in own) > limit + EPSILON:
            key: Key = ("per_peer", str(whole.pool.peers.ids[peer]))
            yield key, partial(_row, whole, key, peer, limit)


def _row(whole: Year, key: Key, peer: int, limit: int) -> Row:
    return Row(key, limit, whole.members(peer, lambda each: np.ones_like(each.counts)))
