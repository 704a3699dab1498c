"""Reading a file that somebody names: nothing waits for a pipe, or reads a device without end."""

from __future__ import annotations

import errno
import stat
from io import BufferedReader
from pathlib import Path

__all__ = ["content_of", "open_plain"]


def open_plain(path: Path) -> BufferedReader:
    """
    Return a plain file, open for reading.

    Raises
    ------
    OSError
        If it cannot be read, or is no plain file: `strerror` says so.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no plain file", str(path))
    return path.open("rb")


def content_of(path: Path) -> bytes:
    """
    Return the bytes of a plain file.

    Raises
    ------
    OSError
        As `open_plain` does.

    Examples
    --------
    >>> try:
    ...     content_of(Path("/"))
    ... except OSError as error:
    ...     print(error.strerror)
    it is a folder
    """
    with open_plain(path) as file:
        return file.read()
