"""
Reviews that go both ways (SPEC.md section 10, rule 3).

At most one of two: a peer p on the team of one challenge, and another peer, from one of its hosts, on a seat of the
team that visits the organisation of p.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.row import EPSILON, Found, Key, Row
from teamforge.forge.programme.visits import VisitShare


def broken(whole: Year, visits: Sequence[VisitShare]) -> Iterator[Found]:
    """Yield the rows of the peers whose organisation is visited by somebody from a host that they visit."""
    home, organisations = whole.pool.peers.organisation, whole.pool.organisations.ids
    shares: dict[tuple[int, int], float] = defaultdict(float)
    back: dict[tuple[str, int], list[VisitShare]] = defaultdict(list)
    for visit in visits:
        shares[visit.peer, visit.block] += visit.share
        if home[visit.peer] >= 0:
            back[whole.blocks[visit.block].lead_host, int(home[visit.peer])].append(visit)
    for (peer, place), share in shares.items():
        block = whole.blocks[place]
        if home[peer] < 0:
            continue
        found: dict[tuple[int, int], float] = defaultdict(float)
        for host in block.instance.hosts:
            for visit in back.get((organisations[home[peer]], host), ()):
                if visit.peer != peer and visit.block != place:
                    found[visit.block, visit.seat] += visit.share
        for (other, seat), back_share in found.items():
            if share + back_share > 1 + EPSILON and block.barring("reciprocal_review", peer):
                away = whole.blocks[other]
                name = str(whole.pool.peers.ids[peer])
                key: Key = ("reciprocal", block.id, name, away.id, away.problem.seats[seat])
                yield key, partial(_row, whole, key, peer, place, other, seat)


def _row(whole: Year, key: Key, peer: int, place: int, other: int, seat: int) -> Row:
    block, away = whole.blocks[place], whole.blocks[other]
    members = whole.members(peer, lambda each: each.place == place)
    from_hosts = np.isin(whole.pool.peers.organisation[away.problem.peers], block.instance.hosts)
    able = from_hosts & (away.problem.seat == seat) & (away.problem.peers != peer)
    candidate, window = np.nonzero(away.problem.serves & able[:, None])
    members[other] = (candidate * len(away.problem.starts) + window).astype(np.int64)
    return Row(key, 1, members)
