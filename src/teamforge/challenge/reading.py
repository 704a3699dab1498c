"""`read_challenge`: from a file or a mapping to a `Challenge`, or to every fault in it at once."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from teamforge.challenge.document import Document
from teamforge.challenge.model import Challenge
from teamforge.challenge.shape import Repeating
from teamforge.errors import Fault, InputError
from teamforge.spec.vocabulary import CHALLENGE_SHEETS
from teamforge.tables.plain import open_plain

MAX_BYTES = 1_000_000
"""The largest file that is read as a challenge."""
_MOST_DOTS = 300
_BETWEEN_KEYS = re.compile(r"[=,{}\[\]\n]")


def read_challenge(source: str | os.PathLike[str] | Mapping[str, object] | Challenge) -> Challenge:
    """
    Return the challenge that a file or a mapping describes.

    Parameters
    ----------
    source
        The path of a ``.toml`` or ``.json`` file in UTF-8, of an ``.xlsx`` workbook with the sheets that
        `write_template` writes, or a mapping of the same fields (SPEC.md section 2). A challenge is returned unchanged.

    Returns
    -------
    Challenge
        The complete challenge: what the source leaves out has its default.

    Raises
    ------
    InputError
        If the file cannot be read or anything is wrong with the challenge; every fault is listed.

    Examples
    --------
    >>> read_challenge({
    ...     "id": "norfolk-2027", "hosts": ["E10000020"], "as_of": "11/01/2027", "scope": {"prevention": 7},
    ...     "on_site": {"windows": ["2027-04-13"]},
    ... })
    <Challenge: norfolk-2027 at E10000020>
    """
    if isinstance(source, Challenge):
        return source
    if isinstance(source, Mapping):
        return Challenge.model_validate(source)
    if isinstance(source, str | os.PathLike):
        return challenge_of(read_document(Path(os.fsdecode(source))))
    raise _unreadable(None, "the path of a .toml, .json or .xlsx file, or a mapping of fields")


def challenge_of(document: Document) -> Challenge:
    """
    Return the challenge that a file describes.

    Raises
    ------
    InputError
        With every fault of the file and of the challenge in it, sorted by place in the file.
    """
    faults = list(document.faults)
    if document.data is not None or not faults:
        try:
            challenge = Challenge.model_validate(document.data)
        except InputError as error:
            faults += document.placed(error.faults)
        else:
            if not faults:
                return challenge
    raise InputError(sorted(faults, key=_place))


def _place(fault: Fault) -> tuple[int, int]:
    """Return the order of a fault among the others: sheet by sheet, row by row."""
    return CHALLENGE_SHEETS.index(fault.table), fault.row or 0


def read_document(path: Path) -> Document:
    """
    Return what a ``.toml``, ``.json`` or ``.xlsx`` file holds, not yet read as a challenge.

    Raises
    ------
    InputError
        If the file cannot be read, or is not TOML or JSON.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        from teamforge.challenge.sheets import read_sheets  # noqa: PLC0415 -- only for workbooks

        return read_sheets(path)
    if suffix not in {".toml", ".json"}:
        raise _unreadable(str(path), "a file whose name ends in .toml, .json or .xlsx")
    text = _text(path)
    return Document(_read_toml(text) if suffix == ".toml" else _read_json(text))


# Always raised outside an except clause: Python's errors may keep private text from a file.
def _unreadable(value: str | None, expected: str, mend: str = "", *, line: int | None = None) -> InputError:
    return InputError([Fault("challenge", line, None, value, expected, mend)])


def _text(path: Path) -> str:
    raw, reason = b"", None
    try:
        with open_plain(path) as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "").lower()
    if reason is not None:
        raise _unreadable(str(path), "a file that can be read", reason)
    if len(raw) > MAX_BYTES:
        raise _unreadable(str(path), f"a file of at most {MAX_BYTES:,} bytes")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    raise _unreadable(None, "text in UTF-8", "save the file in UTF-8", line=line)


def _read_toml(text: str) -> object:
    # The time that tomllib takes grows with the square of the parts of a key.
    if any(piece.count(".") > _MOST_DOTS for piece in _BETWEEN_KEYS.split(text)):
        raise _unreadable(None, "TOML", f"more than {_MOST_DOTS} dots in a row of words")
    try:
        return tomllib.loads(text)
    except RecursionError:
        reason, line = "nested too deeply", None
    except ValueError as error:
        # An integer of thousands of digits is a ValueError without a place; other errors name their line and column.
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "a number is too long"
        found = re.search(r"\(at line (\d+)", reason)
        line = int(found[1]) if found else text.count("\n") + 1 if "end of document" in reason else None
    raise _unreadable(None, "TOML", reason, line=line)


def _read_json(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except RecursionError:
        reason, line = "nested too deeply", None
    except json.JSONDecodeError as error:
        reason, line = f"{error.msg} (column {error.colno})", error.lineno
    except ValueError:
        reason, line = "a number is too long", None
    raise _unreadable(None, "JSON", reason, line=line)


def _object(pairs: list[tuple[str, object]]) -> Repeating:
    """Return an object of the file with the keys that it has twice: Python keeps only the last of each."""
    read = Repeating(pairs)
    if len(read) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        read.repeated = tuple(key for key in read if counts[key] > 1)
    return read
