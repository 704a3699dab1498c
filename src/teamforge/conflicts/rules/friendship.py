"""`friendship`: the peer has a friend in the host system."""

from __future__ import annotations

from teamforge.conflicts.graph import TieGraph
from teamforge.conflicts.matches import Matches, by_tie
from teamforge.spec.rules import ConflictRule

KINDS = ("friendship",)


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when an interest of `KINDS` at some h ∈ H⁺ is current."""
    del rule
    ties = graph.ties_to_system("interests", *KINDS)
    return (by_tie(graph, (tie for tie in ties if graph.horizon.current(tie.start, tie.end))),)
