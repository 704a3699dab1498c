"""From files or data frames to a `Pool`, or to every fault in them at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from teamforge.errors import Fault, InputError
from teamforge.pool.calendars import read_calendars
from teamforge.pool.checked import Checked
from teamforge.pool.known import Known
from teamforge.pool.people import read_availability, read_peers, with_themes
from teamforge.pool.poll import joined, read_poll, with_dates
from teamforge.pool.pool import Pool
from teamforge.pool.ties import (
    named_organisations,
    read_engagements,
    read_interests,
    read_organisations,
    read_relations,
)
from teamforge.spec.vocabulary import CHALLENGE_SHEETS, POLL, READING_SHEETS, TABLES
from teamforge.tables import TextTable
from teamforge.tables.calendars import Dates
from teamforge.tables.source import Source, read_frames, read_path

__all__ = ["pool_from_frames", "pool_from_tables", "read_pool", "read_pool_with_faults"]


def read_pool(path: str | os.PathLike[str], *, dates: Dates | None = None) -> Pool:
    r"""
    Return the pool that a folder or a workbook holds.

    Parameters
    ----------
    path
        A folder of ``.csv`` or ``.parquet`` files, or one ``.xlsx`` workbook with a sheet for each table
        (SPEC.md section 1). Only the table `peers` is required. A workbook may hold a challenge as well. A folder
        `calendars` beside the tables or the workbook may hold a calendar ``<peer_id>.ics`` of each peer.
    dates
        The first and the last day that calendars are asked for, such as ``challenge.on_site.dates``. Without them
        all events are read, and one that is repeated without end is a fault.

    Returns
    -------
    Pool
        The tables; those that are missing are empty. ``warnings`` says what was read and perhaps not meant.

    Raises
    ------
    InputError
        If anything is wrong with it; every fault of every table is listed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "peers.csv").write_text("peer_id,roles,max_per_year\nP1,vcs_leader,2\n")
    ...     read_pool(folder)
    <Pool: 1 peers, 0 organisations, 0 relations, 0 interests, 0 engagements, 0 availability rows>
    """
    return _sound(*read_pool_with_faults(path, dates))


def pool_from_frames(frames: Mapping[str, Any]) -> Pool:
    """
    Return the pool that data frames hold: pandas, Polars, Arrow or any other that narwhals knows.

    Parameters
    ----------
    frames
        Name of a table to its frame; None is a missing table.

    Raises
    ------
    InputError
        If anything is wrong with them; every fault of every table is listed.

    Examples
    --------
    >>> import pandas as pd
    >>> len(pool_from_frames({"peers": pd.DataFrame({"peer_id": ["P1"], "roles": ["vcs_leader"]})}))
    1
    """
    return _sound(*_build(read_frames(frames, (*TABLES, POLL)), "pass a frame named peers"))


def pool_from_tables(tables: Mapping[str, TextTable]) -> Pool:
    """
    Return the pool that tables of text hold, as if they were read from files.

    Raises
    ------
    InputError
        If anything is wrong with them; every fault of every table is listed.
    """
    return _sound(*_build(Source(dict(tables)), "add the table peers"))


def read_pool_with_faults(path: str | os.PathLike[str], dates: Dates | None = None) -> tuple[Pool | None, list[Fault]]:
    """
    Return what can be read of a pool and all its faults, so that a challenge can be checked in the same go.

    Parameters
    ----------
    path, dates
        As for `read_pool`.

    Returns
    -------
    pool
        Without the rows that are at fault; of peers with a bad cell, that cell is taken as blank.
        None where the peers could not be read at all.
    faults
        By table, row and column; none if the pool is what `read_pool` returns.
    """
    try:
        place = Path(os.fsdecode(path))
    except TypeError:
        return None, [Fault("pool", None, None, None, "the path of a folder or of an .xlsx workbook")]
    source = read_path(place, (*TABLES, POLL), (*CHALLENGE_SHEETS, *READING_SHEETS))
    beside = None if source.unreadable else place if place.is_dir() else place.parent
    return _build(source, "add peers.csv, peers.parquet or a sheet named peers", beside, dates)


def _sound(pool: Pool | None, faults: list[Fault]) -> Pool:
    if faults or pool is None:
        raise InputError(faults)
    return pool


def _build(
    source: Source, add_peers: str, beside: Path | None = None, dates: Dates | None = None
) -> tuple[Pool | None, list[Fault]]:
    """Return the pool of some tables of text and of the calendars beside them, and all faults."""
    if "peers" not in source.tables and "peers" not in source.broken and not source.unreadable:
        source.faults.append(Fault("peers", None, None, None, "the table peers, which is required", add_peers))
    if "peers" in source.tables:
        source.tables["peers"], faults = with_themes(source.tables["peers"])
        source.faults += faults
    if POLL in source.tables:
        source.tables[POLL], faults = with_dates(source.tables[POLL])
        source.faults += faults
    tables = {name: Checked(name, source.tables.get(name)) for name in (*TABLES, POLL)}
    given = tables["organisations"].has("organisation_id") and len(tables["organisations"]) > 0
    organisations = read_organisations(tables["organisations"]) if given else named_organisations(tables.values())
    places = Known(organisations.position, "organisations", "an organisation", tables["organisations"].table.stray)
    peers = read_peers(tables["peers"], places)
    are_known = "peers" in source.tables and (tables["peers"].has("peer_id") or not len(tables["peers"]))
    people = Known(peers.position, "peers", "a peer", tables["peers"].table.stray, complete=are_known)
    busy, faults, calendar_warnings = read_calendars(beside, dates, people)
    source.faults += faults
    free = joined(read_availability(tables["availability"], people), busy)
    pool = Pool(
        peers=peers,
        availability=joined(free, read_poll(tables[POLL], people, free)),
        organisations=organisations,
        relations=read_relations(tables["relations"], places),
        interests=read_interests(tables["interests"], people, places),
        engagements=read_engagements(tables["engagements"], people, places),
        warnings=(
            *source.warnings,
            *calendar_warnings,
            *(line for checked in tables.values() for line in checked.warnings()),
        ),
    )
    found = source.faults + [fault for checked in tables.values() for fault in checked.faults]
    return (pool if are_known else None), _in_order(found, tables)


def _in_order(faults: list[Fault], tables: Mapping[str, Checked]) -> list[Fault]:
    """Return the faults by table, row and column, those of no table first."""
    order = {name: place for place, name in enumerate(tables)}
    columns = {
        (name, column): place
        for name, checked in tables.items()
        for place, column in enumerate(dict.fromkeys((*checked.schema, *checked.table.columns)))
    }

    def place(fault: Fault) -> tuple[int, bool, int, int]:
        column = columns.get((fault.table, fault.column or ""), -1)
        return order.get(fault.table, -1), fault.row is not None, fault.row or 0, column

    return sorted(faults, key=place)
