"""Read files into a `Pool`, or list every fault in them at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from teamforge.errors import Fault
from teamforge.log import phase
from teamforge.pool.assignments.log import add_log
from teamforge.pool.gather import gather, sound
from teamforge.pool.pool import Pool
from teamforge.pool.schema import is_read
from teamforge.spec.vocabulary import CHALLENGE_SHEETS, POLL, PROGRAMME_SHEETS, READING_SHEETS, TABLES
from teamforge.tables import TextTable
from teamforge.tables.plain import is_folder
from teamforge.tables.source import Source, read_path


def read_pool(path: str | os.PathLike[str]) -> Pool:
    r"""
    Return the pool in a folder or a workbook.

    Parameters
    ----------
    path
        A folder of ``.csv`` or ``.parquet`` files, or one ``.xlsx`` workbook with a sheet for each table
        (SPEC.md section 1). Only the table `peers` is required. A workbook may hold a challenge as well. A folder
        `calendars` next to the tables or the workbook may hold a calendar ``<peer_id>.ics`` for each peer; the pool
        keeps them, and a challenge reads its own days from them.

    Returns
    -------
    Pool
        The tables; a missing one is empty. ``warnings`` says what was read but may not be meant.

    Raises
    ------
    InputError
        If the data have faults; every fault of every table is listed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "peers.csv").write_text("peer_id,roles,max_per_year\nP1,vcs_leader,2\n")
    ...     read_pool(folder)
    <Pool: 1 peers, 0 organisations, 0 relations, 0 interests, 0 engagements, 0 availability rows>
    """
    return Pool(**vars(sound(*read_pool_with_faults(path))))


def pool_from_tables(tables: Mapping[str, TextTable]) -> Pool:
    """
    Return the pool in tables of text, as if read from files.

    Raises
    ------
    InputError
        If the data have faults; every fault of every table is listed.
    """
    return Pool(**vars(sound(*gather(Source(dict(tables)), "add the table peers"))))


def read_tables(path: Path) -> Source:
    """Return the tables of a folder or a workbook as text, with the history as it is in that file."""
    return read_path(path, (*TABLES, POLL), (*CHALLENGE_SHEETS, *PROGRAMME_SHEETS, *READING_SHEETS), is_read)


def read_pool_with_faults(
    path: str | os.PathLike[str], instead: Source | None = None, calendars: Path | None = None
) -> tuple[Pool | None, list[Fault]]:
    """
    Return what can be read of a pool, and all its faults, so that a challenge can be checked at the same time.

    Rows at fault are left out, and a bad cell of a peer counts as blank; there is no pool if the peers could not be
    read at all. `instead` has tables to read in place of those of the same name, and `calendars` a folder of calendars
    in place of that beside the tables.
    """
    try:
        place = Path(os.fsdecode(path))
    except TypeError:
        return None, [Fault("pool", None, None, None, "the path of a folder or of an .xlsx workbook")]
    with phase("read_pool") as facts:
        source = read_tables(place)
        add_log(source, place)
        if instead is not None:
            source.take(instead)
        beside = None if source.unreadable else place if is_folder(place) else place.parent
        tables, faults = gather(source, "add peers.csv, peers.parquet or a sheet named peers", calendars or beside)
        facts.update({name: len(getattr(tables, name)) for name in TABLES if tables is not None}, faults=len(faults))
    return None if tables is None else Pool(**vars(tables)), faults
