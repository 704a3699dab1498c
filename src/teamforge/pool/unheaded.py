"""A table whose headings are not in its first row: a title stands above them."""

from __future__ import annotations

from teamforge.errors import Fault
from teamforge.pool.schema import SCHEMA
from teamforge.tables import TextTable
from teamforge.tables.source import Source
from teamforge.tables.text import fold_header

_ROWS = 20
"""How far down a heading is looked for."""


def is_unheaded(table: TextTable) -> bool:
    """Return whether the first row names none of the columns that the table must have: it may be a title, or data."""
    required = _required(table)
    return bool(table.columns and required) and required.isdisjoint(table.columns)


def _required(table: TextTable) -> set[str]:
    return {column.name for column in SCHEMA[table.name] if column.required}


def refuse_unheaded(source: Source) -> None:
    """
    Take out each table whose headings are further down, with one fault in place of all others of the table.

    Notes
    -----
    Exports of Numbers and registers kept by hand have a title in row 1. Each cell below it would be a fault otherwise.
    """
    for name, table in list(source.tables.items()):
        fault = _fault(table) if is_unheaded(table) else None
        if fault is not None:
            del source.tables[name]
            source.faults = [other for other in source.faults if other.table != name]
            source.refuse(fault)


def _fault(table: TextTable) -> Fault | None:
    """Return the fault of a table that has the name of a required column below its first row, if it does."""
    name, required = table.name, _required(table)
    expected, mend = "the names of the columns in row 1", "delete the rows above them"
    for place in range(min(_ROWS, len(table))):
        if any(fold_header(column.text(place)) in required for column in table.columns.values()):
            return Fault(name, int(table.row[place]), None, None, expected, mend)
    if any(fold_header(text) in required for text in table.stray):
        return Fault(name, 1, None, None, expected, mend)
    return None
