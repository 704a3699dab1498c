"""What `pair_tie` and `pair_friendship` share: interests between two peers, declared by either."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from teamforge.conflicts.evidence import Step
from teamforge.conflicts.graph import Node, TieGraph
from teamforge.conflicts.hits import Matches, Path
from teamforge.spec.dates import CURRENT_DAYS, to_date


def between_peers(graph: TieGraph, *kinds: str) -> tuple[Matches, ...]:
    """Fire when an interest of a kind between the two peers is current."""
    table = graph.pool.interests
    as_of = graph.horizon.as_of
    current = (table.start <= as_of + CURRENT_DAYS) & (table.end >= as_of)
    rows = np.flatnonzero((table.other_peer >= 0) & table.kind.isin(*kinds) & current)

    def tell(peer: int, row: int) -> Sequence[Path]:
        declared_by, about = int(table.peer[row]), int(table.other_peer[row])
        other = Node("peer", about if peer == declared_by else declared_by)
        words = str(table.kind.value(row)).replace("_", " ")
        dates = to_date(int(table.start[row])), to_date(int(table.end[row]))
        return [(Step(words, graph.label(other), *dates, "interests", int(table.row[row])),)]

    first, second = table.peer[rows], table.other_peer[rows]
    return (Matches(np.minimum(first, second), rows.astype(np.int32), tell, np.maximum(first, second)),)
