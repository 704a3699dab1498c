"""
Replacing tables of a pool: the new ones are prepared next to them, read whole, and then taken in, all or none.

Nothing is overwritten without being kept: the old tables move to a folder ``.replaced-…``. While a folder's tables are
being replaced, a marker file makes every reader refuse it; whoever opens the folder next puts back what was there
before. The history is never replaced: rows are only added to it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from teamforge.app.keeping import StaleError
from teamforge.errors import Fault
from teamforge.page.words import listed
from teamforge.pool import Pool
from teamforge.pool.assignments.history import rows_of
from teamforge.pool.assignments.log import log_of
from teamforge.pool.reading import read_pool_with_faults, read_tables
from teamforge.spec.vocabulary import POLL, TABLES
from teamforge.tables.appending import locked, sync_folder
from teamforge.tables.folder import UNFINISHED, look_into
from teamforge.tables.saving import save
from teamforge.tables.source import Source
from teamforge.tables.writing import csv_of

__all__ = ["Incoming", "prepare", "put_back", "room_beside", "take_in"]

_HISTORY = "assignments"
_ROOM = ".incoming-"
_BEFORE = ".replaced-"


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

    @property
    def key(self) -> str:
        """The key that stands for it in a form."""
        return self.room.name

    def forget(self) -> None:
        """Remove the files."""
        shutil.rmtree(self.room, ignore_errors=True)


def _folder_of(pool: Path) -> Path:
    return pool if pool.is_dir() else pool.parent


def room_beside(pool: Path) -> Path:
    """Return a new folder for files that are sent: on the disk of the pool, and ignored by every reader of the pool."""
    return Path(mkdtemp(prefix=_ROOM, dir=_folder_of(pool)))


def prepare(pool: Path, room: Path) -> Incoming:
    """
    Read the files in a room as they would be read in the pool.

    Parameters
    ----------
    pool
        The folder or the workbook.
    room
        The folder with one workbook, or tables. If the pool is a folder, each sheet of a workbook becomes a table.
    """
    books = [path for path in sorted(room.iterdir()) if path.suffix.lower() == ".xlsx"]
    if not pool.is_dir():
        return _a_workbook(pool, room, books)
    sent = read_tables(books[0] if books else room)
    left = []
    if books:
        from teamforge.challenge.sheets import holds_challenge  # noqa: PLC0415 -- only for workbooks

        if holds_challenge(books[0]):
            left.append("the challenge in this workbook: it stays as its own file says")
    if _HISTORY in (*sent.tables, *sent.broken):
        left.append("the table assignments: the history of answers is only ever added to")
    sent = _without_history(sent)
    if not sent.tables and not sent.faults:
        sent.faults.append(Fault("pool", None, None, None, f"tables: {listed((*TABLES, POLL))}"))
    found, faults = read_pool_with_faults(pool, sent)
    if books and not faults:
        books[0].unlink()
        for name, table in sent.tables.items():
            save(room / f"{name}.csv", b"".join(csv_of(table)))
        found, faults = read_pool_with_faults(pool, _without_history(read_tables(room)))
    files = {name: path for name, path in look_into(room, (*TABLES, POLL)).tables.items() if name in sent.tables}
    return Incoming(room, files, found, tuple(faults), tuple(left))


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


def take_in(pool: Path, incoming: Incoming, *, same: Callable[[], bool]) -> str:
    """
    Replace the files of a pool with those sent, all or none; nobody can add to the history meanwhile.

    Parameters
    ----------
    pool
        The folder or the workbook.
    incoming
        What was sent, without faults.
    same
        Tells whether the files are still those it was read with.

    Returns
    -------
    str
        The name of the folder that keeps the replaced files.

    Raises
    ------
    StaleError
        If the files have changed since; nothing is written.
    OSError
        If it cannot be written; everything is then as it was.
    """
    folder = _folder_of(pool)
    with locked(log_of(pool)):
        if not same() or incoming.faults or not incoming.files:
            raise StaleError
        there = look_into(pool, tuple(incoming.files)).tables if pool.is_dir() else {"pool": pool}
        before = Path(mkdtemp(prefix=f"{_BEFORE}{date.today()}-", dir=folder))  # noqa: DTZ011 -- the day where the person is
        for path in there.values():
            _copy(path, before / path.name)
        sync_folder(before)
        if not pool.is_dir():
            incoming.files["pool"].replace(pool)
            sync_folder(folder)
            return before.name
        new = [path.name for path in incoming.files.values()]
        save(pool / UNFINISHED, json.dumps({"before": before.name, "new": new}).encode())
        try:
            for path in incoming.files.values():
                _sync(path)
                path.replace(pool / path.name)
            for path in there.values():
                if path.name not in new:
                    path.unlink()
            sync_folder(pool)
        except OSError:
            _undo(pool)
            raise
        (pool / UNFINISHED).unlink()
        sync_folder(pool)
        return before.name


def put_back(pool: Path) -> bool:
    """
    Clean up after a process that ended while taking files in; return whether tables were put back.

    Files that were sent but never taken in are removed.
    """
    folder = _folder_of(pool)
    for room in folder.glob(f"{_ROOM}*"):
        shutil.rmtree(room, ignore_errors=True)
    if not pool.is_dir() or not (pool / UNFINISHED).exists():
        return False
    with locked(log_of(pool)):
        if not (pool / UNFINISHED).exists():
            return False
        _undo(pool)
    return True


def _undo(pool: Path) -> None:
    """Put back the tables that were there; doing it twice is the same as once."""
    said = json.loads((pool / UNFINISHED).read_bytes())
    before = pool / Path(said["before"]).name
    kept = {path.name: path for path in before.iterdir()}
    for path in kept.values():
        save(pool / path.name, path.read_bytes())
    for name in said["new"]:
        if name not in kept:
            (pool / Path(name).name).unlink(missing_ok=True)
    sync_folder(pool)
    (pool / UNFINISHED).unlink()
    sync_folder(pool)


def _copy(path: Path, to: Path) -> None:
    shutil.copy2(path, to)
    _sync(to)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
