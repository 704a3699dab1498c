"""Save files as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def save(path: Path, content: bytes) -> None:
    """
    Write a file next to its place, and move it there once it is on the disk; an existing file is replaced.

    Raises
    ------
    OSError
        If it cannot be written; the error names the file, and an existing file is unchanged.
    """
    with naming(path), NamedTemporaryFile(dir=path.parent, prefix=".", suffix=path.suffix, delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(mode_of(path))
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Make an `OSError` name the file that could not be written; the error for a full disk names none."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def mode_of(path: Path) -> int:
    """Return the permissions of an existing file, or of a new one: temporary files have stricter ones."""
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
