"""
What an .xlsx file is made of, looked at before anything opens it: its size, and the cells that hold errors.

calamine lays out every cell of the rectangle that a sheet spans, so one cell in the last corner would cost gigabytes,
and it copies a text that cells share into each of them. It reads the error of a formula as a blank, which would make
`#N/A` for an organisation an independent peer.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from posixpath import join, normpath

import numpy as np

__all__ = ["Package", "column_number", "inspect"]

_MOST_BYTES = 200_000_000
_MOST_RATIO = 200
"""Sheets of equal cells shrink to a hundredth; bombs to a thousandth and less."""
_SMALL = 10_000_000
"""What is smaller than this unzipped can do no harm, whatever its ratio."""
_MOST_ENTRIES = 1_000
_MOST_CELLS = 50_000_000
_MOST_TEXT = 500_000_000
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,7})(\d{1,10})["']""")
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*>""")
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_TAG = re.compile(r"<(?:\w+:)?(sheet|Relationship)\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_END_OF_TEXT = re.compile(rb"</(?:\w+:)?si>")
_INDEX = re.compile(rb"<(?:\w+:)?v>(\d{1,9})<")
_SHARED_TEXTS = "xl/sharedStrings.xml"
_SHORTEST_CELL = 20
_CHUNK, _OVERLAP = 1 << 22, 512
_LETTERS = 26


@dataclass
class Package:
    """
    The look at a workbook.

    Parameters
    ----------
    danger
        What it should be instead, in words; empty if it may be opened.
    errors
        Sheet to the places of the cells that hold an error: row from 1 and column from 0.
    """

    danger: str = ""
    errors: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def inspect(path: Path) -> Package:
    """Return the look at a workbook."""
    with zipfile.ZipFile(path) as archive:
        if danger := _too_large(archive.infolist()):
            return Package(danger)
        sheets = [part for part in archive.infolist() if part.filename.lower().startswith("xl/worksheets/")]
        if _size_of_texts(archive, sheets) > _MOST_TEXT:
            return Package(f"cells that hold at most {_MOST_TEXT:,} bytes of text")
        names = _names(archive)
        package = Package()
        for part in sheets:
            area, errors = _scan(archive, part)
            if area > _MOST_CELLS:
                return Package(f"sheets that span at most {_MOST_CELLS:,} cells")
            if errors:
                package.errors[names.get(part.filename, part.filename)] = sorted(errors)
        return package


def _too_large(parts: list[zipfile.ZipInfo]) -> str:
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > _MOST_ENTRIES:
        return f"a workbook of at most {_MOST_ENTRIES:,} parts"
    if size > _MOST_BYTES:
        return f"a workbook of at most {_MOST_BYTES:,} bytes unzipped"
    if size > _SMALL and size > _MOST_RATIO * packed:
        return f"a workbook that unzips to at most {_MOST_RATIO} times its size"
    return ""


def _names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return which part of the file holds which sheet."""
    targets, names = {}, {}
    for source in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        if source not in archive.namelist():
            continue
        for found in _TAG.finditer(archive.read(source).decode("utf-8", "replace")):
            given = {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(found[2])}
            if found[1] == "Relationship":
                targets[given.get("Id", "")] = normpath(join("/xl", given.get("Target", ""))).lstrip("/")
            else:
                names[targets.get(given.get("r:id", ""), "")] = given.get("name", "")
    return names


def _size_of_texts(archive: zipfile.ZipFile, sheets: list[zipfile.ZipInfo]) -> int:
    """Return how many bytes the shared texts come to when each is copied into its cells, or more."""
    if _SHARED_TEXTS not in archive.namelist():
        return 0
    texts = archive.read(_SHARED_TEXTS)
    lengths = np.diff([found.end() for found in _END_OF_TEXT.finditer(texts)], prepend=0)
    longest = int(lengths.max(initial=0))
    at_most = longest * sum(part.file_size for part in sheets) // _SHORTEST_CELL
    if at_most <= _MOST_TEXT:
        return at_most
    return sum(
        int(lengths[indices[indices < len(lengths)]].sum())
        for part in sheets
        for chunk in _chunks(archive, part)
        if (indices := np.array(_INDEX.findall(chunk), dtype=np.int64)).size
    )


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part of the file in pieces, each with the end of the one before, so that no tag is cut."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, set[tuple[int, int]]]:
    """Return the number of cells in the rectangle that a sheet spans, and the places of its errors."""
    rows, columns = 1, 1
    errors = set()
    for chunk in _chunks(archive, part):
        places = {place.groups() for place in _PLACE.finditer(chunk)}
        rows = max([rows, *(int(number) for _, number in places)])
        columns = max([columns, *(column_number(letters) for letters in {letters for letters, _ in places})])
        if _IS_ERROR.search(chunk):
            errors |= {place for cell in _CELL.finditer(chunk) if (place := _place_of_error(cell[0]))}
    return rows * columns, errors


def _place_of_error(cell: bytes) -> tuple[int, int] | None:
    place = _PLACE.search(cell) if _IS_ERROR.search(cell) else None
    return (int(place[2]), column_number(place[1]) - 1) if place else None


def column_number(letters: bytes) -> int:
    """
    Return the number from 1 of the column that a spreadsheet calls by these letters.

    Examples
    --------
    >>> column_number(b"A"), column_number(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number
