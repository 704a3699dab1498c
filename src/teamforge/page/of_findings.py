"""Findings of conflict rules as sections of a page, a rule each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from teamforge.page.model import Column, Section, Table
from teamforge.page.words import CONFLICTS
from teamforge.rulebook import Rulebook, Strength

if TYPE_CHECKING:
    from teamforge.conflicts import Evidence, Finding

__all__ = ["Named", "effect", "findings_table", "sections_by_rule", "sources"]

Named = Callable[[str], str]
"""How a peer is called, from the id."""

_EFFECTS = {
    Strength.HARD: "hard: blocks, and cannot be waived",
    Strength.REVIEW: "review: blocks until a named person waives it",
    Strength.SOFT: "soft: costs points",
}


def sections_by_rule(findings: Iterable[Finding], rulebook: Rulebook, named: Named = str) -> tuple[Section, ...]:
    """Return a section for each rule that has findings, in the order of the findings."""
    told = []
    for rule, found in groupby(findings, key=lambda finding: finding.rule):
        strength = rulebook.conflicts[rule].strength
        heading = f"{rule} — {CONFLICTS[rule]}"
        lines = (_EFFECTS.get(strength, str(strength)),)
        told.append(Section(heading, lines, table=_table(tuple(found), named)))
    return tuple(told)


def _table(findings: Iterable[Finding], named: Named) -> Table:
    columns = (Column("Peer"), Column("Effect", under="Peer"), Column("Evidence"))
    return Table(columns, tuple(_row(finding, named) for finding in findings))


def findings_table(findings: Iterable[Finding], named: Named = str) -> Table:
    """Return findings of several rules as one table."""
    columns = (Column("Rule"), Column("Peer", under="Rule"), Column("Effect"), Column("Evidence", under="Effect"))
    rows = []
    for finding in findings:
        peer, told, evidence = _row(finding, named)
        rows.append((finding.rule, peer, told, evidence))
    return Table(columns, tuple(rows))


def _row(finding: Finding, named: Named) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    peers = tuple(named(peer) for peer in finding.peers)
    paths = tuple(f"{path} ({where})" if (where := sources(path)) else str(path) for path in finding.evidence)
    return peers, effect(finding), paths


def effect(finding: Finding) -> str:
    """Return what follows from a finding, and who waived it; why is theirs alone."""
    return finding.effect if finding.waiver is None else f"waived by {finding.waiver.by}"


def sources(path: Evidence) -> str:
    """Return the rows in which the steps of a path are written."""
    rows = dict.fromkeys((step.table, step.row) for step in path.steps if step.table and step.row is not None)
    return ", ".join(f"{table} row {row}" for table, row in rows)
