"""Interests between two peers, declared by either: shared by `pair_tie` and `pair_friendship`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from teamforge.conflicts.evidence import Step
from teamforge.conflicts.graph import Node, TieGraph
from teamforge.conflicts.matches import Matches, Path
from teamforge.spec.dates import CURRENT_DAYS, to_date
from teamforge.spec.words import spoken


def between_peers(graph: TieGraph, *kinds: str) -> tuple[Matches, ...]:
    """Fire when an interest of one of these kinds between the two peers is current."""
    table = graph.pool.interests
    as_of = graph.horizon.as_of
    current = (table.start <= as_of + CURRENT_DAYS) & (table.end >= as_of)
    rows = np.flatnonzero((table.other_peer >= 0) & table.kind.isin(*kinds) & current)

    def paths_of(peer: int, row: int) -> Sequence[Path]:
        declared_by, about = int(table.peer[row]), int(table.other_peer[row])
        other = Node("peer", about if peer == declared_by else declared_by)
        words = spoken(str(table.kind.value(row)))
        dates = to_date(int(table.start[row])), to_date(int(table.end[row]))
        return [(Step(words, graph.label(other), *dates, "interests", int(table.row[row])),)]

    first, second = table.peer[rows], table.other_peer[rows]
    return (Matches(np.minimum(first, second), rows.astype(np.int32), paths_of, np.maximum(first, second)),)
