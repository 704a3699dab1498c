"""`same_system`: the peer's organisation and a host belong to the same health and care system."""

from __future__ import annotations

from collections import defaultdict

import networkx as nx

from teamforge.conflicts.evidence import Step
from teamforge.conflicts.graph import Node, TieGraph
from teamforge.conflicts.matches import Matches, Path, by_organisation
from teamforge.spec.rules import ConflictRule


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when org(p) ∉ H⁺ and some h ∈ H reach, by current `part_of` steps, one organisation of `rule.kinds`."""
    member_of = graph.relations("part_of")
    member_of.add_nodes_from(graph.hosts)
    kinds = set(rule.kinds or ())
    paths: dict[Node, list[Path]] = defaultdict(list)
    for host in graph.hosts:
        for system, down in nx.single_source_shortest_path(member_of, host).items():
            if graph.pool.organisations.kind[system.place] not in kinds:
                continue
            from_system = _steps(graph, member_of, down)
            for node, up in nx.single_target_shortest_path(member_of, system).items():
                if node not in graph.lineage:
                    paths[node].append((*_steps(graph, member_of, up), *from_system))
    return (by_organisation(graph, paths),)


def _steps(graph: TieGraph, member_of: nx.DiGraph[Node], path: list[Node]) -> tuple[Step, ...]:
    """Return `part_of` edges as steps: up to a system or, where the path begins at a host, down from the system."""
    downwards = path[0] in graph.hosts
    edges = [member_of.edges[edge]["tie"] for edge in nx.utils.pairwise(path)]
    if downwards:
        return tuple(graph.step(tie, tie.source, "has part") for tie in reversed(edges))
    return tuple(graph.step(tie, tie.target) for tie in edges)
