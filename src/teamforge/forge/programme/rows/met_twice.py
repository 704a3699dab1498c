"""Hosts met twice (SPEC.md section 10, rule 3): a peer reviews no host, or predecessor of one, on two teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.row import EPSILON, Found, Key, Row
from teamforge.forge.programme.visits import VisitShare, by_peer


def meets(whole: Year, peer: int, place: int, other: int) -> bool:
    """Return whether a peer on the team of one challenge may not be on that of the other."""
    block = whole.blocks[place]
    return whole.blocks[other].lead_host in block.system and block.barring("reviewed_host", peer)


def broken(whole: Year, visits: Sequence[VisitShare]) -> Iterator[Found]:
    """Yield the rows of the pairs of challenges in which a peer would meet a host twice."""
    for peer, own in by_peer(visits).items():
        if sum(visit.share for visit in own) <= 1 + EPSILON:
            continue
        shares: dict[int, float] = defaultdict(float)
        for visit in own:
            shares[visit.block] += visit.share
        for first, share in shares.items():
            for other, other_share in shares.items():
                together = first != other and share + other_share > 1 + EPSILON
                if together and meets(whole, peer, first, other):
                    ids = sorted((whole.blocks[first].id, whole.blocks[other].id))
                    key: Key = ("met_twice", str(whole.pool.peers.ids[peer]), *ids)
                    yield key, partial(_row, whole, key, peer, (first, other))


def _row(whole: Year, key: Key, peer: int, places: tuple[int, int]) -> Row:
    return Row(key, 1, whole.members(peer, lambda each: np.isin(each.place, places)))
