"""The file that holds the history: where it is, how it is read with a workbook, how rows are added."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from teamforge.errors import Fault, InputError
from teamforge.log import phase
from teamforge.pool.assignments.adding import judged
from teamforge.pool.assignments.history import Assignment
from teamforge.pool.schema import SCHEMA
from teamforge.tables import Text, TextTable
from teamforge.tables.appending import append, locked
from teamforge.tables.csv_files import read_csv
from teamforge.tables.plain import is_folder
from teamforge.tables.source import Source
from teamforge.tables.text import fold_header

if TYPE_CHECKING:
    from teamforge.pool.pool import Pool

_TABLE = "assignments"
_COLUMNS = tuple(column.name for column in SCHEMA[_TABLE])
_REQUIRED = tuple(column.name for column in SCHEMA[_TABLE] if column.required)


def log_of(pool_path: Path) -> Path:
    """Return the file that takes new rows: `assignments.csv` in a folder, `NAME.assignments.csv` next to a workbook."""
    if not is_folder(pool_path):
        return pool_path.with_name(f"{pool_path.stem}.{_TABLE}.csv")
    named = (path for path in sorted(pool_path.iterdir()) if fold_header(path.name) == f"{_TABLE}.csv")
    return next(named, pool_path / f"{_TABLE}.csv")


def add_log(source: Source, pool_path: Path) -> None:
    """Add the rows of the file next to a workbook after those of its sheet."""
    log = log_of(pool_path)
    if source.unreadable or is_folder(pool_path) or not os.path.lexists(log):
        return
    sheet = source.tables.get(_TABLE)
    source.add(_TABLE, read_csv(_TABLE, log))
    added = source.tables.get(_TABLE)
    if sheet is not None and added is not None and added is not sheet:
        source.tables[_TABLE] = _behind(sheet, added)


def _behind(first: TextTable, second: TextTable) -> TextTable:
    """Return the rows of one table followed by those of another; a column that one lacks is blank there."""

    def cells(table: TextTable, name: str) -> list[str]:
        column = table.columns.get(name)
        return [""] * len(table) if column is None else [column.text(row) for row in range(len(table))]

    names = dict.fromkeys((*first.columns, *second.columns))
    columns = {name: Text.of_cells([*cells(first, name), *cells(second, name)]) for name in names}
    rows = np.concatenate([first.row, second.row]).astype(np.int32)
    return TextTable(first.name, columns, rows, first.stray | second.stray)


def add_rows(
    pool_path: Path, rows_for: Callable[[Pool], Sequence[Assignment]], read: Callable[[], Pool] | None = None
) -> tuple[Pool, tuple[Assignment, ...]]:
    """
    Add rows to the history of a pool, all or none of them.

    Parameters
    ----------
    pool_path
        The folder or workbook of the pool.
    rows_for
        Returns the rows to add to the pool, which was read while nobody else could write.
    read
        Returns the pool as its files are now, for callers who can tell whether they changed; None to read them again.

    Returns
    -------
    pool, rows
        The pool with the rows, and the rows.

    Raises
    ------
    InputError
        If the pool cannot be read, or the rows are refused (SPEC.md section 9, 3); nothing is written then.
    OSError
        If the file cannot be written; it is then as it was.
    """
    from teamforge.pool.reading import read_pool  # noqa: PLC0415 -- which reads the log

    log = log_of(pool_path)
    if not pool_path.exists():
        read_pool(pool_path)  # raises with what is wrong
    with phase("add_rows") as facts, locked(log):
        pool = read_pool(pool_path) if read is None else read()
        rows = tuple(rows_for(pool))
        found = judged(pool, rows)
        if rows:
            _write(log, rows)
        facts.update({"rows": len(rows), "challenges": len({row.challenge_id for row in rows})})
    return found, rows


def _write(log: Path, rows: Sequence[Assignment]) -> None:
    heading = _heading(log, [name for name in ("by", "note") if any(getattr(row, name) for row in rows)])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if heading is None:
        heading = list(_COLUMNS)
        writer.writerow(heading)
    for row in rows:
        values = {name: str(getattr(row, "host" if name == "host_organisation_id" else name)) for name in _COLUMNS}
        writer.writerow([values.get(fold_header(name), "") for name in heading])
    append(log, text.getvalue().encode())


def _heading(log: Path, used: Sequence[str]) -> list[str] | None:
    """Return the columns of the file in order; None if it has no heading row yet."""
    if not log.exists():
        return None
    with log.open(encoding="utf-8-sig", newline="") as file:
        heading = next(csv.reader(file), None)
    if not heading:
        return None
    known = {fold_header(name) for name in heading}
    if missing := [name for name in (*_REQUIRED, *used) if name not in known]:
        raise InputError(
            [Fault(_TABLE, None, name, None, "this column, in which something is to be written") for name in missing]
        )
    return heading
