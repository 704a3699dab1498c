"""Files that were sent to take the place of others: kept next to those, and read as they would be read there."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from teamforge.errors import Fault
from teamforge.page.words import listed
from teamforge.pool import Pool
from teamforge.pool.assignments.history import rows_of
from teamforge.pool.assignments.log import log_of
from teamforge.pool.reading import read_pool_with_faults, read_tables
from teamforge.spec.vocabulary import CALENDARS, POLL, TABLES
from teamforge.tables.folder import is_left_behind, look_into
from teamforge.tables.saving import save
from teamforge.tables.source import Source
from teamforge.tables.writing import csv_of

ROOM = ".incoming-"
"""How the names of folders with files that were sent begin."""
_HISTORY = "assignments"


@dataclass(frozen=True)
class Incoming:
    """
    Files that were sent, and the pool as it would be with them.

    Parameters
    ----------
    room
        The folder in which they wait, next to the tables that they replace.
    files
        The file of each table, by name; if the pool is a workbook, the workbook alone.
    calendars
        The calendars; only a folder takes them.
    pool, faults
        The pool as it would be, and what is wrong with it.
    left
        What was sent but is not taken in, in words.
    """

    room: Path
    files: Mapping[str, Path]
    pool: Pool | None
    faults: tuple[Fault, ...]
    left: tuple[str, ...]
    calendars: tuple[Path, ...] = ()

    @property
    def key(self) -> str:
        """The key that stands for it in a form."""
        return self.room.name

    def forget(self) -> None:
        """Remove the files."""
        shutil.rmtree(self.room, ignore_errors=True)


def folder_of(pool: Path) -> Path:
    """Return the folder that holds the files of a pool."""
    return pool if pool.is_dir() else pool.parent


def new_room(pool: Path) -> Path:
    """Return a new folder for files that are sent: on the disk of the pool, and ignored by every reader of the pool."""
    return Path(mkdtemp(prefix=ROOM, dir=folder_of(pool)))


def read_room(pool: Path, room: Path) -> Incoming:
    """
    Read the files in a room as they would be read in the pool.

    Parameters
    ----------
    pool
        The folder or the workbook.
    room
        The folder with one workbook, or tables. If the pool is a folder, each sheet of a workbook becomes a table, and
        a folder `calendars` may hold calendars.
    """
    books = [path for path in sorted(room.iterdir()) if path.suffix.lower() == ".xlsx"]
    if not pool.is_dir():
        return _a_workbook(pool, room, books)
    calendars = tuple(sorted((room / CALENDARS).glob("*"))) if (room / CALENDARS).is_dir() else ()
    merged = _merged(pool, room, calendars) if calendars else None
    sent = read_tables(books[0] if books else room)
    left = []
    if books:
        from teamforge.challenge.sheets import holds_challenge  # noqa: PLC0415 -- only for workbooks

        if holds_challenge(books[0]):
            left.append("the challenge in this workbook: it stays as its own file says")
    if _HISTORY in (*sent.tables, *sent.broken):
        left.append("the table assignments: the history of answers is only ever added to")
    sent = _without_history(sent)
    if not sent.tables and not sent.faults and not calendars:
        sent.faults.append(Fault("pool", None, None, None, f"tables: {listed((*TABLES, POLL))}"))
    found, faults = read_pool_with_faults(pool, sent, merged)
    if books and not faults:
        books[0].unlink()
        for name, table in sent.tables.items():
            save(room / f"{name}.csv", b"".join(csv_of(table)))
        found, faults = read_pool_with_faults(pool, _without_history(read_tables(room)), merged)
    files = {name: path for name, path in look_into(room, (*TABLES, POLL)).tables.items() if name in sent.tables}
    return Incoming(room, files, found, tuple(faults), tuple(left), calendars)


def _merged(pool: Path, room: Path, calendars: Sequence[Path]) -> Path:
    """Return a folder with the calendars as they would be: the pool's, and those sent."""
    merged = room / ".merged"
    (merged / CALENDARS).mkdir(parents=True)
    replaced = {path.stem for path in calendars}
    for path in (*(each for each in calendars_in(pool) if each.stem not in replaced), *calendars):
        shutil.copyfile(path, merged / CALENDARS / path.name)
    return merged


def calendars_of(pool: Path) -> Path:
    """Return the folder of a pool's calendars, whatever its case; it need not exist."""
    found = (path for path in sorted(pool.iterdir()) if path.name.casefold() == CALENDARS and path.is_dir())
    return next(found, pool / CALENDARS)


def calendars_in(pool: Path) -> list[Path]:
    """Return the calendars of a pool that is a folder."""
    folder = calendars_of(pool)
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if path.is_file() and not is_left_behind(path.name)]


def _without_history(sent: Source) -> Source:
    sent.tables.pop(_HISTORY, None)
    sent.broken.discard(_HISTORY)
    sent.faults = [fault for fault in sent.faults if fault.table != _HISTORY]
    return sent


def _a_workbook(pool: Path, room: Path, books: Sequence[Path]) -> Incoming:
    """Read a workbook as if it had replaced the pool's, with the history and the calendars next to that."""
    from teamforge.challenge.reading import read_document  # noqa: PLC0415 -- only for workbooks
    from teamforge.challenge.sheets import holds_challenge  # noqa: PLC0415 -- likewise

    if len(books) != 1:
        fault = Fault("pool", None, None, None, "one .xlsx workbook, as the pool is one", "put the tables into sheets")
        return Incoming(room, {}, None, (fault,), ())
    found, faults = read_pool_with_faults(books[0])
    if found is not None and log_of(pool).exists():
        shutil.copy2(log_of(pool), log_of(books[0]))
        found, faults = read_pool_with_faults(books[0])
    if holds_challenge(pool):
        if holds_challenge(books[0]):
            faults += read_document(books[0]).faults
        else:
            mend = f"copy the sheets of the challenge from {pool.name}"
            faults.append(Fault("challenge", None, None, None, "the challenge, which the open workbook holds", mend))
    before, _ = read_pool_with_faults(pool)
    if before is not None and found is not None and _history(before) != _history(found):
        mend = f"copy the sheet {_HISTORY} from {pool.name}"
        faults.append(Fault(_HISTORY, None, None, None, "the history as the open workbook has it", mend))
    return Incoming(room, {"pool": books[0]}, found, tuple(faults), ())


def _history(pool: Pool) -> list[object]:
    return [(each.row, each, each.by, each.note) for each in rows_of(pool, range(len(pool.assignments)))]
