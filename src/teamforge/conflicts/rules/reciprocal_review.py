"""`reciprocal_review`: somebody who works at a host reviewed the peer's organisation, or is booked to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from teamforge.conflicts.evidence import Step
from teamforge.conflicts.graph import Node, Tie, TieGraph
from teamforge.conflicts.matches import Matches, Path, by_organisation, works_at
from teamforge.spec.rules import ConflictRule


def find(graph: TieGraph, rule: ConflictRule) -> tuple[Matches, ...]:
    """Fire when q ≠ p with org(q) ∈ H has an engagement at org(p) that is current, or past within `years` years."""
    years = rule.years or 0
    employer = graph.pool.peers.organisation
    at_host = {node.place for node in graph.hosts}
    visits: dict[Node, list[Tie]] = defaultdict(list)
    for tie in graph.ties:
        counts = graph.horizon.current(tie.start, tie.end) or graph.horizon.past(tie.end, years)
        if tie.kind == "reviewed" and counts and int(employer[tie.source.place]) in at_host:
            visits[tie.target].append(tie)

    def path_back(tie: Tie) -> Path:
        host = Node("organisation", int(employer[tie.source.place]))
        return graph.step(tie, tie.source, "reviewed by"), Step("works at", graph.label(host))

    joined = by_organisation(graph, {node: [path_back(tie) for tie in ties] for node, ties in visits.items()})

    def by_others(peer: int, place: int) -> list[Tie]:
        return [tie for tie in visits[Node("organisation", place)] if tie.source.place != peer]

    def paths_of(peer: int, place: int) -> Sequence[Path]:
        return [(works_at(graph, peer, place), *path_back(tie)) for tie in by_others(peer, place)]

    # If a host itself was reviewed, the peer may be the only reviewer; such entries are dropped.
    own = np.flatnonzero(np.isin(joined.sources, list(at_host)))
    keep = np.ones(len(joined.peers), dtype=np.bool_)
    keep[own] = [bool(by_others(int(joined.peers[entry]), int(joined.sources[entry]))) for entry in own]
    return (Matches(joined.peers[keep], joined.sources[keep], paths_of),)
