"""Adding lines to a file that several programs may write to: all of the lines or none, one writer at a time."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from teamforge.tables.saving import naming

__all__ = ["append", "locked"]

_LINE_FEED = b"\n"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """
    Wait until nobody else is writing to a file, and keep others out until this is done.

    The lock is on a file beside it, whose name ends in ``.lock``. It ends with the process, however that ends.
    """
    lock = path.with_name(f"{path.name}.lock")
    with naming(lock), lock.open("ab") as file:
        _wait_for(file)
        yield


def append(path: Path, lines: bytes) -> None:
    """
    Add lines at the end of a file, and return once they are on the disk.

    Raises
    ------
    OSError
        If they cannot be written; the file is then as it was.
    """
    with naming(path):
        new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != _LINE_FEED:
                lines = _LINE_FEED + lines  # an editor left the last line without its end
            try:
                _write(handle, lines)
            except BaseException:
                os.ftruncate(handle, size)
                raise
        finally:
            os.close(handle)
        if new:
            _sync_folder(path.parent)


def _write(handle: int, lines: bytes) -> None:
    if os.write(handle, lines) != len(lines):  # a single write: a process that is killed has written all or nothing
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    """Make sure that the name of a new file is on the disk too, where folders can be synced."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


if sys.platform != "win32":
    import fcntl

    def _wait_for(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

else:  # pragma: no cover -- no runner has it
    import msvcrt

    def _wait_for(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
