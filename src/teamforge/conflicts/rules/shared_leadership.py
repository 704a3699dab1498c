"""`shared_leadership`: the peer's organisation shares its leadership with a host."""

from __future__ import annotations

from teamforge.conflicts.graph import TieGraph
from teamforge.conflicts.matches import Matches
from teamforge.conflicts.rules.related_to_host import related_to_host
from teamforge.spec.rules import ConflictRule


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when org(p) ∉ H⁺ has a current `shares_leadership_with` relation with some h ∈ H."""
    del rule
    return related_to_host(graph, "shares_leadership_with")
