"""Every conflict rule, applied to a pool and a challenge: who is blocked, who costs points, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge, Waiver
from teamforge.challenge.matching import require_fit
from teamforge.conflicts.cliques import distinct
from teamforge.conflicts.evidence import FINDING_COLUMNS, Finding, sections_by_rule
from teamforge.conflicts.graph import Node, TieGraph, build_graph
from teamforge.conflicts.matches import Matches
from teamforge.conflicts.relatives import relatives_at_hosts
from teamforge.conflicts.rules import RULES
from teamforge.log import phase
from teamforge.page.displayed import Displayed
from teamforge.page.model import Page, Section, Table, numbers, texts
from teamforge.page.words import counted
from teamforge.pool import Pool
from teamforge.pool.bookings import Bookings, bookings_of
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.rules import Strength

if TYPE_CHECKING:
    import pandas as pd

Bools = NDArray[np.bool_]
Pairs = NDArray[np.int32]
_MOST_SHOWN = 100
"""A notebook shows at most this many findings."""


@dataclass(frozen=True, eq=False, repr=False)
class Conflicts(Displayed):
    """
    The conflicts of interest between the peers of a pool and the hosts of a challenge.

    Parameters
    ----------
    graph
        The graph in which the rules look for their patterns.
    rulebook
        The strength of each rule.
    matches
        Where each rule fires, by rule name; a rule that is off is left out.
    waived
        The waivers in force, by rule name and then by the positions of the one or two peers.
    """

    graph: TieGraph
    rulebook: Rulebook
    matches: Mapping[str, tuple[Matches, ...]]
    waived: Mapping[str, Mapping[tuple[int, ...], Waiver]]

    def __repr__(self) -> str:
        """Return the number of entries of each rule, and nobody's data."""
        counts = ", ".join(f"{rule} {self._entries(rule)}" for rule in self.matches)
        return f"<Conflicts: {counts}>"

    def _entries(self, rule: str) -> int:
        return sum(len(matches.peers) for matches in self.matches[rule])

    def page(self) -> Page:
        """Return every finding with its evidence, or a count for each rule if there are too many to list."""
        if sum(map(self._entries, self.matches)) <= _MOST_SHOWN:
            found = self.findings()
            heading = (counted(len(found), "finding"),)
            return Page("Conflicts of interest", heading, (*sections_by_rule(found, self.rulebook), *self._to_ask()))
        columns = (*texts("Rule", "Anybody who"), *numbers("Entries"))
        rows = tuple((rule, self.rulebook.conflicts[rule].reason, self._entries(rule)) for rule in self.matches)
        more = "`findings` lists them with their evidence, for all peers or for some"
        sections = (Section("By rule", table=Table(columns, rows)), *self._to_ask())
        return Page("Conflicts of interest", (more,), sections)

    def _to_ask(self) -> tuple[Section, ...]:
        """Return what no rule finds but somebody should ask about."""
        asked = tuple(map(str, relatives_at_hosts(self.graph)))
        return (Section("To ask about", items=asked),) if asked else ()

    def fires(self, rule: str) -> Bools:
        """Return a mask over the peers: True for each with a finding of this rule that is not waived."""
        mask = np.zeros(len(self.graph.pool), dtype=np.bool_)
        for matches in self.matches.get(rule, ()):
            mask[matches.peers] = True
        mask[[places[0] for places in self.waived.get(rule, ())]] = False
        return mask

    def pairs(self, rule: str) -> Pairs:
        """Return the pairs for which a pair rule has a finding that is not waived, as sorted rows of two positions."""
        found = [
            np.column_stack((matches.peers, matches.others))
            for matches in self.matches.get(rule, ())
            if matches.others is not None
        ]
        if not found:
            return np.empty((0, 2), dtype=np.int32)
        pairs = distinct(np.concatenate(found))
        waived = self.waived.get(rule, {})
        keep = [tuple(pair) not in waived for pair in pairs.tolist()] if waived else slice(None)
        return pairs[keep]

    def without(self, rules: Collection[str]) -> Conflicts:
        """Return the conflicts as if the given rules never fired."""
        return replace(self, matches={rule: found for rule, found in self.matches.items() if rule not in rules})

    def blocking(self, rule: str) -> bool:
        """Return whether a finding of a rule blocks unless it is waived."""
        return self.rulebook.conflicts[rule].strength.blocks

    def blocked(self) -> Bools:
        """Return a mask over the peers: True where some rule blocks the peer."""
        mask = np.zeros(len(self.graph.pool), dtype=np.bool_)
        for rule in self.matches:
            if not self.rulebook.conflicts[rule].pair and self.blocking(rule):
                mask |= self.fires(rule)
        return mask

    def blocked_pairs(self) -> Pairs:
        """Return the pairs that cannot both be on the team, as sorted rows of two positions."""
        rules = [rule for rule in self.matches if self.rulebook.conflicts[rule].pair and self.blocking(rule)]
        found = [self.pairs(rule) for rule in rules]
        return distinct(np.concatenate([np.empty((0, 2), dtype=np.int32), *found]))

    def related_to_hosts(self, kind: str) -> list[int]:
        """Return the positions of the organisations with a current relation of this kind to or from a host."""
        return sorted({node.place for host in self.graph.hosts for node, _ in self.graph.neighbours_by(kind, host)})

    def findings(self, peers: Collection[str] | None = None) -> tuple[Finding, ...]:
        """
        Return the findings with their evidence, by rule and then by peer.

        Parameters
        ----------
        peers
            The ids of the peers; a pair is included only if both are given. None for everybody.

        Raises
        ------
        KeyError
            If an id is not in the pool; the message names the closest.
        """
        among = None if peers is None else self._places(peers)
        return tuple(finding for rule in self.matches for finding in self._findings(rule, among))

    def to_frame(self, peers: Collection[str] | None = None) -> pd.DataFrame:
        """
        Return the findings as a data frame, with the rows that `teamforge conflicts --format csv` writes.

        Parameters
        ----------
        peers
            The ids of the peers, as for `findings`.

        Returns
        -------
        pandas.DataFrame
            One row for each finding, by rule and then by peer. All columns are text: ``rule``, ``peer_id``,
            ``other_peer_id`` (of a pair), ``strength``, ``effect`` (blocks, costs or waived), ``waived_by``,
            ``evidence`` (the paths in words, separated by ``|``) and ``sources`` (the rows they are written in).
        """
        import pandas as pd  # noqa: PLC0415 -- slow to import

        return pd.DataFrame([finding.to_row() for finding in self.findings(peers)], columns=list(FINDING_COLUMNS))

    def _places(self, peers: Collection[str]) -> Bools:
        mask = np.zeros(len(self.graph.pool), dtype=np.bool_)
        mask[self.graph.pool.peers.places(peers)] = True
        return mask

    def _findings(self, rule: str, among: Bools | None) -> Iterable[Finding]:
        entries: dict[tuple[int, ...], list[tuple[Matches, int]]] = defaultdict(list)
        for matches in self.matches[rule]:
            chosen = np.ones(len(matches.peers), dtype=np.bool_) if among is None else among[matches.peers]
            if matches.others is not None and among is not None:
                chosen &= among[matches.others]
            for entry in np.flatnonzero(chosen).tolist():
                pair = () if matches.others is None else (int(matches.others[entry]),)
                entries[(int(matches.peers[entry]), *pair)].append((matches, entry))
        found = []
        for places, sources in entries.items():
            evidence = [path for matches, entry in sources for path in matches.evidence(self.graph, [entry])]
            found.append(
                Finding(
                    rule,
                    tuple(sorted(self.graph.label(Node("peer", place)) for place in places)),
                    self.rulebook.conflicts[rule].strength,
                    tuple(sorted(evidence, key=str)),
                    self.waived.get(rule, {}).get(places),
                    self.rulebook.conflicts[rule].reason,
                )
            )
        return sorted(found, key=lambda finding: finding.peers)


