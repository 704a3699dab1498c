"""`neighbour`: the peer's organisation borders a host."""

from __future__ import annotations

from teamforge.conflicts.graph import TieGraph
from teamforge.conflicts.matches import Matches
from teamforge.conflicts.rules.related_to_host import related_to_host
from teamforge.spec.rules import ConflictRule


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when org(p) ∉ H⁺ has a current `neighbour_of` relation with some h ∈ H."""
    del rule
    return related_to_host(graph, "neighbour_of")
