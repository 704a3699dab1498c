"""
What an .xlsx file is made of, looked at before anything opens it: its size, and the cells that hold errors.

calamine lays out every cell of the rectangle that a sheet spans, so one cell in the last corner would cost gigabytes;
and it reads the error of a formula as a blank, which would make `#N/A` for an organisation an independent peer.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from posixpath import join, normpath

__all__ = ["Package", "column_number", "inspect"]

_MOST_BYTES = 200_000_000
_MOST_RATIO = 200
"""Sheets of equal cells shrink to a hundredth; bombs to a thousandth and less."""
_SMALL = 10_000_000
"""What is smaller than this unzipped can do no harm, whatever its ratio."""
_MOST_ENTRIES = 1_000
_MOST_CELLS = 50_000_000
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,7})(\d{1,10})["']""")
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*>""")
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_TAG = re.compile(r"<(?:\w+:)?(sheet|Relationship)\s([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
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
        sheets = _sheets(archive)
        package = Package()
        for part in archive.infolist():
            if part.filename.lower().startswith("xl/worksheets/"):
                area, errors = _scan(archive, part)
                if area > _MOST_CELLS:
                    return Package(f"sheets that span at most {_MOST_CELLS:,} cells")
                if errors:
                    package.errors[sheets.get(part.filename, part.filename)] = sorted(errors)
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


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
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


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, set[tuple[int, int]]]:
    """Return the number of cells in the rectangle that a sheet spans, and the places of its errors."""
    rows, columns = 1, 1
    errors = set()
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            places = {place.groups() for place in _PLACE.finditer(text)}
            rows = max([rows, *(int(number) for _, number in places)])
            columns = max([columns, *(column_number(letters) for letters in {letters for letters, _ in places})])
            if _IS_ERROR.search(text):
                errors |= {place for cell in _CELL.finditer(text) if (place := _place_of_error(cell[0]))}
            tail = text[-_OVERLAP:]
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
