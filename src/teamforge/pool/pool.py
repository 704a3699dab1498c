"""The pool: the seven tables of SPEC.md section 1, read, checked and frozen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from teamforge.page import Page, Section, Table
from teamforge.page.displayed import Displayed
from teamforge.page.model import numbers, texts
from teamforge.page.words import counted
from teamforge.pool.assignments.adding import extended, shortened
from teamforge.pool.assignments.history import Assignment
from teamforge.pool.attributes import column_values, regrouped
from teamforge.pool.calendars import busy_rows
from teamforge.pool.categorical import Categorical
from teamforge.pool.cells import BOOLEAN, DATE
from teamforge.pool.columns import Availability, PoolTables
from teamforge.pool.gather import gather, sound
from teamforge.pool.peer import Peer
from teamforge.pool.schema import PEERS
from teamforge.pool.table_reader import take
from teamforge.spec.dates import parse_day, to_date
from teamforge.spec.vocabulary import POLL, TABLES, fold_attribute
from teamforge.tables.source import read_frames

if TYPE_CHECKING:
    import pandas as pd

    from teamforge.tables.calendars import Dates

ORGANISATION_ATTRIBUTES = ("region", "kind")
"""The attributes of a team rule that are the organisation's, not the peer's (SPEC.md section 7)."""

_EXACT = ("peer_id", "organisation_id")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0", "")


@dataclass(frozen=True, eq=False)
class _CalendarReading:
    """The days read from the calendars, and the rows and warnings that come from elsewhere."""

    dates: Dates | None
    availability: Availability
    warnings: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Pool(Displayed, PoolTables):
    """
    Everything known about the peers and their organisations.

    `read_pool` makes one from files and `Pool.from_frames` from data frames; both list every fault
    of the data at once.

    Parameters
    ----------
    peers, availability, organisations, relations, interests, engagements, assignments
        The tables as columns (`teamforge.pool.columns`).
    warnings
        What reading noticed that is not a fault: ignored columns, missing columns.
    calendars
        The calendars of peers, from which the busy days of a challenge are read.
    folder
        The folder of the files, where papers find photographs; None if the pool was not read from files.
    asked
        The days read from the calendars, and what the pool says without them; None if no days were read yet.
    """

    asked: _CalendarReading | None = None

    def __len__(self) -> int:
        """Return the number of peers."""
        return len(self.peers)

    def __iter__(self) -> Iterator[Peer]:
        """Yield the peers, in the order of the table."""
        return (self.peer(str(peer_id)) for peer_id in self.peers.position)

    def __repr__(self) -> str:
        """Return the sizes of the tables, and nobody's data."""
        tables = (
            (len(self.peers), "peers"),
            (len(self.organisations), "organisations"),
            (len(self.relations), "relations"),
            (len(self.interests), "interests"),
            (len(self.engagements), "engagements"),
            (len(self.availability), "availability rows"),
        )
        return f"<Pool: {', '.join(f'{count:,} {name}' for count, name in tables)}>"

    def page(self) -> Page:
        """Return how many rows each table has, and nobody's data."""
        rows = tuple((name, len(getattr(self, name))) for name in TABLES)
        sections = [Section("Tables", table=Table((*texts("Table"), *numbers("Rows")), rows))]
        if self.warnings:
            sections.append(Section(counted(len(self.warnings), "warning"), items=self.warnings))
        return Page("The pool", sections=tuple(sections))

    @classmethod
    def from_frames(cls, peers: Any, **tables: Any) -> Pool:  # noqa: ANN401 -- any data frame that narwhals knows
        """
        Return the pool in data frames of pandas, Polars, Arrow or any other library that narwhals knows.

        Parameters
        ----------
        peers
            The table `peers`, with the columns of SPEC.md section 1.
        **tables
            The other tables by name: `availability`, `availability_poll`, `organisations`, `relations`, `interests`,
            `engagements`, `assignments`; None is a missing table.

        Returns
        -------
        Pool
            As `read_pool` returns it.

        Raises
        ------
        InputError
            If the data have faults; every fault of every table is listed, by position or, if the index holds whole
            numbers, by its label.

        Examples
        --------
        >>> import pandas as pd
        >>> len(Pool.from_frames(peers=pd.DataFrame({"peer_id": ["P1"], "roles": ["vcs_leader"]})))
        1
        """
        source = read_frames({"peers": peers, **tables}, (*TABLES, POLL))
        return cls(**vars(sound(*gather(source, "pass a frame named peers"))))

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """
        Return the seven tables as data frames, in the form that `from_frames` takes.

        Returns
        -------
        dict of DataFrame
            By table name, with the columns of SPEC.md section 1 that were given. Words are folded, dates are dates,
            levels and counts are whole numbers, `trained` and `active` are booleans; a cell with several values
            separates them by semicolons. Polls, and the days read from calendars, are rows of `availability`. An
            empty table still has its columns. Left out: notes of interests, which are not kept, calendars not read
            yet, and `organisations` if it was not given.

        Notes
        -----
        Like the pool, the frames hold personal data, including names.

        Examples
        --------
        >>> from teamforge import load_demo
        >>> pool, _ = load_demo()
        >>> frames = pool.to_frames()
        >>> {name: len(frame) for name, frame in frames.items()}["interests"]
        28
        >>> frames["engagements"].groupby("status").size().to_dict()["done"] > 0
        True
        >>> len(Pool.from_frames(**frames)) == len(pool)
        True
        """
        from teamforge.pool.frames import frames_of  # noqa: PLC0415 -- pandas is slow to import

        return frames_of(self)

    def with_calendars(self, dates: Dates | None) -> Self:
        """
        Return the pool with what its calendars say about some days in `availability`, replacing any earlier days.

        Parameters
        ----------
        dates
            The first and the last day of interest; None if there are none.

        Raises
        ------
        InputError
            If a calendar's events repeat too often to be worked out in reasonable time.
        """
        if not self.calendars or (self.asked is not None and self.asked.dates == dates):
            return self
        besides = self.asked or _CalendarReading(dates, self.availability, self.warnings)
        availability, warnings = besides.availability, besides.warnings
        if dates is not None:
            busy, idle = busy_rows(self.calendars, dates)
            availability, warnings = Availability.joined(availability, busy), (*warnings, *idle)
        return replace(self, availability=availability, warnings=warnings, asked=replace(besides, dates=dates))

    def with_assignments(self, rows: Iterable[Assignment]) -> Self:
        """
        Return the pool with rows added at the end of `assignments`.

        Parameters
        ----------
        rows
            The rows, in the order in which they were reported (SPEC.md section 9).

        Raises
        ------
        InputError
            If a row names a peer or an organisation that is not in the pool, or an unknown state.
        """
        assignments, organisations = extended(self, list(rows))
        return replace(self, assignments=assignments, organisations=organisations)

    def first_assignments(self, count: int) -> Self:
        """Return the pool with only the first rows of `assignments`."""
        if count >= len(self.assignments):
            return self
        assignments, organisations = shortened(self, count)
        return replace(self, assignments=assignments, organisations=organisations)

    def without_bookings_of(self, challenges: Collection[str]) -> Self:
        """
        Return the pool without the engagements of some challenges, both booked and from `assignments`.

        Within each of these challenges `assignments` still holds (SPEC.md section 10).
        """
        others = ~self.engagements.challenge_id.isin(*challenges)
        history = replace(self.assignments, unbooked=frozenset(challenges))
        return replace(self, engagements=take(self.engagements, others), assignments=history)

    def peer(self, peer_id: str) -> Peer:
        """
        Return everything the table `peers` says about one peer.

        Raises
        ------
        KeyError
            If no peer has this id; the message names the closest id.
        """
        return Peer.of(self.peers, self.organisations, peer_id)

    def employer_of(self, peer_id: str) -> str:
        """
        Return where a peer works, in words: the organisation's name, its id if it has no name, or independent.

        Examples
        --------
        >>> from teamforge import load_demo
        >>> load_demo()[0].employer_of("P002")
        'North Tyneside Council'
        """
        place = int(self.peers.organisation[self.peers.position[peer_id]])
        return "independent" if place < 0 else self.organisations.label(place)

    def attribute(self, name: str) -> Categorical[tuple[str, ...]]:
        """
        Return what a team rule compares: each peer's values of an attribute, folded.

        Parameters
        ----------
        name
            The folded name of a column of `peers`, or `region` or `kind`, which belong to the organisation.

        Returns
        -------
        Categorical
            One row per peer, with every value of the cell; none if it is blank.

        Raises
        ------
        KeyError
            If no attribute has this name.

        Notes
        -----
        SPEC.md section 7. A typed column has the values it stands for: a blank level is 0,
        `yes` and `1` are `true`, dates are ISO.
        """
        if name in ORGANISATION_ATTRIBUTES:
            values: tuple[str | None, ...] = getattr(self.organisations, name)
            return regrouped(self.peers.organisation, [(value,) if value else () for value in values])
        if name == "organisation_id" and name in self.peers.columns:
            return regrouped(self.peers.organisation, [(place,) for place in self.organisations.ids])
        return column_values(self.peers, name)

    def attribute_value(self, name: str, text: str) -> str:
        """Return the value of a team rule in the form that `attribute` uses."""
        if name in _EXACT:
            return text.strip()
        word = fold_attribute(text)
        reader = PEERS[name].reader if name in PEERS else None
        if reader is BOOLEAN:
            return "true" if word in _TRUE else "false" if word in _FALSE else word
        if reader is DATE:
            day = parse_day(text.strip())
            return word if day is None else str(to_date(day))
        return word
