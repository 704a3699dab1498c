"""The tables of a pool turned back into text, as in its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from teamforge.pool.categorical import Categorical
from teamforge.pool.cells import BOOLEAN, DATE, ROLES
from teamforge.pool.columns import PoolTables
from teamforge.pool.schema import PEERS, THEME, ColumnSpec
from teamforge.spec.dates import to_date
from teamforge.tables import Text, TextTable

Columns = dict[str, Text]
Names = Sequence[str]


def texts_of(
    pool: PoolTables, peers: Sequence[str], places: Sequence[str], challenges: Callable[[str], str] = str
) -> dict[str, Columns]:
    """
    Return the columns of every given table of a pool, each cell as it would be written.

    `peers` and `places` are written for the ids of peers and organisations, in the order of the pool, and `challenges`
    for those of challenges: the ids themselves, or pseudonyms. A pool has no notes of interests.
    """
    tables = {
        "peers": _peers(pool, peers, places),
        "availability": _availability(pool, peers),
        "organisations": _organisations(pool, places),
        "relations": _relations(pool, places),
        "interests": _interests(pool, peers, places),
        "engagements": _engagements(pool, peers, places, challenges),
        "assignments": _assignments(pool, peers, places, challenges),
    }
    if not pool.organisations.given:
        del tables["organisations"]
    return tables


def table_of(name: str, columns: Columns) -> TextTable:
    """Return columns as a table."""
    return TextTable(name, columns, np.arange(2, len(next(iter(columns.values()))) + 2, dtype=np.int32))


def _peers(pool: PoolTables, peers: Sequence[str], places: Sequence[str]) -> Columns:
    given = pool.peers
    columns = {"peer_id": _text(np.arange(len(peers)), peers)}
    for name, column in PEERS.items():
        if name in given.papers:
            columns[name] = _words(given.papers[name])
        elif name == "name" and given.names is not None:
            columns[name] = _words(given.names)
        elif name == "organisation_id" and name in given.columns:
            columns[name] = _text(given.organisation, places)
        elif name not in columns and name in given.columns:
            columns[name] = _cells(getattr(given, name), column)
    columns |= {THEME + theme: _numbers(levels) for theme, levels in given.levels.items()}
    return columns | {name: _lists(values) for name, values in given.attributes.items()}


def _cells(values: object, column: ColumnSpec) -> Text:
    """Return a column of `peers` as its cells would be written."""
    if isinstance(values, Categorical):
        return _lists(values) if column.reader is ROLES else _words(values)
    numbers = np.asarray(values)
    if column.reader is BOOLEAN:
        return _text(numbers, ("no", "yes"))
    return _days(numbers) if column.reader is DATE else _numbers(numbers)


def _availability(pool: PoolTables, peers: Sequence[str]) -> Columns:
    free = pool.availability
    status = _text(free.available, ("unavailable", "available"))
    return {"peer_id": _text(free.peer, peers), "start": _days(free.start), "end": _days(free.end), "status": status}


def _organisations(pool: PoolTables, places: Sequence[str]) -> Columns:
    known = pool.organisations
    described = {
        "name": known.names,
        "kind": known.kind,
        "region": known.region,
        "political_control": known.political_control,
    }
    columns = {"organisation_id": _text(np.arange(len(places)), places)}
    return columns | {name: Text.of_cells([cell or "" for cell in cells]) for name, cells in described.items()}


def _relations(pool: PoolTables, places: Sequence[str]) -> Columns:
    related = pool.relations
    return {
        "source": _text(related.source, places),
        "kind": _words(related.kind),
        "target": _text(related.target, places),
        "start": _days(related.start),
        "end": _days(related.end),
    }


def _interests(pool: PoolTables, peers: Sequence[str], places: Sequence[str]) -> Columns:
    declared = pool.interests
    return {
        "peer_id": _text(declared.peer, peers),
        "kind": _words(declared.kind),
        "organisation_id": _text(declared.organisation, places),
        "other_peer_id": _text(declared.other_peer, peers),
        "start": _days(declared.start),
        "end": _days(declared.end),
    }


def _engagements(
    pool: PoolTables, peers: Sequence[str], places: Sequence[str], challenges: Callable[[str], str]
) -> Columns:
    booked = pool.engagements
    return {
        "peer_id": _text(booked.peer, peers),
        "host_organisation_id": _text(booked.host, places),
        "start": _days(booked.start),
        "end": _days(booked.end),
        "status": _words(booked.status),
        "challenge_id": _text(booked.challenge_id.codes, [challenges(each) for each in booked.challenge_id.values]),
    }


def _assignments(
    pool: PoolTables, peers: Sequence[str], places: Sequence[str], challenges: Callable[[str], str]
) -> Columns:
    history = pool.assignments
    return {
        "challenge_id": _text(history.challenge.codes, [challenges(each) for each in history.challenge.values]),
        "seat": _words(history.seat),
        "peer_id": _text(history.peer, peers),
        "host_organisation_id": _text(history.host, places),
        "start": _days(history.start),
        "end": _days(history.end),
        "state": _words(history.state),
        "on": _days(history.on),
        "by": _words(history.by),
        "note": _words(history.note),
    }


def _text(codes: NDArray[np.generic], texts: Sequence[str]) -> Text:
    return Text.of(codes.astype(np.int32), texts)


def _words(column: Categorical[str]) -> Text:
    return _text(column.codes, column.values)


def _lists(column: Categorical[tuple[str, ...]]) -> Text:
    return _text(column.codes, ["; ".join(values) for values in column.values])


def _numbers(column: NDArray[np.integer]) -> Text:
    return _written(column, str)


def _days(column: NDArray[np.integer]) -> Text:
    """Return days as dates; an open start or end is blank."""
    return _written(column, lambda day: str(to_date(day) or ""))


def _written(column: NDArray[np.integer], words: Callable[[int], str]) -> Text:
    values, codes = np.unique(column, return_inverse=True)
    return _text(codes, [words(value) for value in values.tolist()])
