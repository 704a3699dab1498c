"""`past_tie`: the peer was employed or held office at the host system within the last `years` years."""

from __future__ import annotations

from teamforge.conflicts.graph import TieGraph
from teamforge.conflicts.matches import Matches, by_tie
from teamforge.spec.rules import ConflictRule

KINDS = ("employment", "governance")


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when an interest of `KINDS` at some h ∈ H⁺ is past, within `years` years."""
    years = rule.years or 0
    ties = graph.ties_to_system("interests", *KINDS)
    return (by_tie(graph, (tie for tie in ties if graph.horizon.past(tie.end, years))),)
