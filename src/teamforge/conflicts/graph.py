"""
The graph of organisations, their dated relations, and the peers tied to the host system.

A node is an organisation or a peer. Every edge is a tie, with its kind, its dates as day numbers, and the table and
row that hold it. Only some peers are nodes: those with a declared tie to the host system H⁺ or an engagement there,
and those who work at a host and have an engagement anywhere. What holds for an organisation is found once and joined
to its peers as columns (`teamforge.conflicts.matches`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.conflicts.evidence import Step
from teamforge.conflicts.paths import shortest_paths
from teamforge.pool import Pool
from teamforge.pool.bookings import Bookings
from teamforge.spec.dates import CURRENT_DAYS, day_number, to_date, years_before
from teamforge.spec.words import spoken

_HELD = ("done", "confirmed")
"""Only these engagements count in the conflict rules (SPEC.md section 5)."""


class Node(NamedTuple):
    """An organisation or a peer, by position in its table."""

    type: Literal["organisation", "peer"]
    place: int


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge of the graph: a relation, an interest or an engagement."""

    source: Node
    kind: str
    target: Node
    start: int
    end: int
    table: str
    row: int


@dataclass(frozen=True, slots=True)
class Horizon:
    """When a tie is *current* or *past, within N years* (SPEC.md section 5)."""

    as_of: int
    floors: Mapping[int, int]

    def current(self, start: int, end: int) -> bool:
        """Return whether a tie is active on some day from `as_of` to 365 days later."""
        return start <= self.as_of + CURRENT_DAYS and end >= self.as_of

    def past(self, end: int, years: int) -> bool:
        """Return whether a tie ended before `as_of`, but not before the same day `years` years earlier."""
        return self.floors[years] <= end < self.as_of


@dataclass(frozen=True, eq=False, slots=True)
class Ties:
    """
    Ties, indexed by the nodes at both ends: a directed multigraph.

    Parameters
    ----------
    outgoing, incoming
        The ties from each node, and those to it.
    """

    outgoing: dict[Node, list[Tie]] = field(default_factory=dict)
    incoming: dict[Node, list[Tie]] = field(default_factory=dict)

    def add(self, ties: Iterable[Tie]) -> None:
        """Add ties."""
        for tie in ties:
            self.outgoing.setdefault(tie.source, []).append(tie)
            self.incoming.setdefault(tie.target, []).append(tie)

    def __iter__(self) -> Iterator[Tie]:
        """Iterate over all ties, those from one node together."""
        return (tie for ties in self.outgoing.values() for tie in ties)


