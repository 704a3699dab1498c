"""`same_system`: the peer's organisation and a host belong to the same health and care system."""

from __future__ import annotations

from collections import defaultdict

from teamforge.conflicts.graph import Node, TieGraph
from teamforge.conflicts.matches import Matches, Path, by_organisation
from teamforge.conflicts.paths import shortest_paths
from teamforge.spec.rules import ConflictRule


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when org(p) ∉ H⁺ and some h ∈ H reach the same organisation of `rule.kinds` by current `part_of` steps."""
    member_of = graph.relations("part_of")
    kinds = set(rule.kinds or ())
    paths: dict[Node, list[Path]] = defaultdict(list)
    for host in graph.hosts:
        for system, down in shortest_paths(member_of.onward, host).items():
            if graph.pool.organisations.kind[system.place] not in kinds:
                continue
            from_system = [graph.step(tie, tie.source, "has part") for tie in reversed(down)]
            for node, up in shortest_paths(member_of.back, system).items():
                if node not in graph.lineage:
                    paths[node].append((*(graph.step(tie, tie.target) for tie in reversed(up)), *from_system))
    return (by_organisation(graph, paths),)
