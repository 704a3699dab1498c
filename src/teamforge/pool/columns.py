"""
The pool as columns: one frozen set of arrays for each table of SPEC.md section 1, and no object per row.

Peers and organisations are referred to by position (`int32`); -1 means none. Dates are day numbers
(`teamforge.spec.dates`). `row` is the row as the user counts it, for evidence and faults.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from teamforge.pool.categorical import Bools, Categorical, Ints
from teamforge.pool.nearest import Nearest
from teamforge.spec.vocabulary import fold
from teamforge.tables import Packed

if TYPE_CHECKING:
    from teamforge.tables.calendars import Calendar

Ids = NDArray[np.object_] | Packed
"""Texts that can be indexed by a position or an array of positions."""


@dataclass(frozen=True, eq=False)
class Peers:
    """
    The table `peers`, one position per peer.

    Parameters
    ----------
    ids
        Peer ids, unique: an object array of str, or packed if there are many.
    names
        Names, None if blank; None without the column. Nothing in a result depends on them.
    organisation
        The position in `Organisations`; -1 for independents.
    roles
        The role types each peer is trained for, folded, in the order written.
    trained, active
        Booleans.
    political_group
        Folded; blank is unknown.
    challenges_done
        Integers from 0; None without the column.
    max_per_year
        Integers from 0.
    declared_on
        The day number of the latest declaration, `ALWAYS` if there is none; None without the column.
    levels
        The expertise in each theme (folded), from 0 to 4 (int8).
    attributes
        The folded values of each cell of any other column, by the column's folded name.
    papers
        The given columns for papers alone (`email`, `telephone`, …): as written, None if blank.
    columns
        The names of the columns that the table has.
    row
        The row as the user counts it.
    """

    ids: Ids
    names: Categorical[str] | None
    organisation: Ints
    roles: Categorical[tuple[str, ...]]
    trained: Bools
    active: Bools
    political_group: Categorical[str]
    challenges_done: Ints | None
    max_per_year: Ints
    declared_on: Ints | None
    levels: Mapping[str, NDArray[np.int8]]
    attributes: Mapping[str, Categorical[tuple[str, ...]]]
    papers: Mapping[str, Categorical[str]]
    columns: frozenset[str]
    row: Ints

    def __len__(self) -> int:
        """Return the number of peers."""
        return len(self.ids)

    def __repr__(self) -> str:
        """Return a summary without anybody's data."""
        return f"Peers({len(self)} rows)"

    def __getstate__(self) -> dict[str, object]:
        """Return the state for pickle, which knows no read-only mapping: a pool is sent to other processes."""
        return {
            name: dict(value) if isinstance(value, MappingProxyType) else value for name, value in vars(self).items()
        }

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The position of each peer id."""
        if isinstance(self.ids, Packed):
            return self.ids.places
        return {peer: place for place, peer in enumerate(self.ids.tolist())}

    def name_of(self, peer_id: str) -> str:
        """Return the name of a peer; empty if unknown."""
        return ("" if self.names is None else self.names.value(self.position[peer_id])) or ""

    def paper_of(self, peer_id: str, column: str) -> str:
        """Return a peer's cell in a column for papers, such as ``email``; empty if unknown."""
        return (self.papers[column].value(self.position[peer_id]) if column in self.papers else "") or ""

    def called(self, name: str) -> tuple[str, ...]:
        """
        Return the ids of the peers with a name, ignoring case and repeated blanks, sorted.

        If nobody has exactly this name, it may be consecutive words of one: a surname, or a name without "Cllr".
        """
        wanted = " ".join(fold(name).split())
        if self.names is None or not wanted:
            return ()
        known = [" ".join(fold(each).split()) for each in self.names.values]
        fits = [each == wanted for each in known]
        if not any(fits):
            fits = [f" {wanted} " in f" {each} " for each in known]
        return tuple(sorted(self.ids[np.array([*fits, False], dtype=np.bool_)[self.names.codes]].tolist()))

    def places(self, peer_ids: Collection[str]) -> Ints:
        """
        Return the positions of the peers with some ids, in the order of the ids.

        Raises
        ------
        KeyError
            If an id is unknown. The message lists every such id with the closest known one.
        TypeError
            If the ids are a single text.
        """
        if isinstance(peer_ids, str):
            raise TypeError(f"peers are asked for as a list of ids: [{peer_ids!r}]")
        if unknown := [peer for peer in dict.fromkeys(peer_ids) if peer not in self.position]:
            hints = {**dict.fromkeys(unknown, ""), **Nearest(self.position).hints(unknown)}
            lines = (f"no peer has the id {peer!r}" + (hint and f", {hint}") for peer, hint in hints.items())
            raise KeyError("; ".join(lines))
        return np.array([self.position[peer] for peer in peer_ids], dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Availability:
    """The table `availability`: peer, both dates inclusive, and whether they are available (tentative is not)."""

    peer: Ints
    start: Ints
    end: Ints
    available: Bools
    row: Ints

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.peer)

    @classmethod
    def joined(cls, *tables: Self) -> Self:
        """Return the rows of several tables as one."""
        columns = {each.name: np.concatenate([getattr(table, each.name) for table in tables]) for each in fields(cls)}
        for column in columns.values():
            column.setflags(write=False)
        return cls(**columns)


