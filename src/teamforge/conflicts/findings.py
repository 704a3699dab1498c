"""Every conflict rule applied to a pool and a challenge: who is blocked, who costs points, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge, Waiver
from teamforge.challenge.matching import require_fit
from teamforge.conflicts.evidence import FINDING_COLUMNS, Finding, sections_by_rule
from teamforge.conflicts.graph import Node, TieGraph, build_graph
from teamforge.conflicts.hits import Matches
from teamforge.conflicts.rules import RULES
from teamforge.page.displayed import Displayed
from teamforge.page.model import Column, Page, Section, Table
from teamforge.page.words import counted
from teamforge.pool import Pool
from teamforge.pool.bookings import Bookings, bookings_of
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.rules import Strength

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Conflicts", "apply_rules", "find_conflicts", "in_force"]

Bools = NDArray[np.bool_]
Pairs = NDArray[np.int32]
_MOST_SHOWN = 100
"""So many findings are shown in a notebook."""


@dataclass(frozen=True, eq=False, repr=False)
class Conflicts(Displayed):
    """
    The findings of a pool against a challenge, kept as columns and told on demand.

    Parameters
    ----------
    graph
        The graph that the rules are patterns over.
    rulebook
        The strengths in force.
    hits
        Rule name to where it fires; rules that are off are absent.
    waived
        Rule name to the waivers in force that lift it, by the positions of the one or two peers.
    """

    graph: TieGraph
    rulebook: Rulebook
    hits: Mapping[str, tuple[Matches, ...]]
    waived: Mapping[str, Mapping[tuple[int, ...], Waiver]]

    def __repr__(self) -> str:
        """Return the number of entries a rule, and nobody's data."""
        counts = ", ".join(f"{rule} {sum(len(hits.peers) for hits in found)}" for rule, found in self.hits.items())
        return f"<Conflicts: {counts}>"

    def page(self) -> Page:
        """Return every finding with its evidence; of very many only how many there are."""
        count = sum(len(hits.peers) for found in self.hits.values() for hits in found)
        if count <= _MOST_SHOWN:
            told = self.findings()
            return Page(
                "Conflicts of interest",
                (counted(len(told), "finding"),),
                sections_by_rule(told, self.rulebook),
            )
        columns = (Column("Rule"), Column("Fires for whoever"), Column("Entries", number=True))
        rows = tuple(
            (rule, self.rulebook.conflicts[rule].reason, sum(len(hits.peers) for hits in self.hits[rule]))
            for rule in self.hits
        )
        more = "`findings` lists them with their evidence, of some peers or of all"
        return Page("Conflicts of interest", (more,), (Section("By rule", table=Table(columns, rows)),))

    def fires(self, rule: str) -> Bools:
        """Return, a peer each, whether they have a finding of a rule that is not waived."""
        mask = np.zeros(len(self.graph.pool), dtype=np.bool_)
        for hits in self.hits.get(rule, ()):
            mask[hits.peers] = True
        mask[[places[0] for places in self.waived.get(rule, ())]] = False
        return mask

    def pairs(self, rule: str) -> Pairs:
        """Return the pairs with a finding of a pair rule that is not waived, as sorted rows of two positions."""
        found = [
            np.column_stack((hits.peers, hits.others)) for hits in self.hits.get(rule, ()) if hits.others is not None
        ]
        if not found:
            return np.empty((0, 2), dtype=np.int32)
        pairs = np.unique(np.concatenate(found), axis=0).astype(np.int32)
        waived = self.waived.get(rule, {})
        keep = [tuple(pair) not in waived for pair in pairs.tolist()] if waived else slice(None)
        return pairs[keep]

    def without(self, rules: Collection[str]) -> Conflicts:
        """Return the conflicts as if some rules never fired."""
        return replace(self, hits={rule: hits for rule, hits in self.hits.items() if rule not in rules})

    def blocking(self, rule: str) -> bool:
        """Return whether a finding of a rule that is not waived blocks."""
        return self.rulebook.conflicts[rule].strength.blocks

    def blocked(self) -> Bools:
        """Return, a peer each, whether a rule blocks them."""
        mask = np.zeros(len(self.graph.pool), dtype=np.bool_)
        for rule in self.hits:
            if not self.rulebook.conflicts[rule].pair and self.blocking(rule):
                mask |= self.fires(rule)
        return mask

    def blocked_pairs(self) -> Pairs:
        """Return the pairs of whom only one can be on the team, as sorted rows of two positions."""
        found = [self.pairs(rule) for rule in self.hits if self.rulebook.conflicts[rule].pair and self.blocking(rule)]
        return np.unique(np.concatenate([np.empty((0, 2), dtype=np.int32), *found]), axis=0)

    def beside_hosts(self, kind: str) -> list[int]:
        """Return the positions of the organisations that a current symmetric relation of a kind ties to a host."""
        return sorted({node.place for host in self.graph.hosts for node, _ in self.graph.beside(host, kind)})

    def findings(self, peers: Collection[str] | None = None) -> tuple[Finding, ...]:
        """
        Return the findings with their evidence, by rule and then by peer.

        Parameters
        ----------
        peers
            Only findings of these peer ids, and of pairs of them; None for everybody's.

        Raises
        ------
        KeyError
            If no peer has one of the ids; the message names the closest.
        """
        wanted = None if peers is None else self._places(peers)
        return tuple(finding for rule in self.hits for finding in self._findings(rule, wanted))

    def to_frame(self, peers: Collection[str] | None = None) -> pd.DataFrame:
        """
        Return the findings as a data frame: what `teamforge conflicts --format csv` writes.

        Parameters
        ----------
        peers
            As for `findings`.

        Returns
        -------
        pandas.DataFrame
            One row a finding, by rule and then by peer. Columns, all of them text: ``rule``, ``peer_id``,
            ``other_peer_id`` (of a pair), ``strength``, ``effect`` (blocks, costs or waived), ``waived_by``,
            ``evidence`` (the paths in words, parted by ``|``) and ``sources`` (the rows they are written in).
        """
        import pandas as pd  # noqa: PLC0415 -- slow to import

        return pd.DataFrame([finding.to_row() for finding in self.findings(peers)], columns=list(FINDING_COLUMNS))

    def _places(self, peers: Collection[str]) -> Bools:
        mask = np.zeros(len(self.graph.pool), dtype=np.bool_)
        mask[self.graph.pool.peers.places(peers)] = True
        return mask

    def _findings(self, rule: str, wanted: Bools | None) -> Iterable[Finding]:
        entries: dict[tuple[int, ...], list[tuple[Matches, int]]] = defaultdict(list)
        for hits in self.hits[rule]:
            chosen = np.ones(len(hits.peers), dtype=np.bool_) if wanted is None else wanted[hits.peers]
            if hits.others is not None and wanted is not None:
                chosen &= wanted[hits.others]
            for entry in np.flatnonzero(chosen).tolist():
                pair = () if hits.others is None else (int(hits.others[entry]),)
                entries[(int(hits.peers[entry]), *pair)].append((hits, entry))
        found = []
        for places, sources in entries.items():
            evidence = [path for hits, entry in sources for path in hits.evidence(self.graph, [entry])]
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
    Return every conflict of interest of a pool with a challenge: each rule of SPEC.md section 5, applied.

    Parameters
    ----------
    pool, challenge
        Whose, and with what.

    Returns
    -------
    Conflicts
        Who is blocked, by which rule, along which path.

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
    return apply_rules(pool, challenge, bookings_of(pool, challenge.as_of, challenge.id))