@dataclass(frozen=True, eq=False, slots=True)
class RelationSteps:
    """The relations of one kind: for each node, its neighbours one step onward and one step back."""

    onward: dict[Node, dict[Node, Tie]] = field(default_factory=dict)
    back: dict[Node, dict[Node, Tie]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class TieGraph:
    """
    The graph around one challenge.

    Parameters
    ----------
    ties
        The edges, indexed by their ends.
    hosts
        H: the hosts that are in the pool, in the order of the challenge.
    lineage
        H⁺: each host and each predecessor, with the replacements that lead from it to a host.
    horizon
        Which dates are current, and which are past.
    pool
        The pool that holds the peers and organisations.
    """

    ties: Ties
    hosts: tuple[Node, ...]
    lineage: Mapping[Node, tuple[Tie, ...]]
    horizon: Horizon
    pool: Pool

    def relations(self, kind: str) -> RelationSteps:
        """
        Return the current relations of one kind.

        Only the kinds that `_relations_that_matter` names are complete; the others hold only rows that touch a host.
        """
        return _relations(self.ties, kind, self.horizon)

    def neighbours_by(self, kind: str, node: Node) -> Iterator[tuple[Node, Tie]]:
        """Yield each organisation with a current relation of this kind to or from a node, and the relation."""
        for tie in (*self.ties.incoming.get(node, ()), *self.ties.outgoing.get(node, ())):
            if tie.table == "relations" and tie.kind == kind and self.horizon.current(tie.start, tie.end):
                yield (tie.source if tie.target == node else tie.target), tie

    def ties_to_system(self, table: str, *kinds: str) -> Iterator[Tie]:
        """Yield the ties of a table to an organisation of H⁺: those of the given kinds, or all."""
        for node in self.lineage:
            for tie in self.ties.incoming.get(node, ()):
                if tie.table == table and (not kinds or tie.kind in kinds):
                    yield tie

    def visits(self) -> Iterator[Tie]:
        """Yield the engagements at an organisation of H⁺: those booked, and those that follow from `assignments`."""
        return (tie for table in ("engagements", "assignments") for tie in self.ties_to_system(table))

    def label(self, node: Node) -> str:
        """Return the name of an organisation, or the id of a peer."""
        if node.type == "peer":
            return str(self.pool.peers.ids[node.place])
        return self.pool.organisations.label(node.place)

    def step(self, tie: Tie, towards: Node, words: str | None = None) -> Step:
        """Return a tie as a step of a path that leads to `towards`, one of its two ends."""
        return Step(
            words or spoken(tie.kind),
            self.label(towards),
            to_date(tie.start),
            to_date(tie.end),
            tie.table,
            tie.row,
            lineage=tie.kind == "predecessor_of",
        )

    def to_host(self, node: Node) -> tuple[Step, ...]:
        """Return the steps from an organisation of H⁺ to a host; each step is one replacement."""
        return tuple(self.step(tie, tie.target) for tie in self.lineage[node])


def build_graph(pool: Pool, challenge: Challenge, bookings: Bookings) -> TieGraph:
    """Return the graph of a pool around the hosts of a challenge."""
    known = pool.organisations.position
    hosts = tuple(Node("organisation", known[host]) for host in challenge.hosts if host in known)
    ties = Ties()
    at_host = np.zeros(len(pool.organisations) + 1, dtype=np.bool_)
    at_host[[node.place for node in hosts]] = True
    ties.add(_relation_ties(pool, _relations_that_matter(pool, at_host)))
    lineage = _lineage(ties, hosts)
    system = np.zeros(len(pool.organisations) + 1, dtype=np.bool_)
    system[[node.place for node in lineage]] = True
    ties.add(_interest_ties(pool, np.flatnonzero(system[pool.interests.organisation])))
    held = bookings.rows[bookings.table.status.isin(*_HELD)[bookings.rows]]
    visitors = system[bookings.table.host[held]]
    staff = at_host[pool.peers.organisation[bookings.table.peer[held]]]
    ties.add(_engagement_ties(bookings, held[visitors | staff]))
    years = {rule.years for rule in challenge.rulebook.conflicts.values() if rule.years is not None}
    floors = {count: day_number(years_before(challenge.as_of, count)) for count in years}
    return TieGraph(ties, hosts, lineage, Horizon(day_number(challenge.as_of), floors), pool)


def _relations_that_matter(pool: Pool, at_host: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the rows that paths can follow: predecessors, systems, and every relation of a host."""
    table = pool.relations
    paths = table.kind.isin("part_of", "predecessor_of")
    return np.flatnonzero(paths | at_host[table.source] | at_host[table.target])


def _relation_ties(pool: Pool, rows: NDArray[np.intp]) -> Iterator[Tie]:
    table = pool.relations
    columns = (table.source, table.kind.codes, table.target, table.start, table.end, table.row)
    for source, kind, target, start, end, row in zip(*(column[rows].tolist() for column in columns), strict=True):
        ends = Node("organisation", source), Node("organisation", target)
        yield Tie(ends[0], table.kind.values[kind], ends[1], start, end, "relations", row)


def _interest_ties(pool: Pool, rows: NDArray[np.intp]) -> Iterator[Tie]:
    table = pool.interests
    columns = (table.peer, table.kind.codes, table.organisation, table.start, table.end, table.row)
    for peer, kind, place, start, end, row in zip(*(column[rows].tolist() for column in columns), strict=True):
        ends = Node("peer", peer), Node("organisation", place)
        yield Tie(ends[0], table.kind.values[kind], ends[1], start, end, "interests", row)


def _engagement_ties(bookings: Bookings, rows: NDArray[np.intp]) -> Iterator[Tie]:
    table = bookings.table
    columns = (table.peer, table.host, table.start, table.end)
    for place, peer, host, start, end in zip(rows.tolist(), *(each[rows].tolist() for each in columns), strict=True):
        source = bookings.source(place)
        yield Tie(Node("peer", peer), "reviewed", Node("organisation", host), start, end, *source)


def _relations(ties: Ties, kind: str, horizon: Horizon | None) -> RelationSteps:
    found = RelationSteps()
    for tie in ties:
        counts = horizon is None or horizon.current(tie.start, tie.end)
        if tie.table == "relations" and tie.kind == kind and counts:
            found.onward.setdefault(tie.source, {})[tie.target] = tie
            found.back.setdefault(tie.target, {})[tie.source] = tie
    return found


def _lineage(ties: Ties, hosts: tuple[Node, ...]) -> dict[Node, tuple[Tie, ...]]:
    """Return each organisation of H⁺ with its shortest chain of replacements to a host."""
    replaced = _relations(ties, "predecessor_of", None)
    lineage: dict[Node, tuple[Tie, ...]] = dict.fromkeys(hosts, ())
    for host in hosts:
        for node, chain in shortest_paths(replaced.back, host).items():
            if node not in lineage or len(chain) < len(lineage[node]):
                lineage[node] = chain[::-1]
    return lineage
