"""`reviewed_host`: the peer reviewed the host system within the last `years` years, or is booked to."""

from __future__ import annotations

from teamforge.conflicts.graph import Tie, TieGraph
from teamforge.conflicts.matches import Matches, by_tie
from teamforge.spec.rules import ConflictRule


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when a done or confirmed engagement at some h ∈ H⁺ is current, or past within `years` years."""
    years = rule.years or 0

    def counts(tie: Tie) -> bool:
        return graph.horizon.current(tie.start, tie.end) or graph.horizon.past(tie.end, years)

    return (by_tie(graph, (tie for tie in graph.visits() if counts(tie))),)
