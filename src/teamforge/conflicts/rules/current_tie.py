"""`current_tie`: the peer works at the host system, or has a current employment, office or contract there."""

from __future__ import annotations

from teamforge.conflicts.graph import TieGraph
from teamforge.conflicts.matches import Matches, by_organisation, by_tie
from teamforge.spec.rules import ConflictRule

KINDS = ("employment", "governance", "contract", "consultancy")


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when org(p) ∈ H⁺, or an interest of `KINDS` at some h ∈ H⁺ is current."""
    del rule
    current = (tie for tie in graph.ties_to_system("interests", *KINDS) if graph.horizon.current(tie.start, tie.end))
    works_there = {node: [graph.to_host(node)] for node in graph.lineage}
    return by_organisation(graph, works_there), by_tie(graph, current)
