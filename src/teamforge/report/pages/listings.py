"""Findings, notes and faults as pages and as rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from teamforge.challenge import Challenge
from teamforge.challenge.programme import Programme
from teamforge.conflicts import FINDING_COLUMNS, Finding
from teamforge.conflicts.evidence import sections_by_rule
from teamforge.errors import Fault
from teamforge.explain.notes import Note
from teamforge.page import Page, Section
from teamforge.page.words import counted
from teamforge.pool import Pool
from teamforge.records.verification import Verification

Row = tuple[str | int | None, ...]

_NOTE = ("kind", "table", "row", "column", "text", "peers", "organisations")
_VERIFICATION = ("kind", "text")


def findings_page(challenge: Challenge, findings: Sequence[Finding], warnings: Sequence[str] = ()) -> Page:
    """Return findings as a page, with a section for each rule."""
    effects = Counter(finding.effect for finding in findings)
    counts = [f"{effects[effect]:,} {words}" for effect, words in _EFFECTS.items() if effects[effect]]
    summary = counted(len(findings), "finding") + (f": {', '.join(counts)}" if counts else "")
    sections = sections_by_rule(findings, challenge.rulebook)
    if warnings:
        sections = (*sections, Section("Warnings", items=tuple(warnings)))
    return Page(f"Conflicts of interest, challenge {challenge.id}", (summary,), sections)


_EFFECTS = {"blocks": "blocking", "waived": "waived", "costs": "costing points"}


def finding_rows(findings: Sequence[Finding]) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and rows of findings, one row per finding."""
    return FINDING_COLUMNS, [finding.to_row() for finding in findings]


def notes_page(pool: Pool, challenge: Challenge | Programme | None, notes: Sequence[Note]) -> Page:
    """Return what `check` noticed as a page."""
    sizes = (
        (len(pool.peers), "peer"),
        (len(pool.availability), "availability row"),
        (len(pool.organisations), "organisation"),
        (len(pool.relations), "relation"),
        (len(pool.interests), "interest"),
        (len(pool.engagements), "engagement"),
    )
    lines = (
        ", ".join(counted(count, noun) for count, noun in sizes),
        "no faults, " + (counted(len(notes), "note") if notes else "and nothing to note"),
    )
    cut = any(not _names(note.text, each) for note in notes for each in (*note.peers, *note.organisations))
    every = ("`--format csv` lists all ids where a note names only the first few",) if cut else ()
    sections = (Section("Worth a look", every, tuple(note.text for note in notes)),) if notes else ()
    title = "The pool" if challenge is None else f"The pool and challenge {challenge.id}"
    return Page(title, lines, sections, mood="open" if notes else "good")


def _names(text: str, identity: str) -> bool:
    """Return whether a text has an id, and not only a longer one that contains it."""
    return re.search(rf"(?<![\w-]){re.escape(identity)}(?![\w-])", text) is not None


def note_rows(faults: Sequence[Fault], notes: Sequence[Note]) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and rows of faults and notes; the ids of a note are separated by `;`."""
    rows: list[Row] = [("fault", fault.table, fault.row, fault.column, str(fault), None, None) for fault in faults]
    rows += [
        (note.kind, None, None, None, note.text, "; ".join(note.peers), "; ".join(note.organisations)) for note in notes
    ]
    return _NOTE, rows


def verification_rows(verification: Verification) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and rows of a verification: what is wrong, what is verified, what is claimed, what is new."""
    rows: list[Row] = [("fault", text) for text in verification.faults]
    rows += [("verified", text) for text in verification.verified]
    rows += [("claimed", text) for text in verification.claimed]
    rows += [("news", text) for text in verification.news]
    return _VERIFICATION, rows