def apply_rules(pool: Pool, challenge: Challenge, bookings: Bookings) -> Conflicts:
    """Return what `find_conflicts` does of a challenge that is known to fit, and the engagements that count."""
    graph = build_graph(pool, challenge, bookings)
    hits = {}
    for name, find in RULES.items():
        rule = challenge.rulebook.conflicts[name]
        never = name == "reviewed_host" and challenge.purpose == "progress_review"
        if rule.strength is not Strength.OFF and not never:
            hits[name] = find(graph, rule)
    return Conflicts(graph, challenge.rulebook, hits, _waived(pool, challenge))


def _waived(pool: Pool, challenge: Challenge) -> dict[str, dict[tuple[int, ...], Waiver]]:
    """Return the waivers in force of rules that can be waived, the first of each peer or pair."""
    waived: dict[str, dict[tuple[int, ...], Waiver]] = defaultdict(dict)
    for waiver in challenge.waivers:
        waivable = challenge.rulebook.conflicts[waiver.rule].strength.can_be_waived
        if waivable and in_force(waiver, challenge):
            named = [waiver.peer] if waiver.other_peer is None else [waiver.peer, waiver.other_peer]
            places = tuple(sorted(pool.peers.position[peer] for peer in named))
            waived[waiver.rule].setdefault(places, waiver)
    return dict(waived)
