"""Write tables of text as CSV, a million rows in seconds, and folders as a whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
from numpy.typing import NDArray

from teamforge.tables.saving import naming
from teamforge.tables.text import Text, TextTable

_AT_ONCE = 100_000
_UNFINISHED = ".unfinished-"


def csv_of(table: TextTable) -> Iterator[bytes]:
    r"""
    Yield a table as CSV in UTF-8, in pieces.

    Examples
    --------
    >>> table = TextTable("peers", {"peer_id": Text.of_cells(["P1", "P,2"])}, np.array([2, 3]))
    >>> b"".join(csv_of(table))
    b'peer_id\nP1\n"P,2"\n'
    """
    yield ",".join(table.columns).encode() + b"\n"
    columns = [_cells(column) for column in table.columns.values()]
    ends = [b","] * (len(columns) - 1) + [b"\n"]
    for first in range(0, len(table), _AT_ONCE):
        rows = slice(first, first + _AT_ONCE)
        parts: list[NDArray[np.uint8]] = []
        for (codes, texts), end in zip(columns, ends, strict=True):
            cells = texts[codes[rows]]
            parts.append(cells.view(np.uint8).reshape(len(cells), -1))
            parts.append(np.full((len(cells), 1), ord(end), dtype=np.uint8))
        wide = np.concatenate(parts, axis=1).ravel()
        yield wide[wide != 0].tobytes()


def _cells(column: Text) -> tuple[NDArray[np.int32], NDArray[np.bytes_]]:
    """Return codes, and the texts as they are written; the last text is for blank cells."""
    return column.codes, np.array([*map(_quoted, column.texts), b""], dtype=np.bytes_).reshape(-1)


def _quoted(text: str) -> bytes:
    if any(character in text for character in ',"\r\n'):
        text = '"' + text.replace('"', '""') + '"'
    return text.encode()


def write_tables(
    folder: str | os.PathLike[str], tables: Mapping[str, TextTable], beside: Mapping[str, str] | None = None
) -> None:
    """
    Write tables as CSV, and texts next to them, by file name, to a folder that is new or empty, as `write_folder` does.

    With texts, the tables go into a folder ``pool``, because a folder of tables contains nothing else.
    """
    place = "pool/" if beside else ""
    files: dict[str, Iterable[bytes]] = {f"{place}{name}.csv": csv_of(table) for name, table in tables.items()}
    write_folder(Path(folder), {**files, **{name: [text.encode()] for name, text in (beside or {}).items()}})


def write_folder(place: Path, files: Mapping[str, Iterable[bytes]]) -> None:
    """
    Write files, in pieces, by name, such as ``pool/peers.csv``, to a folder that is new or empty.

    A `FileExistsError` says that the folder is not empty; an `OSError` names the file that cannot be written, and no
    file is left behind. Files left by a command that was killed while writing are removed.
    """
    there = list(place.iterdir()) if place.is_dir() else []
    left = [path for path in there if path.name.startswith(_UNFINISHED) and path.is_dir() and not path.is_symlink()]
    if len(there) > len(left) or (place.exists() and not place.is_dir()):
        raise FileExistsError(f"{place} is there already")
    place.mkdir(parents=True, exist_ok=True)
    for path in left:
        shutil.rmtree(path)
    # Written in the folder itself, which may be the current one, a mount or a link, and is not replaced.
    unfinished = Path(mkdtemp(prefix=_UNFINISHED, dir=place))
    try:
        for name, pieces in files.items():
            (unfinished / name).parent.mkdir(exist_ok=True)
            with naming(place / name), (unfinished / name).open("wb") as file:
                file.writelines(pieces)
        for path in list(unfinished.iterdir()):
            path.rename(place / path.name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
