"""The tables of a pool as text again, its ids replaced by pseudonyms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from teamforge.pool import Pool
from teamforge.pool.cells import BOOLEAN, DATE, ROLES
from teamforge.pool.columns import Categorical
from teamforge.pool.schema import PEERS, THEME, Column, HandedOn
from teamforge.pseudonyms.key import Key
from teamforge.spec.dates import to_date
from teamforge.tables import Text, TextTable

__all__ = ["tables_of"]

Columns = dict[str, Text]


def tables_of(pool: Pool, key: Key, keep: Collection[str]) -> dict[str, TextTable]:
    """
    Return the tables of a pool under pseudonyms, in the form that files have it.

    Parameters
    ----------
    pool
        The pool, wherever it was read from.
    key
        What the pseudonyms are made with.
    keep
        Columns of `peers` to keep that would be left out.
    """
    peers = tuple(key.pseudonym("peer", each) for each in pool.peers.position)
    places = tuple(key.pseudonym("organisation", each) for each in pool.organisations.ids)
    tables = {
        "peers": _peers(pool, peers, places, keep),
        "availability": _availability(pool, peers),
        "relations": _relations(pool, places),
        "interests": _interests(pool, peers, places),
        "engagements": _engagements(pool, peers, places, key),
    }
    if pool.organisations.given:
        tables["organisations"] = _organisations(pool, places)
    found = {name: _in_order(name, columns) for name, columns in tables.items()}
    if len(pool.assignments):  # a log: its order counts
        found["assignments"] = _table("assignments", _assignments(pool, peers, places, key))
    return found


def _peers(pool: Pool, peers: Sequence[str], places: Sequence[str], keep: Collection[str]) -> Columns:
    given = pool.peers
    columns = {"peer_id": _text(np.arange(len(peers)), peers)}
    for name, column in PEERS.items():
        if name == "organisation_id" and name in given.columns:
            columns[name] = _text(given.organisation, places)
        elif name not in columns and name in given.columns and (column.handed_on is HandedOn.ALWAYS or name in keep):
            columns[name] = _cells(getattr(given, name), column)
    columns |= {THEME + theme: _numbers(levels) for theme, levels in given.levels.items()}
    return columns | {name: _lists(values) for name, values in given.attributes.items() if name in keep}


def _cells(values: object, column: Column) -> Text:
    """Return a column of `peers` as its cells would be written."""
    if isinstance(values, Categorical):
        return _lists(values) if column.reader is ROLES else _words(values)
    numbers = np.asarray(values)
    if column.reader is BOOLEAN:
        return _text(numbers, ("no", "yes"))
    return _days(numbers) if column.reader is DATE else _numbers(numbers)


def _availability(pool: Pool, peers: Sequence[str]) -> Columns:
    free = pool.availability
    status = _text(free.available, ("unavailable", "available"))
    return {"peer_id": _text(free.peer, peers), "start": _days(free.start), "end": _days(free.end), "status": status}


def _organisations(pool: Pool, places: Sequence[str]) -> Columns:
    known = pool.organisations
    described = {"kind": known.kind, "region": known.region, "political_control": known.political_control}
    columns = {"organisation_id": _text(np.arange(len(places)), places)}
    return columns | {name: Text.of_cells([cell or "" for cell in cells]) for name, cells in described.items()}


def _relations(pool: Pool, places: Sequence[str]) -> Columns:
    related = pool.relations
    return {
        "source": _text(related.source, places),
        "kind": _words(related.kind),
        "target": _text(related.target, places),
        "start": _days(related.start),
        "end": _days(related.end),
    }


def _interests(pool: Pool, peers: Sequence[str], places: Sequence[str]) -> Columns:
    declared = pool.interests
    return {
        "peer_id": _text(declared.peer, peers),
        "kind": _words(declared.kind),
        "organisation_id": _text(declared.organisation, places),
        "other_peer_id": _text(declared.other_peer, peers),
        "start": _days(declared.start),
        "end": _days(declared.end),
    }


def _engagements(pool: Pool, peers: Sequence[str], places: Sequence[str], key: Key) -> Columns:
    booked = pool.engagements
    challenges = tuple(key.pseudonym("challenge", each) for each in booked.challenge_id.values)
    return {
        "peer_id": _text(booked.peer, peers),
        "host_organisation_id": _text(booked.host, places),
        "start": _days(booked.start),
        "end": _days(booked.end),
        "status": _words(booked.status),
        "challenge_id": _text(booked.challenge_id.codes, challenges),
    }


def _assignments(pool: Pool, peers: Sequence[str], places: Sequence[str], key: Key) -> Columns:
    said = pool.assignments
    challenges = tuple(key.pseudonym("challenge", each) for each in said.challenge.values)
    return {
        "challenge_id": _text(said.challenge.codes, challenges),
        "seat": _words(said.seat),
        "peer_id": _text(said.peer, peers),
        "host_organisation_id": _text(said.host, places),
        "start": _days(said.start),
        "end": _days(said.end),
        "state": _words(said.state),
        "on": _days(said.on),
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
    """Return days as dates; what is open to one side is blank."""
    return _written(column, lambda day: str(to_date(day) or ""))


def _written(column: NDArray[np.integer], words: Callable[[int], str]) -> Text:
    values, codes = np.unique(column, return_inverse=True)
    return _text(codes, [words(value) for value in values.tolist()])


def _in_order(name: str, columns: Columns) -> TextTable:
    """Return a table with its rows in the order of the pseudonyms: where somebody stood cannot be seen."""
    order = np.lexsort([_ranks(text) for text in reversed(columns.values())])
    moved = {column: Text(text.codes[order], text.texts) for column, text in columns.items()}
    return _table(name, moved)


def _table(name: str, columns: Columns) -> TextTable:
    return TextTable(name, columns, np.arange(2, len(next(iter(columns.values()))) + 2, dtype=np.int32))


def _ranks(text: Text) -> NDArray[np.int64]:
    """Return for each row the place of its text among the texts; a blank cell comes first."""
    ranks = np.full(len(text.texts) + 1, -1, dtype=np.int64)  # the last is that of code -1
    ranks[sorted(range(len(text.texts)), key=text.texts.__getitem__)] = np.arange(len(text.texts))
    found: NDArray[np.int64] = ranks[text.codes]
    return found