def in_force(waiver: Waiver, challenge: Challenge) -> bool:
    """Return whether a waiver is in force: `on` ≤ `as_of` ≤ `until`."""
    return waiver.on <= challenge.as_of and (waiver.until is None or challenge.as_of <= waiver.until)


def find_conflicts(pool: Pool, challenge: Challenge) -> Conflicts:
    """
    Return every conflict of interest between the peers of a pool and the hosts of a challenge.

    Parameters
    ----------
    pool
        The peers, and what the tables say about them.
    challenge
        The hosts, the date of the decision, the rules and the waivers.

    Returns
    -------
    Conflicts
        Who has a conflict of interest, by which rule, and the path that shows it.

    Raises
    ------
    InputError
        If the challenge does not fit the pool; every fault is listed.

    Examples
    --------
    >>> from teamforge import find_conflicts, load_demo
    >>> found = find_conflicts(*load_demo())
    >>> print(found.findings(["P015"])[0].evidence[0])
    P015 — works at — Cornwall Council — neighbour of — Plymouth City Council
    """
    require_fit(pool, challenge)
    with phase("find_conflicts", challenge=challenge.id, peers=len(pool)):
        return apply_rules(pool, challenge, bookings_of(pool, challenge.as_of, challenge.id))


def apply_rules(pool: Pool, challenge: Challenge, bookings: Bookings) -> Conflicts:
    """Return what `find_conflicts` returns, for a challenge that is known to fit the pool."""
    graph = build_graph(pool, challenge, bookings)
    matches = {}
    for name, find in RULES.items():
        rule = challenge.rulebook.conflicts[name]
        never = name == "reviewed_host" and challenge.purpose == "progress_review"
        if rule.strength is not Strength.OFF and not never:
            matches[name] = find(graph, rule)
    return Conflicts(graph, challenge.rulebook, matches, _waived(pool, challenge))


def rewaived(conflicts: Conflicts, pool: Pool, challenge: Challenge) -> Conflicts:
    """Return the conflicts under a challenge's waivers; nothing else that conflicts depend on may differ."""
    return replace(conflicts, waived=_waived(pool, challenge))


def _waived(pool: Pool, challenge: Challenge) -> dict[str, dict[tuple[int, ...], Waiver]]:
    """Return the waivers in force, by rule and then by peer or pair; the first if there are several."""
    waived: dict[str, dict[tuple[int, ...], Waiver]] = defaultdict(dict)
    for waiver in challenge.waivers:
        waivable = challenge.rulebook.conflicts[waiver.rule].strength.can_be_waived
        if waivable and in_force(waiver, challenge):
            named = [waiver.peer] if waiver.other_peer is None else [waiver.peer, waiver.other_peer]
            places = tuple(sorted(pool.peers.position[peer] for peer in named))
            waived[waiver.rule].setdefault(places, waiver)
    return dict(waived)
