"""
The tables of SPEC.md section 1, column by column: what is required, how each cell is read, what it means to people.

The table readers, the workbook's headings, the input digest and the pseudonyms all take what they need about a column
from here. So a new column of `peers` is a row here, a field of `Peers` and of `Peer`, a field of the verifier's
`Person`, and a line in `teamforge.generate`. A column for papers alone needs only its row here (`_paper`) and the
place where it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from teamforge.pool.cells import BOOLEAN, DATE, IDENTITY, PRIVATE_TEXT, ROLES, WORD, Reader, one_of, whole
from teamforge.spec.dates import ALWAYS, FOREVER
from teamforge.spec.vocabulary import (
    ASSIGNMENT_STATES,
    AVAILABILITY_STATUSES,
    ENGAGEMENT_STATUSES,
    INTEREST_KINDS,
    POLL,
    RELATION_KINDS,
)

THEME = "theme:"
"""The prefix of the name of a column of expertise."""


class Disclosure(Enum):
    """Whether a column stays in a pool under pseudonyms."""

    ALWAYS = auto()
    IF_ASKED = auto()
    NEVER = auto()


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """
    A column of a table.

    Parameters
    ----------
    name
        The folded name.
    reader
        How its cells are read.
    meaning
        What the column means, for the person who fills it in.
    required
        Whether the table must have the column.
    filled
        Whether every cell must be filled.
    blank
        The value of a blank cell in a column of numbers, dates or booleans.
    suggestions
        The workbook range that lists what a cell may refer to; empty for none.
    missed
        The warning if `peers` does not have the column; empty for none.
    digest
        Its place among the columns of `peers` in the input digest, which never changes; None if no result depends on
        it, or if the digest covers it in another way (ids).
    disclosure
        Whether the column stays in a pool under pseudonyms.
    for_papers
        Whether the column is only for papers about the team: never an attribute, and in no digest.
    """

    name: str
    reader: Reader[Any]
    meaning: str = ""
    required: bool = False
    filled: bool = False
    blank: int = 0
    suggestions: str = ""
    missed: str = ""
    digest: int | None = None
    disclosure: Disclosure = Disclosure.ALWAYS
    for_papers: bool = False


def _must(name: str, reader: Reader[Any], meaning: str, suggestions: str = "") -> ColumnSpec:
    return ColumnSpec(name, reader, meaning, required=True, filled=True, suggestions=suggestions)


def _paper(name: str, meaning: str) -> ColumnSpec:
    """Return a column for papers alone: private text, never kept under pseudonyms, never an attribute."""
    return ColumnSpec(name, PRIVATE_TEXT, meaning, disclosure=Disclosure.NEVER, for_papers=True)


_PEER, _ORGANISATION = "known_peers", "known_organisations"
_START = ColumnSpec("start", DATE, "The first day. Blank: since ever.", blank=ALWAYS)
_END = ColumnSpec("end", DATE, "The last day, inclusive. Blank: still running.", blank=FOREVER)
_FIRST = _must("start", DATE, "The first day.")
_LAST = replace(_must("end", DATE, "The last day, inclusive."), blank=FOREVER)
_WHO = _must("peer_id", IDENTITY, "Who.", _PEER)

SCHEMA: dict[str, tuple[ColumnSpec, ...]] = {
    "peers": (
        _must("peer_id", IDENTITY, "The peer's own id, once each. Leading zeros are kept."),
        ColumnSpec(
            "name", PRIVATE_TEXT, "For people only: nothing in a result depends on it.", disclosure=Disclosure.NEVER
        ),
        ColumnSpec(
            "organisation_id",
            IDENTITY,
            "The current organisation. Blank: independent.",
            suggestions=_ORGANISATION,
            missed="nobody can be tied to an organisation by employment",
        ),
        ColumnSpec(
            "roles",
            ROLES,
            "The role types the peer is trained for, separated by semicolons.",
            required=True,
            filled=True,
            suggestions="known_roles",
            digest=1,
        ),
        ColumnSpec("trained", BOOLEAN, "Whether the peer is trained. Blank: no.", digest=2),
        ColumnSpec("active", BOOLEAN, "Whether the peer is active. Blank: no.", digest=3),
        ColumnSpec(
            "political_group",
            WORD,
            "For elected members. Blank: unknown. Special category data: only where needed.",
            digest=4,
            disclosure=Disclosure.IF_ASKED,
        ),
        ColumnSpec(
            "challenges_done",
            whole(0),
            "How many challenges the peer has done. 0 or blank: a first-timer.",
            missed="nobody is counted as a first-timer or as experienced",
            digest=5,
        ),
        ColumnSpec(
            "max_per_year", whole(0), "How many challenges a programme year at most. Blank: 1.", blank=1, digest=7
        ),
        ColumnSpec(
            "declared_on",
            DATE,
            "When interests were last declared. Blank: never.",
            blank=ALWAYS,
            missed="the rule declaration does not apply",
            digest=6,
        ),
        _paper("email", "Where to write to. For papers about the team alone."),
        _paper("telephone", "Where to call. For papers about the team alone."),
        _paper("biography", "Some lines about the peer. For papers about the team alone."),
        _paper(
            "photograph",
            "A PNG or JPEG beside the pool, or in its folder photographs. For papers about the team alone.",
        ),
    ),
    "availability": (
        _WHO,
        _FIRST,
        _LAST,
        _must("status", one_of(AVAILABILITY_STATUSES), "tentative counts as unavailable."),
    ),
    POLL: (  # the first column says who answers, whatever its name
        ColumnSpec("peer_id", IDENTITY, "Who, once each.", filled=True, suggestions=_PEER),
        ColumnSpec("name", PRIVATE_TEXT, "For people."),
    ),
    "organisations": (
        _must("organisation_id", IDENTITY, "The organisation's own id, once each, such as its ONS or ODS code."),
        ColumnSpec("name", PRIVATE_TEXT, "For people."),
        ColumnSpec(
            "kind", WORD, "Such as county, unitary, district, icb, nhs_trust or vcs.", suggestions="known_kinds"
        ),
        ColumnSpec("region", WORD, "The region it lies in."),
        ColumnSpec("political_control", WORD, "The group that controls it, or No overall control."),
    ),
    "relations": (
        _must("source", IDENTITY, "The organisation the relation starts from.", _ORGANISATION),
        _must(
            "kind",
            one_of(RELATION_KINDS),
            "part_of; predecessor_of: source was replaced by target; the others hold both ways.",
        ),
        _must("target", IDENTITY, "The organisation the relation leads to.", _ORGANISATION),
        _START,
        _END,
    ),
    "interests": (
        _must("peer_id", IDENTITY, "Who declared it.", _PEER),
        _must("kind", one_of(INTEREST_KINDS), "What ties the peer to the organisation, or to the other peer."),
        ColumnSpec(
            "organisation_id",
            IDENTITY,
            "The organisation; blank if it is another peer.",
            suggestions=_ORGANISATION,
        ),
        ColumnSpec("other_peer_id", IDENTITY, "The other peer; blank if it is an organisation.", suggestions=_PEER),
        _START,
        _END,
        ColumnSpec("note", PRIVATE_TEXT, "For people. Private: no result or report shows it."),
    ),
    "engagements": (
        _WHO,
        _must("host_organisation_id", IDENTITY, "Where the review is or was.", _ORGANISATION),
        _FIRST,
        _LAST,
        _must("status", one_of(ENGAGEMENT_STATUSES), "Cancelled ones count for nothing."),
        ColumnSpec("challenge_id", IDENTITY, "Of which challenge; may be blank."),
    ),
    "assignments": (
        _must("challenge_id", IDENTITY, "Of which challenge."),
        _must("seat", IDENTITY, "The seat, as the challenge calls it."),
        _WHO,
        _must("host_organisation_id", IDENTITY, "The lead host of the challenge.", _ORGANISATION),
        _must("start", DATE, "The first day on site."),
        replace(_must("end", DATE, "The last day on site, inclusive."), blank=FOREVER),
        _must("state", one_of(ASSIGNMENT_STATES), "The state of the place. The latest row of a peer is in force."),
        _must("on", DATE, "The day on which it was so."),
        ColumnSpec("by", PRIVATE_TEXT, "Who says so."),
        ColumnSpec("note", PRIVATE_TEXT, "For people. Private: no result or report shows it."),
    ),
}
"""The columns of each table. `peers` has two more kinds: `theme:<theme>` (`LEVEL`) and attributes; a poll has dates."""

PEERS = {column.name: column for column in SCHEMA["peers"]}
"""The columns of `peers` by name."""

LEVEL = whole(0, 4)


def is_read(table: str, column: str) -> bool:
    """Return whether a column of a table is read; in `peers` and in a poll every column is."""
    return table in {"peers", POLL} or any(column == each.name for each in SCHEMA[table])
