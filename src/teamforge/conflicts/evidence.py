"""Findings, and their evidence: paths through the graph of peers and organisations, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from teamforge.challenge import Waiver
from teamforge.page import Column, Page, Section, Table
from teamforge.page.displayed import Displayed
from teamforge.page.plain import Plain
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.rules import Strength
from teamforge.spec.words import spoken

FINDING_COLUMNS = ("rule", "peer_id", "other_peer_id", "strength", "effect", "waived_by", "evidence", "sources")

Named = Callable[[str], str]
"""A function from a peer's id to what to call them."""

_EFFECTS = {
    Strength.HARD: "hard: blocks, and cannot be waived",
    Strength.REVIEW: "review: blocks until a named person waives it",
    Strength.SOFT: "soft: costs points",
}


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step of a path: a tie, and the organisation or peer it leads to.

    Parameters
    ----------
    words
        The tie, such as ``"governance"`` or ``"part of"``.
    node
        The name of the organisation, or the id of the peer, that the tie leads to.
    start, end
        The first and the last day of the tie; None if unknown.
    table, row
        The table and row that hold the tie; rows are numbered as in a spreadsheet.
    lineage
        Whether the step is a replacement of one organisation by another.
    """

    words: str
    node: str
    start: date | None = None
    end: date | None = None
    table: str | None = None
    row: int | None = None
    lineage: bool = False

    @property
    def tie(self) -> str:
        """The tie with its days, such as ``"governance, 2019-04-01…2022-06-30"``."""
        return f"{self.words}, {self.start or ''}…{self.end or ''}" if self.start or self.end else self.words

    def __str__(self) -> str:
        """Return the step in words."""
        return f"{self.tie} — {self.node}"


class SourceRow(NamedTuple):
    """A table, and a row in it, numbered as in a spreadsheet."""

    table: str
    row: int | None


@dataclass(frozen=True, slots=True)
class Evidence(Plain):
    """
    A path from a peer to a host, or to another peer, that makes a rule fire.

    Parameters
    ----------
    origin
        The id of the peer where the path begins.
    steps
        The steps, in order.

    Examples
    --------
    >>> path = Evidence("P12", (Step("governance", "NHS X CCG", date(2019, 4, 1), date(2022, 6, 30)),
    ...                         Step("predecessor of", "NHS Y ICB", lineage=True)))
    >>> print(path)
    P12 — governance, 2019-04-01…2022-06-30 — NHS X CCG — predecessor of — NHS Y ICB
    """

    origin: str
    steps: tuple[Step, ...]

    _KEYS = (("path", "in_words"), "sources")

    def __str__(self) -> str:
        """Return the path in words."""
        return " — ".join([self.origin, *map(str, self.steps)])

    @property
    def in_words(self) -> str:
        """The path in words."""
        return str(self)

    @property
    def sources(self) -> tuple[SourceRow, ...]:
        """The tables and rows that hold the steps."""
        return tuple(SourceRow(step.table, step.row) for step in self.steps if step.table)

    @property
    def latest_start(self) -> date | None:
        """The latest known start among the ties of the path."""
        return max((step.start for step in self.steps if step.start and not step.lineage), default=None)


@dataclass(frozen=True, slots=True)
class Finding(Displayed, Plain):
    """
    A conflict of interest: a rule that fires for a peer or for a pair of peers.

    Parameters
    ----------
    rule
        The name of the rule.
    peers
        The id of the peer, or the two ids of a pair in alphabetical order.
    strength
        What the rule does when it fires.
    evidence
        Every path that makes the rule fire; never empty.
    waiver
        The waiver in force that lifts it; None if there is none.
    reason
        The rest of a sentence that begins with the peer or the pair.
    """

    rule: str
    peers: tuple[str, ...]
    strength: Strength
    evidence: tuple[Evidence, ...]
    waiver: Waiver | None = None
    reason: str = ""

    _KEYS = ("rule", "peers", "strength", "effect", "evidence", "waived_by")

    @property
    def effect(self) -> str:
        """What the finding does: ``blocks``, ``costs`` or ``waived``."""
        if self.waiver is not None:
            return "waived"
        return "costs" if self.strength is Strength.SOFT else "blocks"

    @property
    def waived_by(self) -> str | None:
        """Who waived it; None if nobody did."""
        return None if self.waiver is None else self.waiver.by

    def page(self) -> Page:
        """Return what notebooks show."""
        return Page(f"{spoken(self.rule)} — {self.reason}", sections=(Section("", table=findings_table((self,))),))

    def to_row(self) -> tuple[str | None, ...]:
        """Return the finding as a row of `FINDING_COLUMNS`; paths and sources are separated by `|`."""
        peer, other = (*self.peers, None)[:2]
        paths, where = (" | ".join(map(in_words, self.evidence)) for in_words in (str, sources))
        return (self.rule, peer, other, str(self.strength), self.effect, self.waived_by, paths, where)


def sections_by_rule(findings: Iterable[Finding], rulebook: Rulebook, named: Named = str) -> tuple[Section, ...]:
    """Return a section for each rule that has findings, in the order of the findings."""
    sections = []
    for rule, found in groupby(findings, key=lambda finding: finding.rule):
        strength = rulebook.conflicts[rule].strength
        heading = f"{spoken(rule)} — {rulebook.conflicts[rule].reason}"
        lines = (_EFFECTS.get(strength, str(strength)),)
        sections.append(Section(heading, lines, table=_table(tuple(found), named)))
    return tuple(sections)


def _table(findings: Iterable[Finding], named: Named) -> Table:
    columns = (Column("Peer"), Column("Effect", under="Peer"), Column("Evidence"))
    return Table(columns, tuple(_row(finding, named) for finding in findings))


def findings_table(findings: Iterable[Finding], named: Named = str) -> Table:
    """Return findings of several rules as one table."""
    columns = (Column("Rule"), Column("Peer", under="Rule"), Column("Effect"), Column("Evidence", under="Effect"))
    rows = []
    for finding in findings:
        peer, outcome, evidence = _row(finding, named)
        rows.append((spoken(finding.rule), peer, outcome, evidence))
    return Table(columns, tuple(rows))


def _row(finding: Finding, named: Named) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    peers = tuple(named(peer) for peer in finding.peers)
    told = [(" — ".join([named(path.origin), *map(str, path.steps)]), sources(path)) for path in finding.evidence]
    return peers, effect(finding), tuple(f"{path} ({where})" if where else path for path, where in told)


def effect(finding: Finding) -> str:
    """Return what a finding does, and who waived it; the reason of a waiver is private."""
    return finding.effect if finding.waiver is None else f"waived by {finding.waiver.by}"


def sources(path: Evidence) -> str:
    """Return the tables and rows that a path comes from, in words."""
    rows = dict.fromkeys((step.table, step.row) for step in path.steps if step.table and step.row is not None)
    return ", ".join(f"{table} row {row}" for table, row in rows)