@dataclass(frozen=True, eq=False)
class Organisations:
    """
    The table `organisations`; if it is not given, the organisations that other tables name.

    `kind`, `region` and `political_control` are folded; None if blank or unknown.
    """

    ids: tuple[str, ...]
    names: tuple[str | None, ...]
    kind: tuple[str | None, ...]
    region: tuple[str | None, ...]
    political_control: tuple[str | None, ...]
    given: bool

    def __len__(self) -> int:
        """Return the number of organisations."""
        return len(self.ids)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The position of each organisation id."""
        return {organisation: place for place, organisation in enumerate(self.ids)}

    def label_of(self, organisation_id: str) -> str:
        """Return the name of an organisation; its id if it has no name or is not in the pool."""
        place = self.position.get(organisation_id)
        return organisation_id if place is None else self.label(place)

    def label(self, place: int) -> str:
        """Return the name of an organisation, or its id if it has no name."""
        return self.names[place] or self.ids[place]


@dataclass(frozen=True, eq=False)
class Relations:
    """The table `relations`: source, kind, target; a blank `start` is `ALWAYS`, a blank `end` is `FOREVER`."""

    source: Ints
    kind: Categorical[str]
    target: Ints
    start: Ints
    end: Ints
    row: Ints

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.source)


@dataclass(frozen=True, eq=False)
class Interests:
    """
    The table `interests`: exactly one of `organisation` and `other_peer` is not -1.

    A blank `start` is `ALWAYS`. A blank `end` is `FOREVER`, except that a `job_application` with a
    start ends on that day. Notes are private and not kept.
    """

    peer: Ints
    kind: Categorical[str]
    organisation: Ints
    other_peer: Ints
    start: Ints
    end: Ints
    row: Ints

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.peer)


@dataclass(frozen=True, eq=False)
class Engagements:
    """The table `engagements`, with all its rows: reviews done or booked; `challenge_id` may be blank."""

    peer: Ints
    host: Ints
    start: Ints
    end: Ints
    status: Categorical[str]
    challenge_id: Categorical[str]
    row: Ints

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.peer)


@dataclass(frozen=True, eq=False, repr=False)
class Assignments:
    """
    The table `assignments`: what was reported about places on teams, in the order of the file.

    `unbooked` holds the ids of challenges whose rows are not engagements, because a programme decides them again.
    """

    challenge: Categorical[str]
    seat: Categorical[str]
    peer: Ints
    host: Ints
    start: Ints
    end: Ints
    state: Categorical[str]
    on: Ints
    by: Categorical[str]
    note: Categorical[str]
    row: Ints
    unbooked: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.peer)

    @classmethod
    def none(cls) -> Assignments:
        """Return an empty table."""
        days = np.empty(0, dtype=np.int32)
        texts: Categorical[str] = Categorical(days, ())
        return cls(texts, texts, days, days, days, days, texts, days, texts, texts, days)

    @cached_property
    def in_force(self) -> NDArray[np.intp]:
        """
        The rows in force, in the order of the table.

        For each challenge and peer, the row with the latest `on`, or the last of that day (SPEC.md section 9).
        """
        order = np.lexsort((np.arange(len(self)), self.on, self.peer, self.challenge.codes))
        challenge, peer = self.challenge.codes[order], self.peer[order]
        last = np.ones(len(self), dtype=np.bool_)
        last[:-1] = (challenge[1:] != challenge[:-1]) | (peer[1:] != peer[:-1])
        return np.sort(order[last])


@dataclass(frozen=True, eq=False, repr=False)
class PoolTables:
    """
    The seven tables of a pool.

    Parameters
    ----------
    peers, availability, organisations, relations, interests, engagements, assignments
        The tables as columns.
    warnings
        What reading noticed that is not a fault: ignored columns, missing columns.
    calendars
        The position of each peer who has a calendar, and the calendar.
    folder
        The folder of the files, where papers find photographs; None if the pool was not read from files.
    """

    peers: Peers
    availability: Availability
    organisations: Organisations
    relations: Relations
    interests: Interests
    engagements: Engagements
    warnings: tuple[str, ...] = ()
    calendars: tuple[tuple[int, Calendar], ...] = ()
    assignments: Assignments = field(default_factory=Assignments.none)
    folder: Path | None = None


def as_bytes(ids: Ids, places: NDArray[np.integer]) -> NDArray[np.bytes_]:
    r"""
    Return the ids at some positions in UTF-8, whose bytes sort as the texts do.

    Examples
    --------
    >>> as_bytes(np.array(["P1", "Łódź"], dtype=object), np.array([1])).tolist()
    [b'\xc5\x81\xc3\xb3d\xc5\xba']
    """
    if isinstance(ids, Packed):
        raw: NDArray[np.bytes_] = ids.raw[places]
        return raw
    return np.array([str(each).encode() for each in ids[places].tolist()], dtype=np.bytes_)


def by_id(ids: Ids, places: Ints) -> Ints:
    """
    Return positions, sorted by the ids at them.

    Examples
    --------
    >>> by_id(np.array(["P2", "P1", "P0"], dtype=object), np.array([0, 1])).tolist()
    [1, 0]
    """
    return places[np.argsort(as_bytes(ids, places), kind="stable")]
