"""Add lines to a file that several programs may write to: all of the lines or none, one writer at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from teamforge.tables.plain import refuse_other_than_plain
from teamforge.tables.saving import mode_of, naming

_LINE_FEED = b"\n"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """
    Wait until nobody else is writing to a file, and keep others out while the block runs.

    The lock is on a file next to it, whose name ends in ``.lock``; an `OSError` says that it cannot be opened, or is
    not a plain file. It ends with the process, however that ends.
    """
    lock = path.with_name(f"{path.name}.lock")
    with naming(lock):
        refuse_other_than_plain(lock)
        file = lock.open("ab")  # an error raised within the block is not one of the lock
    with file:
        _wait_for(file)
        yield


def append(path: Path, lines: bytes, *, mode: int | None = None) -> None:
    """
    Write lines at the end of a file, and return once they are on the disk.

    A missing file is created, with the permissions in `mode` if they are given. A new copy is written next to the file
    and replaces it in one step: a process killed while it writes into a file leaves part of the lines, because the
    kernel stops between pages. After an `OSError` the file is unchanged.
    """
    place = path.resolve()  # a link stays a link
    beside = place.with_name(f".{place.name}.next")
    with naming(path):
        permissions = mode_of(place) if mode is None or place.exists() else mode
        before = place.read_bytes() if place.exists() else b""
        if before and not before.endswith(_LINE_FEED):
            before += _LINE_FEED  # an editor left the last line without its end
        beside.unlink(missing_ok=True)  # left by a writer that was killed; or a pipe, which would block us
        try:
            with os.fdopen(os.open(beside, _NEW, 0o600), "wb") as file:
                file.write(before + lines)
                file.flush()
                os.fsync(file.fileno())
            beside.chmod(permissions)
            beside.replace(place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that the name of a new file is on the disk too, if folders can be synced."""
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
