"""Whether people have typed anything into a team's workbook: only then must a command not write over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from teamforge.errors import InputError
from teamforge.records.workbook import KEPT, text_of
from teamforge.tables import TextTable
from teamforge.tables.source import read_path
from teamforge.tables.workbook import Workbook, open_workbook
from teamforge.workbook.reading import DROPPED_OUT

__all__ = ["typed_in"]

_FILLED_IN = ("team", DROPPED_OUT[0])
_OURS = {*_FILLED_IN, "ledger", "coverage", "findings", "reserves", "record", "written", KEPT}
_HEADINGS = {"seat", "name", "organisation", "role", "email", "telephone", "state", "note", "peer id"}
_TYPED = ("peer id", "state", "note")


def typed_in(path: Path) -> bool:
    """
    Return whether a workbook holds an answer, a note, a column or a sheet that TeamForge did not write.

    Of a file that is not a team's workbook, or not whole, nobody can tell: it counts as typed in.
    """
    try:
        text_of(path)
        book = open_workbook("team", path)
        source = read_path(path, (*_FILLED_IN, "written"), headings={"team": ("seat", "state")})
    except (InputError, OSError):
        return True
    if source.faults or not {*_FILLED_IN, "written"} <= source.tables.keys() or not isinstance(book, Workbook):
        return True
    with book:
        strange = not set(book.sheets) <= _OURS
    before = set(_rows(source.tables["written"]))
    return strange or any(
        not set(table.columns) <= _HEADINGS or not set(_rows(table)) <= before
        for table in (source.tables[name] for name in _FILLED_IN)
    )


def _rows(table: TextTable) -> Iterator[tuple[str, ...]]:
    """Yield id, state and note of each row."""
    columns = [table.columns.get(name) or table.columns.get(name.replace(" ", "_")) for name in _TYPED]
    yield from (tuple("" if each is None else each.text(row) for each in columns) for row in range(len(table)))
