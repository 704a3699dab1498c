"""The six tables of SPEC.md section 1, column by column: what must be there, and how each cell is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from teamforge.pool.cells import BOOLEAN, DATE, IDENTITY, PRIVATE_TEXT, ROLES, WORD, Reader, one_of, whole
from teamforge.spec.vocabulary import AVAILABILITY_STATUSES, ENGAGEMENT_STATUSES, INTEREST_KINDS, POLL, RELATION_KINDS

__all__ = ["LEVEL", "SCHEMA", "THEME", "Column", "is_read"]

THEME = "theme:"
"""What the name of a column of expertise begins with."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a table.

    Parameters
    ----------
    name
        Its name, folded.
    reader
        How its cells are read.
    required
        Whether the column must be there.
    filled
        Whether no cell of it may be blank.
    """

    name: str
    reader: Reader[Any]
    required: bool = False
    filled: bool = False


def _must(name: str, reader: Reader[Any]) -> Column:
    return Column(name, reader, required=True, filled=True)


SCHEMA: dict[str, tuple[Column, ...]] = {
    "peers": (
        _must("peer_id", IDENTITY),
        Column("name", PRIVATE_TEXT),
        Column("organisation_id", IDENTITY),
        _must("roles", ROLES),
        Column("trained", BOOLEAN),
        Column("active", BOOLEAN),
        Column("political_group", WORD),
        Column("challenges_done", whole(0)),
        Column("max_per_year", whole(0)),
        Column("declared_on", DATE),
    ),
    "availability": (
        _must("peer_id", IDENTITY),
        _must("start", DATE),
        _must("end", DATE),
        _must("status", one_of(AVAILABILITY_STATUSES)),
    ),
    POLL: (Column("peer_id", IDENTITY), Column("name", PRIVATE_TEXT)),
    "organisations": (
        _must("organisation_id", IDENTITY),
        Column("name", PRIVATE_TEXT),
        Column("kind", WORD),
        Column("region", WORD),
        Column("political_control", WORD),
    ),
    "relations": (
        _must("source", IDENTITY),
        _must("kind", one_of(RELATION_KINDS)),
        _must("target", IDENTITY),
        Column("start", DATE),
        Column("end", DATE),
    ),
    "interests": (
        _must("peer_id", IDENTITY),
        _must("kind", one_of(INTEREST_KINDS)),
        Column("organisation_id", IDENTITY),
        Column("other_peer_id", IDENTITY),
        Column("start", DATE),
        Column("end", DATE),
        Column("note", PRIVATE_TEXT),
    ),
    "engagements": (
        _must("peer_id", IDENTITY),
        _must("host_organisation_id", IDENTITY),
        _must("start", DATE),
        _must("end", DATE),
        _must("status", one_of(ENGAGEMENT_STATUSES)),
        Column("challenge_id", IDENTITY),
    ),
}
"""Table to its columns. `peers` has two more kinds: `theme:<theme>` (`LEVEL`) and attributes; a poll has dates."""

LEVEL = whole(0, 4)


def is_read(table: str, column: str) -> bool:
    """Return whether a column of a table is read: of `peers` and of a poll any is."""
    return table in {"peers", POLL} or any(column == each.name for each in SCHEMA[table])
