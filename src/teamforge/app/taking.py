"""
Replacing tables and calendars of a pool with others that were sent: all or none.

Nothing is overwritten without being kept: the old files move to a folder ``.replaced-…``. While a folder's files are
being replaced, a marker file makes every reader refuse it; whoever opens the folder next puts back what was there
before. The history is never replaced: rows are only added to it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from teamforge.app.incoming import ROOM, Incoming, calendars_in, calendars_of, folder_of
from teamforge.app.keeping import StaleError
from teamforge.pool.assignments.log import log_of
from teamforge.spec.vocabulary import CALENDARS
from teamforge.tables.appending import locked, sync_folder
from teamforge.tables.folder import UNFINISHED, look_into
from teamforge.tables.saving import save

_BEFORE = ".replaced-"


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
        Says whether the files are still those it was read with.

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
    folder = folder_of(pool)
    with locked(log_of(pool)):
        if not same() or incoming.faults or not (incoming.files or incoming.calendars):
            raise StaleError
        there = look_into(pool, tuple(incoming.files)).tables if pool.is_dir() else {"pool": pool}
        before = Path(mkdtemp(prefix=f"{_BEFORE}{date.today()}-", dir=folder))  # noqa: DTZ011 -- the day where the person is
        for path in there.values():
            _copy(path, before / path.name)
        sent = {path.stem for path in incoming.calendars}
        old = [path for path in calendars_in(pool) if path.stem in sent] if sent else []
        if old:
            (before / CALENDARS).mkdir()
            for path in old:
                _copy(path, before / CALENDARS / path.name)
            sync_folder(before / CALENDARS)
        sync_folder(before)
        if not pool.is_dir():
            incoming.files["pool"].replace(pool)
            sync_folder(folder)
            return before.name
        new = [path.name for path in incoming.files.values()]
        calendars = [path.name for path in incoming.calendars]
        said = {"before": before.name, "new": new, "calendars": calendars}
        save(pool / UNFINISHED, json.dumps(said).encode())
        try:
            _exchange([*there.values()], incoming.files.values(), pool)
            if calendars:
                calendars_of(pool).mkdir(exist_ok=True)
                _exchange(old, incoming.calendars, calendars_of(pool))
        except OSError:
            _undo(pool)
            raise
        (pool / UNFINISHED).unlink()
        sync_folder(pool)
        return before.name


def _exchange(old: Sequence[Path], new: Iterable[Path], folder: Path) -> None:
    """Move files in, then remove the others of those that were there: a pool is found by its tables in between too."""
    moved = []
    for path in new:
        _sync(path)
        moved.append(path.replace(folder / path.name))
    _remove(old, moved)
    sync_folder(folder)


def _remove(paths: Iterable[Path], kept: Iterable[Path]) -> None:
    """Remove files except those that are kept; on a disk that ignores case, a name may lead to one of these."""
    known = {_file_of(path) for path in kept}
    for path in paths:
        if path.exists() and _file_of(path) not in known:
            path.unlink()


def _file_of(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def put_back(pool: Path) -> bool:
    """
    Clean up after a process that ended while taking files in; return whether tables were put back.

    Files that were sent but never taken in are removed.
    """
    folder = folder_of(pool)
    for room in folder.glob(f"{ROOM}*"):
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
    _restore(pool, before, said["new"])
    if said.get("calendars"):  # a version before calendars could be taken in did not say
        folder = calendars_of(pool)
        folder.mkdir(exist_ok=True)
        _restore(folder, before / CALENDARS, said["calendars"])
        if not any(folder.iterdir()):
            folder.rmdir()
    sync_folder(pool)
    (pool / UNFINISHED).unlink()
    sync_folder(pool)


def _restore(folder: Path, before: Path, new: Sequence[str]) -> None:
    """Put the files of a folder back, and remove those that it did not have."""
    kept = [path for path in before.glob("*") if path.is_file()]  # none if the folder is not there
    for path in kept:
        save(folder / path.name, path.read_bytes())
    _remove((folder / Path(name).name for name in new), [folder / path.name for path in kept])
    sync_folder(folder)


def _copy(path: Path, to: Path) -> None:
    shutil.copy2(path, to)
    _sync(to)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
