"""The tables of a pool under pseudonyms: ids replaced, and everything that names a person left out."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from teamforge.pool import Pool
from teamforge.pool.schema import SCHEMA, THEME, Disclosure
from teamforge.pool.texts import Columns, table_of, texts_of
from teamforge.pseudonyms.key import Key
from teamforge.tables import Text, TextTable

_NAMES_SOMEBODY = {"organisations": ("name",), "assignments": ("by", "note")}


def tables_of(pool: Pool, key: Key, keep: Collection[str]) -> dict[str, TextTable]:
    """
    Return the tables of a pool under pseudonyms, as text in the form of files.

    Parameters
    ----------
    pool
        The pool, from any source.
    key
        The secret from which the pseudonyms are made.
    keep
        The columns of `peers` to keep that would otherwise be left out.
    """
    peers = tuple(key.pseudonym("peer", each) for each in pool.peers.position)
    places = tuple(key.pseudonym("organisation", each) for each in pool.organisations.ids)
    given = texts_of(pool, peers, places, lambda each: key.pseudonym("challenge", each))
    history = given.pop("assignments")
    found = {name: _in_order(name, _handed_on(name, columns, keep)) for name, columns in given.items()}
    if len(pool.assignments):  # a log, so its order matters
        found["assignments"] = table_of("assignments", _handed_on("assignments", history, keep))
    return found


def _handed_on(table: str, columns: Columns, keep: Collection[str]) -> Columns:
    """Return the columns that may be shared."""
    known = {column.name: column for column in SCHEMA[table]}
    return {
        name: text
        for name, text in columns.items()
        if (table == "peers" and (name in keep or name.startswith(THEME)))
        or (
            name in known and known[name].disclosure is Disclosure.ALWAYS and name not in _NAMES_SOMEBODY.get(table, ())
        )
    }


def _in_order(name: str, columns: Columns) -> TextTable:
    """Return a table with its rows in the order of the pseudonyms, which hides the original order."""
    order = np.lexsort([_ranks(text) for text in reversed(columns.values())])
    moved = {column: Text(text.codes[order], text.texts) for column, text in columns.items()}
    return table_of(name, moved)


def _ranks(text: Text) -> NDArray[np.int64]:
    """Return the rank of each row's text; a blank cell comes first."""
    ranks = np.full(len(text.texts) + 1, -1, dtype=np.int64)  # the last entry is for code -1
    ranks[sorted(range(len(text.texts)), key=text.texts.__getitem__)] = np.arange(len(text.texts))
    found: NDArray[np.int64] = ranks[text.codes]
    return found
