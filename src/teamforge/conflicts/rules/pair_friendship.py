"""`pair_friendship`: two peers are friends."""

from __future__ import annotations

from teamforge.conflicts.graph import TieGraph
from teamforge.conflicts.matches import Matches
from teamforge.conflicts.rules.pairs import between_peers
from teamforge.spec.rules import ConflictRule

KINDS = ("friendship",)


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when an interest of `KINDS` between the two peers, declared by either, is current."""
    del rule
    return between_peers(graph, *KINDS)
