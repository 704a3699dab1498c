"""
Where a conflict rule fires, as columns: an entry for each peer (or pair) and source, and a way to get its paths.

What holds for an organisation is found once and joined to its peers. Paths are built only on request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.conflicts.evidence import Evidence, Step
from teamforge.conflicts.graph import Node, Tie, TieGraph

Ints = NDArray[np.int32]
Path = tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Matches:
    """
    Where a rule fires.

    Parameters
    ----------
    peers
        The position of the peer of each entry.
    sources
        What `paths_of` needs to know about each entry: a position in some table.
    paths_of
        A function from a peer and a source to the paths from that peer.
    others
        For a pair rule, the second peer of each entry; otherwise None.
    """

    peers: Ints
    sources: Ints
    paths_of: Callable[[int, int], Sequence[Path]]
    others: Ints | None = None

    def evidence(self, graph: TieGraph, entries: Iterable[int]) -> tuple[Evidence, ...]:
        """Return the paths of the given entries."""
        found = []
        for entry in entries:
            peer = int(self.peers[entry])
            origin = graph.label(Node("peer", peer))
            found += [Evidence(origin, path) for path in self.paths_of(peer, int(self.sources[entry]))]
        return tuple(found)


def by_organisation(graph: TieGraph, paths: Mapping[Node, Sequence[Path]]) -> Matches:
    """Return the matches for everybody whose current organisation has a path."""
    organisation = graph.pool.peers.organisation
    fires = np.zeros(len(graph.pool.organisations) + 1, dtype=np.bool_)
    fires[[node.place for node in paths]] = True
    peers = np.flatnonzero(fires[organisation]).astype(np.int32)

    def paths_of(peer: int, place: int) -> Sequence[Path]:
        return [(works_at(graph, peer, place), *path) for path in paths[Node("organisation", place)]]

    return Matches(peers, organisation[peers], paths_of)


def by_tie(graph: TieGraph, ties: Iterable[Tie]) -> Matches:
    """Return the matches for the peers with a tie to the host system; each path goes from the tie on to a host."""
    found = list(ties)

    def paths_of(_: int, source: int) -> Sequence[Path]:
        tie = found[source]
        return [(graph.step(tie, tie.target), *graph.to_host(tie.target))]

    peers = np.array([tie.source.place for tie in found], dtype=np.int32)
    return Matches(peers, np.arange(len(found), dtype=np.int32), paths_of)


def works_at(graph: TieGraph, peer: int, place: int) -> Step:
    """Return the step from a peer to their current organisation."""
    row = int(graph.pool.peers.row[peer])
    return Step("works at", graph.pool.organisations.label(place), None, None, "peers", row)
