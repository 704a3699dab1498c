"""The tables of a source, each read and checked against the others, and every fault in them at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from teamforge.errors import Fault, InputError
from teamforge.pool.assignments.reading import read_assignments
from teamforge.pool.calendars import busy_rows, read_calendars
from teamforge.pool.columns import Availability, PoolTables
from teamforge.pool.id_index import IdIndex
from teamforge.pool.peer import read_peers, with_themes
from teamforge.pool.table_reader import TableReader
from teamforge.pool.ties import (
    named_organisations,
    read_availability,
    read_engagements,
    read_interests,
    read_organisations,
    read_relations,
    warnings_of_unnamed,
)
from teamforge.pool.unheaded import refuse_unheaded
from teamforge.spec.vocabulary import POLL, TABLES
from teamforge.tables.source import Source

if TYPE_CHECKING:
    from teamforge.tables.calendars import Dates

NO_PEERS = Fault("peers", None, None, None, "at least one peer, and the table has no rows", "fill it in")
"""The fault if the table is empty but other tables or a challenge name people."""


def gather(source: Source, add_peers: str, beside: Path | None = None) -> tuple[PoolTables | None, list[Fault]]:
    """
    Return the tables of a pool and all their faults, by table, row and column.

    Rows at fault are left out, and a bad cell of a peer counts as blank; there are no tables if the peers could not be
    read at all. `add_peers` is what to do if the table `peers` is missing, and `beside` may hold calendars and
    photographs.
    """
    refuse_unheaded(source)
    if "peers" not in source.tables and "peers" not in source.broken and not source.unreadable:
        mend = "; ".join([add_peers, *(line for line in source.warnings if "peers" in line)])  # what was not read
        source.faults.append(Fault("peers", None, None, None, "the table peers, which is required", mend))
    if "peers" in source.tables:
        source.tables["peers"], faults = with_themes(source.tables["peers"])
        source.faults += faults
    if POLL in source.tables:
        from teamforge.pool.poll import with_dates  # noqa: PLC0415 -- few pools have a poll

        source.tables[POLL], faults, warnings = with_dates(source.tables[POLL])
        source.faults += faults
        source.warnings += warnings
    readers = {name: TableReader(name, source.tables.get(name)) for name in (*TABLES, POLL)}
    given = readers["organisations"].has("organisation_id") and len(readers["organisations"]) > 0
    organisations = read_organisations(readers["organisations"]) if given else named_organisations(readers.values())
    places = IdIndex(organisations.position, "organisations", "an organisation", readers["organisations"].table.stray)
    peers = read_peers(readers["peers"], places)
    are_known = "peers" in source.tables and (readers["peers"].has("peer_id") or not len(readers["peers"]))
    nobody = are_known and not len(readers["peers"])
    if nobody and any(len(readers[name]) for name in ("availability", "interests", "engagements", "assignments", POLL)):
        source.faults.append(NO_PEERS)
    stray = readers["peers"].table.stray
    people = IdIndex(peers.position, "peers", "a peer", stray, complete=are_known and not nobody)
    calendars, faults = read_calendars(beside, people)
    source.faults += faults
    free = read_availability(readers["availability"], people)
    if POLL in source.tables:
        from teamforge.pool.poll import read_poll  # noqa: PLC0415

        def known(dates: Dates) -> Availability:
            return Availability.joined(free, busy_rows(calendars, dates)[0])

        try:
            free = Availability.joined(free, read_poll(readers[POLL], people, peers, known))
        except InputError as error:  # a calendar's events on the days of the poll cannot be worked out
            source.faults += error.faults
    tables = PoolTables(
        peers=peers,
        availability=free,
        organisations=organisations,
        relations=read_relations(readers["relations"], places),
        interests=read_interests(readers["interests"], people, places),
        engagements=read_engagements(readers["engagements"], people, places),
        warnings=(
            *source.warnings,
            *(line for reader in readers.values() for line in reader.warnings()),
            *(() if given else warnings_of_unnamed(readers.values())),
        ),
        calendars=calendars,
        assignments=read_assignments(readers["assignments"], people, places),
        folder=beside,
    )
    found = source.faults + [fault for reader in readers.values() for fault in reader.faults]
    return (tables if are_known else None), _in_order(found, readers)


def sound(tables: PoolTables | None, faults: list[Fault]) -> PoolTables:
    """
    Return the tables if they have no faults.

    Raises
    ------
    InputError
        If there are any; all are listed.
    """
    if faults or tables is None:
        raise InputError(faults)
    return tables


def _in_order(faults: list[Fault], readers: Mapping[str, TableReader]) -> list[Fault]:
    """Return the faults in order of table, row and column, those without a table first."""
    order = {name: place for place, name in enumerate(readers)}
    columns = {
        (name, column): place
        for name, reader in readers.items()
        for place, column in enumerate(dict.fromkeys((*reader.schema, *reader.table.columns)))
    }

    def place(fault: Fault) -> tuple[int, bool, int, int]:
        column = columns.get((fault.table, fault.column or ""), -1)
        return order.get(fault.table, -1), fault.row is not None, fault.row or 0, column

    return sorted(faults, key=place)
