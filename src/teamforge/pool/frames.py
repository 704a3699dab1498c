"""The tables of a pool as data frames, each column with its proper type."""

from __future__ import annotations

import pandas as pd

from teamforge.pool.cells import BOOLEAN, DATE
from teamforge.pool.columns import PoolTables
from teamforge.pool.schema import SCHEMA, THEME
from teamforge.pool.texts import Columns, table_of, texts_of
from teamforge.tables.frames import Kind, frame_of


def frames_of(pool: PoolTables) -> dict[str, pd.DataFrame]:
    """Return every given table of a pool as a data frame."""
    tables = texts_of(pool, list(pool.peers.ids), pool.organisations.ids)
    return {name: frame_of(table_of(name, columns), _kinds(name, columns)) for name, columns in tables.items()}


def _kinds(table: str, columns: Columns) -> dict[str, Kind]:
    """Return the kinds of the columns of a table that are not text."""
    readers = {column.name: column.reader for column in SCHEMA[table]}
    kinds: dict[str, Kind] = {name: "number" for name in columns if table == "peers" and name.startswith(THEME)}
    for name, reader in readers.items():
        if reader is DATE:
            kinds[name] = "date"
        elif reader is BOOLEAN:
            kinds[name] = "boolean"
        elif reader.bounds is not None:
            kinds[name] = "number"
    return kinds
