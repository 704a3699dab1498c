"""A stamp on the workbooks that TeamForge writes, which no other program keeps: with it, nobody has typed anything."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

_NO_COMMENT = bytes(2)
"""How a zip file without a comment ends: the length of the comment, in two bytes."""
_LENGTH = len(sha256().hexdigest())
_LOCKS = ("~${}", ".~lock.{}#")
"""The files that Excel and LibreOffice put beside a workbook while it is open in them."""


def stamped(content: bytes) -> bytes:
    """Return a workbook with the digest of its bytes as the comment of the zip file; no cell changes."""
    body = content.removesuffix(_NO_COMMENT)
    digest = sha256(body).hexdigest().encode()
    return body + len(digest).to_bytes(2, "little") + digest


def is_untouched(path: Path) -> bool:
    """
    Return whether a workbook is as TeamForge wrote it, and not open in a spreadsheet.

    Whatever another program saved counts as touched, even if nothing in it changed.
    """
    try:
        content = path.read_bytes()
    except OSError:
        return False
    open_now = any(path.with_name(lock.format(path.name)).exists() for lock in _LOCKS)
    return not open_now and content == stamped(content[: -len(_NO_COMMENT) - _LENGTH] + _NO_COMMENT)
