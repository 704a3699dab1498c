"""The state of the pool: where it is thin, who cannot be replaced, and who is asked too often or never."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge.defaults import CORE_TEAM
from teamforge.page.listing import Listing
from teamforge.page.model import Column, Page, Section, Table, numbers, texts
from teamforge.page.plain import Plain, frame, plain
from teamforge.page.words import counted
from teamforge.pool import Pool
from teamforge.pool.bookings import bookings_of
from teamforge.spec.dates import as_day, day_number, programme_year, programme_years
from teamforge.spec.words import spoken

if TYPE_CHECKING:
    import pandas as pd

FEW = 3
"""Fewer ready peers than this are a gap, as with the candidates for a seat."""
EXPERT = 3
"""The level from which a peer is an expert in a theme (SPEC.md section 1)."""

_SHOWN = 30

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Holding(Plain):
    """
    How many peers could have a seat, have a role, are from a region, or are experts in a theme.

    Parameters
    ----------
    kind
        `seat` (of the LGA core team), `role`, `region` or `theme`.
    name
        Its name; for a theme, levels 3 and 4 count. A region is that of the peer's organisation.
    peers, ready
        How many have it, and how many of them are trained and active.
    only
        The id of the only ready peer who has it; None unless there is exactly one.
    """

    kind: str
    name: str
    peers: int
    ready: int
    only: str | None

    @property
    def in_words(self) -> str:
        """The name as people write it."""
        return self.name if self.kind == "region" else spoken(self.name)

    def __str__(self) -> str:
        """Return the holding as a sentence."""
        alone = f": {self.only} alone" if self.only is not None else ""
        return f"{self.kind} {self.in_words}: {self.ready:,} ready of {self.peers:,}{alone}."


@dataclass(frozen=True, slots=True)
class Use(Plain):
    """
    How often a ready peer serves, against how often they are willing to.

    Parameters
    ----------
    peer_id
        The peer.
    last_year, this_year
        Engagements, booked ones included, that start in the programme year before that of `as_of`, and in that year.
    max_per_year
        The most engagements they take in a year.
    """

    peer_id: str
    last_year: int
    this_year: int
    max_per_year: int

    def __str__(self) -> str:
        """Return the use as a sentence."""
        return (
            f"{self.peer_id}: {self.last_year} last programme year and {self.this_year} in this one, "
            f"of at most {self.max_per_year}."
        )


@dataclass(frozen=True, eq=False)
class PoolReport(Listing[Holding]):
    """
    The state of a pool on a day: its holdings by seat, role, region and theme, and the use of its ready peers.

    Parameters
    ----------
    as_of
        The day.
    peers
        How many peers there are.
    holdings
        The holdings by seat, role, region and theme, those with the fewest ready first.
    ready
        Positions in the pool of the peers who are trained and active.
    last_year, this_year
        Their engagements, as in `Use`.
    pool
        The pool.
    """

    as_of: date
    peers: int
    holdings: tuple[Holding, ...]
    ready: NDArray[np.intp]
    last_year: Ints
    this_year: Ints
    pool: Pool

    _LIST = "holdings"

    def __repr__(self) -> str:
        """Return sizes, and nobody's data."""
        return (
            f"<PoolReport {self.as_of}: {len(self.ready):,} ready of {self.peers:,} peers, {len(self.gaps)} gaps, "
            f"{len(self.irreplaceable)} held by one peer, {len(self.over):,} over their cap, {len(self.idle):,} idle>"
        )

    def page(self) -> Page:
        """Return a page with the gaps, the number of idle peers, and those over their yearly limit."""
        columns = (*texts("Kind", "Which"), *numbers("Ready", "Of"), *texts("Only"))
        rows = tuple((each.kind, each.in_words, each.ready, each.peers, each.only) for each in self.gaps)
        served = (Column("Peer"), *(Column(name, number=True) for name in ("Last year", "This year", "At most")))
        over = tuple((each.peer_id, each.last_year, each.this_year, each.max_per_year) for each in self.over[:_SHOWN])
        lines = (
            f"{len(self.ready):,} of {counted(self.peers, 'peer')} trained and active on {self.as_of}",
            f"{counted(len(self.over), 'peer')} over their cap in this programme year or the last",
            f"{counted(len(self.idle), 'peer')} who would serve and had no engagement in either",
        )
        sections = (
            Section(f"Fewer than {FEW} ready", table=Table(columns, rows)),
            Section("Over their cap", table=Table(served, over)),
        )
        return Page("The state of the pool", lines, tuple(each for each in sections if each.table and each.table.rows))

    @property
    def gaps(self) -> tuple[Holding, ...]:
        """The holdings with fewer than 3 ready peers."""
        return tuple(each for each in self.holdings if each.ready < FEW)

    @property
    def irreplaceable(self) -> tuple[Holding, ...]:
        """The holdings of which only one peer is ready."""
        return tuple(each for each in self.holdings if each.only is not None)

    @cached_property
    def over(self) -> tuple[Use, ...]:
        """Ready peers who serve more often than they are willing to, in the last programme year or this one."""
        cap = self.pool.peers.max_per_year[self.ready]
        return tuple(self._uses((self.last_year > cap) | (self.this_year > cap)))

    @cached_property
    def idle(self) -> tuple[Use, ...]:
        """Ready peers who would serve but have no engagement in the last programme year or this one."""
        cap = self.pool.peers.max_per_year[self.ready]
        return tuple(self._uses((self.last_year == 0) & (self.this_year == 0) & (cap > 0)))

    def _uses(self, among: Bools) -> Iterator[Use]:
        ids, cap = self.pool.peers.ids, self.pool.peers.max_per_year
        found = [
            Use(
                str(ids[self.ready[row]]), int(self.last_year[row]), int(self.this_year[row]), int(cap[self.ready[row]])
            )
            for row in np.flatnonzero(among).tolist()
        ]
        yield from sorted(found, key=lambda use: (-max(use.last_year, use.this_year), use.peer_id))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return {
            "as_of": str(self.as_of),
            "peers": self.peers,
            "ready": len(self.ready),
            "holdings": plain(self.holdings),
            "over": plain(self.over),
            "idle": [each.peer_id for each in self.idle],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row per holding: ``kind``, ``name``, ``peers``, ``ready``, ``only``."""
        return frame(self.holdings, ("kind", "name", "peers", "ready", "only"))

    def use_frame(self) -> pd.DataFrame:
        """Return one row per ready peer, the busiest first: `peer_id`, `last_year`, `this_year`, `max_per_year`."""
        everybody = self._uses(np.ones(len(self.ready), dtype=np.bool_))
        return frame(everybody, ("peer_id", "last_year", "this_year", "max_per_year"))


def pool_report(pool: Pool, as_of: date | str) -> PoolReport:
    """
    Return the state of a pool: gaps by seat, role, region and theme, irreplaceable peers, over- and under-use.

    Parameters
    ----------
    pool
        The pool.
    as_of
        The day of the report: a date, or text in a form that files may use.

    Returns
    -------
    PoolReport
        What the pool holds, the fewest first, and who is over- and under-used.

    Raises
    ------
    ValueError
        If `as_of` is not a date.

    Examples
    --------
    >>> from teamforge import load_demo, pool_report
    >>> report = pool_report(load_demo()[0], "2027-01-11")
    >>> report[0].ready <= report[1].ready, report.gaps == report[: len(report.gaps)]
    (True, True)
    """
    day = as_day(as_of)
    if day is None:
        raise ValueError(f"as_of is {as_of!r}: expected a date such as 2027-01-31")
    ready = pool.peers.trained & pool.peers.active
    held = [_holding(pool, ready, *each) for each in (*_seats(pool), *_roles(pool), *_regions(pool), *_themes(pool))]
    held.sort(key=lambda each: (each.ready, each.kind, each.name))
    bookings = bookings_of(pool, day)
    years = programme_years(bookings.start)
    now = programme_year(day_number(day))
    places = np.flatnonzero(ready)
    last, this = (
        np.bincount(bookings.peer[years == year], minlength=len(pool)).astype(np.int32)[places]
        for year in (now - 1, now)
    )
    return PoolReport(day, len(pool), tuple(held), places, last, this, pool)


def _holding(pool: Pool, ready: Bools, kind: str, name: str, has: Bools) -> Holding:
    able = np.flatnonzero(has & ready)
    only = str(pool.peers.ids[able[0]]) if len(able) == 1 else None
    return Holding(kind, name, int(has.sum()), len(able), only)


def _seats(pool: Pool) -> Iterator[tuple[str, str, Bools]]:
    for seat in CORE_TEAM:
        yield "seat", seat.id, with_a_role(pool, seat.accepts)


def _roles(pool: Pool) -> Iterator[tuple[str, str, Bools]]:
    held = pool.peers.roles.values  # noqa: PD011 -- no data frame
    for role in sorted({role for cell in held for role in cell}):
        yield "role", role, with_a_role(pool, (role,))


def with_a_role(pool: Pool, roles: Collection[str]) -> Bools:
    """Return for each peer whether they have one of some roles."""
    held = pool.peers.roles
    cells = held.values  # noqa: PD011 -- no data frame
    having = np.array([not set(cell).isdisjoint(roles) for cell in cells] + [False], dtype=np.bool_)
    return having[held.codes]


def _regions(pool: Pool) -> Iterator[tuple[str, str, Bools]]:
    regions = pool.organisations.region
    for region in sorted({region for region in regions if region}):
        within = np.array([each == region for each in regions] + [False], dtype=np.bool_)
        yield "region", region, within[pool.peers.organisation]


def _themes(pool: Pool) -> Iterator[tuple[str, str, Bools]]:
    for theme, levels in sorted(pool.peers.levels.items()):
        yield "theme", theme, levels >= EXPERT
