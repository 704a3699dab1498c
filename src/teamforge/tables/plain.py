"""Read a file that somebody names, without waiting for a pipe or reading a device for ever."""

from __future__ import annotations

import errno
import stat
from io import BufferedReader
from pathlib import Path


def is_there(path: Path) -> bool:
    """Return whether anything is at a path; nothing is if no file can have it, such as one that is too long."""
    return _mode_of(path) is not None


def is_folder(path: Path) -> bool:
    """Return whether a folder is at a path."""
    return stat.S_ISDIR(_mode_of(path) or 0)


def _mode_of(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return None


def open_plain(path: Path) -> BufferedReader:
    """
    Return a plain file, open for reading.

    Raises
    ------
    OSError
        If it cannot be read, or is not a plain file; `strerror` says which.
    """
    try:
        path.stat()
    except ValueError:  # the path contains a NUL
        raise OSError(errno.EINVAL, "no file can have such a name", str(path)) from None
    refuse_other_than_plain(path)
    return path.open("rb")


def refuse_other_than_plain(path: Path) -> None:
    """
    Accept a plain file, or a path with nothing at it.

    Raises
    ------
    OSError
        If anything else is there; `strerror` says what.
    """
    mode = _mode_of(path)
    if mode is not None and stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if mode is not None and not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no plain file", str(path))


def content_of(path: Path) -> bytes:
    """Return the bytes of a plain file; `open_plain` says what it refuses."""
    with open_plain(path) as file:
        return file.read()
