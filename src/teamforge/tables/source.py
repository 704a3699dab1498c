"""The tables in a folder, a workbook or data frames, read as text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from teamforge.errors import Fault, close_match
from teamforge.tables.csv_files import read_csv
from teamforge.tables.folder import ignored, look_into
from teamforge.tables.text import TableOutcome, TextTable, fold_header

SOURCE = "pool"
"""The table that faults of the whole source name."""


def _read_parquet(name: str, path: Path) -> TableOutcome:
    from teamforge.tables.parquet import read_parquet  # noqa: PLC0415 -- frames are slow to import, and CSV needs none

    return read_parquet(name, path)


IsRead = Callable[[str, str], bool]

_READERS: dict[str, Callable[[str, Path], TableOutcome]] = {".csv": read_csv, ".parquet": _read_parquet}
_OTHER_SHEETS = {".xls", ".xlsm", ".xlsb", ".ods", ".numbers"}


@dataclass
class Source:
    """
    The tables of a source, as text.

    Parameters
    ----------
    tables
        The tables that could be read, by name.
    broken
        The names of tables that exist but could not be read.
    faults, warnings
        The faults found, and what was ignored.
    unreadable
        Whether nothing of the source could be read, so that no table is missing.
    """

    tables: dict[str, TextTable] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unreadable: bool = False

    def add(self, name: str, read: TableOutcome, place: str = "") -> None:
        """Add the outcome of reading a table, from a place that a warning can name."""
        self.faults += read.faults
        if place and read.table is not None and not read.table.columns and not read.faults:
            empty = "is empty, without even a heading: it is read as a table without rows"
            self.warnings.append(f"{name}: the {place} {empty}")
        if read.table is None:
            self.broken.add(name)
        else:
            self.tables[name] = read.table

    def refuse(self, fault: Fault) -> None:
        """Add the fault of a table that exists but is not read."""
        self.faults.append(fault)
        self.broken.add(fault.table)

    def give_up(self, fault: Fault) -> None:
        """Add a fault that keeps anything from being read."""
        self.faults.append(fault)
        self.unreadable = True

    def take(self, other: Source) -> None:
        """Replace tables with those of the same name from another source, and take over its faults."""
        replaced = {*other.tables, *other.broken}
        self.faults = [fault for fault in self.faults if fault.table not in replaced] + other.faults
        self.warnings += other.warnings
        self.tables = {name: table for name, table in self.tables.items() if name not in replaced} | other.tables
        self.broken = (self.broken - replaced) | other.broken


def _every(_table: str, _column: str) -> bool:
    return True


def read_path(
    path: Path,
    names: Sequence[str],
    others: Collection[str] = (),
    is_read: IsRead = _every,
    headings: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Source:
    """
    Return the tables with the given names that a folder or a workbook holds.

    Parameters
    ----------
    path
        The folder or the workbook.
    names
        The tables to read, folded.
    others
        Sheets of a workbook, folded, that belong to other readers: no warning says that they are ignored.
    is_read
        Whether a column of a table is read, both folded; by default every column is. A value in another column that a
        workbook shows but does not hold is no fault.
    headings
        Folded column names by sheet, for sheets that may have text for people above the heading: the first row with all
        of them is the heading.
    """
    source = Source()
    try:
        if path.is_dir():
            _read_folder(source, path, names)
        elif not path.exists():
            mend = "correct the path"
            source.give_up(Fault(SOURCE, None, None, str(path), "a folder or workbook that exists", mend))
        elif path.suffix.lower() == ".xlsx":
            _read_workbook(source, path, names, others, is_read, headings)
        else:
            source.give_up(_neither(path))
    except (OSError, ValueError) as error:  # a ValueError means a path with a NUL
        reason = (getattr(error, "strerror", None) or "").lower()
        source.give_up(Fault(SOURCE, None, None, str(path), "a folder or workbook that can be read", reason))
    return source


def read_frames(frames: Mapping[str, Any], names: Sequence[str]) -> Source:
    """Return the tables that data frames hold; None is a missing table."""
    from teamforge.tables.frames import read_frame  # noqa: PLC0415 -- slow to import, and files need none

    source = Source()
    found: dict[str, Any] = {}
    for key, frame in frames.items():
        name = fold_header(key)
        if frame is None:
            continue
        if name not in names:
            source.faults.append(
                Fault(SOURCE, None, None, str(key), f"one of the tables {', '.join(names)}", close_match(name, names))
            )
        elif name in found:
            source.refuse(Fault(name, None, None, None, "each table once", "pass one frame of this name"))
        else:
            found[name] = frame
    for name in names:
        if name in found and name not in source.broken:
            source.add(name, read_frame(name, found[name]))
    return source


def _neither(path: Path) -> Fault:
    suffix = path.suffix.lower()
    mend = ""
    if suffix in _READERS:
        mend = "give the folder that the file is in"
    elif suffix in _OTHER_SHEETS:
        mend = "save it as an .xlsx workbook"
    return Fault(SOURCE, None, None, str(path), "a folder of .csv or .parquet files, or an .xlsx workbook", mend)


def _read_folder(source: Source, place: Path, names: Sequence[str]) -> None:
    folder = look_into(place, names)
    source.warnings += folder.warnings
    for fault in folder.refused:
        source.refuse(fault)
    for name in names:
        if name in folder.tables:
            path = folder.tables[name]
            source.add(name, _READERS[path.suffix.lower()](name, path), f"file {path.name!r}")


def _read_workbook(
    source: Source,
    path: Path,
    names: Sequence[str],
    others: Collection[str],
    is_read: IsRead,
    headings: Mapping[str, Collection[str]],
) -> None:
    from teamforge.tables.workbook import open_workbook  # noqa: PLC0415 -- its dates need pandas, and CSV needs none

    opened = open_workbook(SOURCE, path)
    if isinstance(opened, Fault):
        source.give_up(opened)
        return
    with opened:
        found: dict[str, list[str]] = {}
        for sheet in opened.sheets:
            name = fold_header(sheet)
            if name in names:
                found.setdefault(name, []).append(sheet)
            elif name not in others:
                source.warnings.append(ignored(f"sheet {sheet!r}", name, names))
        for name in names:
            sheets = found.get(name, [])
            if len(sheets) > 1:
                mend = f"keep one of the sheets {', '.join(repr(sheet) for sheet in sheets)}"
                source.refuse(Fault(name, None, None, None, "each table once", mend))
            elif sheets:
                read = opened.read(name, sheets[0], partial(is_read, name), headings.get(name, ()))
                source.add(name, read, f"sheet {sheets[0]!r}")
