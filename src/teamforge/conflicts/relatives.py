"""Peers whose declared family works in the host system: no rule fires, and somebody should ask (ADR 17)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from teamforge.conflicts.graph import Node, TieGraph


class Relative(NamedTuple):
    """A peer, their relative in the pool, where the relative works, and the row of `interests` that says so."""

    peer_id: str
    relative_id: str
    organisation: str
    row: int

    def __str__(self) -> str:
        """Return what to ask about."""
        return (
            f"{self.peer_id} is family of {self.relative_id}, who works at {self.organisation} of the host system "
            f"(interests, row {self.row}): ask whether that is a personal tie"
        )


def relatives_at_hosts(graph: TieGraph) -> tuple[Relative, ...]:
    """Return each peer outside the host system with a current `family` tie to a peer inside, declared by either."""
    pool, declared = graph.pool, graph.pool.interests
    organisation = pool.peers.organisation
    inside = np.isin(organisation, [node.place for node in graph.lineage])
    found = set()
    for row in np.flatnonzero(declared.kind.isin("family") & (declared.other_peer >= 0)).tolist():
        if not graph.horizon.current(int(declared.start[row]), int(declared.end[row])):
            continue
        one, other = int(declared.peer[row]), int(declared.other_peer[row])
        for peer, relative in ((one, other), (other, one)):
            if inside[relative] and not inside[peer]:
                place = graph.label(Node("organisation", int(organisation[relative])))
                ids = str(pool.peers.ids[peer]), str(pool.peers.ids[relative])
                found.add(Relative(*ids, place, int(declared.row[row])))
    return tuple(sorted(found))
