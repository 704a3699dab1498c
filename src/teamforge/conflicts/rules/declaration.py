"""`declaration`: the peer never declared their interests, or did so too long ago. Unknown is not clear."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from teamforge.conflicts.evidence import Step
from teamforge.conflicts.graph import TieGraph
from teamforge.conflicts.matches import Matches, Path
from teamforge.spec.dates import ALWAYS, to_date
from teamforge.spec.rules import ConflictRule

DAYS = 365


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when `declared_on` is blank or more than `DAYS` days before `as_of`; never without the column."""
    del rule
    declared = graph.pool.peers.declared_on
    if declared is None:
        return ()
    stale = np.flatnonzero(declared < graph.horizon.as_of - DAYS).astype(np.int32)

    def paths_of(peer: int, _: int) -> Sequence[Path]:
        day = int(declared[peer])
        words = "made no declaration of interests" if day == ALWAYS else "last declared their interests"
        known = "never" if day == ALWAYS else f"on {to_date(day)}"
        return [(Step(words, known, None, None, "peers", int(graph.pool.peers.row[peer])),)]

    return (Matches(stale, stale, paths_of),)
