"""Organisations one symmetric relation away from a host: shared by `neighbour` and `shared_leadership`."""

from __future__ import annotations

from collections import defaultdict

from teamforge.conflicts.graph import Node, TieGraph
from teamforge.conflicts.matches import Matches, Path, by_organisation


def related_to_host(graph: TieGraph, kind: str) -> tuple[Matches, ...]:
    """Fire when org(p) ∉ H⁺ has a current relation of this kind with some h ∈ H."""
    paths: dict[Node, list[Path]] = defaultdict(list)
    for host in graph.hosts:
        for node, tie in graph.neighbours_by(kind, host):
            if node not in graph.lineage:
                paths[node].append((graph.step(tie, host),))
    return (by_organisation(graph, paths),)
