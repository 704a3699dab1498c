"""
Where a conflict rule fires, as columns: one entry a peer (or pair) and source, and how to tell its path.

What holds for an organisation is found once and joined to its peers; paths are only told when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.conflicts.evidence import Evidence, Step
from teamforge.conflicts.graph import Node, Tie, TieGraph

__all__ = ["Matches", "by_organisation", "by_tie", "works_at"]

Ints = NDArray[np.int32]
Path = tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Matches:
    """
    Where a rule fires.

    Parameters
    ----------
    peers
        Positions of the peers; an entry a path or a bundle of paths.
    sources
        What `tell` needs to know of each entry: a position in some table.
    tell
        Peer and source to the paths from the peer.
    others
        For a pair rule the second peer of each entry; None otherwise.
    """

    peers: Ints
    sources: Ints
    tell: Callable[[int, int], Sequence[Path]]
    others: Ints | None = None

    def evidence(self, graph: TieGraph, entries: Iterable[int]) -> tuple[Evidence, ...]:
        """Return the paths of some entries."""
        found = []
        for entry in entries:
            peer = int(self.peers[entry])
            origin = graph.label(Node("peer", peer))
            found += [Evidence(origin, path) for path in self.tell(peer, int(self.sources[entry]))]
        return tuple(found)


def by_organisation(graph: TieGraph, paths: Mapping[Node, Sequence[Path]]) -> Matches:
    """Return the hits of everybody whose current organisation has a path."""
    organisation = graph.pool.peers.organisation
    fires = np.zeros(len(graph.pool.organisations) + 1, dtype=np.bool_)
    fires[[node.place for node in paths]] = True
    peers = np.flatnonzero(fires[organisation]).astype(np.int32)

    def tell(peer: int, place: int) -> Sequence[Path]:
        return [(works_at(graph, peer, place), *path) for path in paths[Node("organisation", place)]]

    return Matches(peers, organisation[peers], tell)


def by_tie(graph: TieGraph, ties: Iterable[Tie]) -> Matches:
    """Return the hits of the peers who have a tie to the host system, each tie with its way on to a host."""
    found = list(ties)

    def tell(_: int, source: int) -> Sequence[Path]:
        tie = found[source]
        return [(graph.step(tie, tie.target), *graph.to_host(tie.target))]

    peers = np.array([tie.source.place for tie in found], dtype=np.int32)
    return Matches(peers, np.arange(len(found), dtype=np.int32), tell)


def works_at(graph: TieGraph, peer: int, place: int) -> Step:
    """Return the step from a peer to their current organisation."""
    row = int(graph.pool.peers.row[peer])
    return Step("works at", graph.pool.organisations.label(place), None, None, "peers", row)
