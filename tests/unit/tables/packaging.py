"""One workbook, repackaged in the ways in which programs package them: what a person sees in it stays the same."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

Parts = dict[str, bytes]

_RELATIONSHIPS = "xl/_rels/workbook.xml.rels"


def parts_of(path: Path) -> Parts:
    """The parts of a workbook by their names."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: Parts) -> Path:
    """A workbook of some parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo("x")
            info.filename = name  # as it is: zipfile itself would write either slash as /
            archive.writestr(info, content)
    return path


def _backslashes(parts: Parts) -> Parts:
    return {name.replace("/", "\\"): content for name, content in parts.items()}


def _capitals(parts: Parts) -> Parts:
    return {name.upper(): content for name, content in parts.items()}


def _other_folder(parts: Parts) -> Parts:
    """The sheets lie in another folder, under other names."""
    moved = {re.sub(r"worksheets/sheet(\d+)", r"tables/t\1", name): content for name, content in parts.items()}
    moved[_RELATIONSHIPS] = re.sub(rb"worksheets/sheet(\d+)", rb"tables/t\1", moved[_RELATIONSHIPS])
    return moved


def _absolute_targets(parts: Parts) -> Parts:
    rels = re.sub(rb'Target="/?(?:xl/)?', b'Target="/xl/', parts[_RELATIONSHIPS])
    return parts | {_RELATIONSHIPS: rels}


def _roundabout_targets(parts: Parts) -> Parts:
    rels = re.sub(rb'Target="/?(?:xl/)?', b'Target="../xl/./', parts[_RELATIONSHIPS])
    return parts | {_RELATIONSHIPS: rels}


def _another_book(parts: Parts) -> Parts:
    """The workbook itself is called otherwise, as the web version of a spreadsheet does it."""
    moved = dict(parts)
    moved["xl/workbook22.xml"] = moved.pop("xl/workbook.xml")
    moved["xl/_rels/workbook22.xml.rels"] = moved.pop(_RELATIONSHIPS)
    moved["_rels/.rels"] = moved["_rels/.rels"].replace(b"xl/workbook.xml", b"xl/workbook22.xml")
    return moved


def _without_references(parts: Parts) -> Parts:
    """No cell and no row says where it is; blank cells fill the gaps."""
    return {
        name: re.sub(rb'(<(?:row|c)\b[^>]*?) r="[A-Z0-9]+"', rb"\1", _dense(content)) if "/sheet" in name else content
        for name, content in parts.items()
    }


def _dense(sheet: bytes) -> bytes:
    """A sheet whose rows have every cell from column A on, and that has every row from 1 on."""
    last = 0

    def row(match: re.Match[bytes]) -> bytes:
        nonlocal last
        number = int(match[2])
        gap = b"".join(b'<row r="%d"></row>' % each for each in range(last + 1, number))
        last = number
        cells = {
            each[1]: each[0] for each in re.finditer(rb'<c r="([A-Z]+)\d+".*?(?:/>|</c>)', match[3] or b"", re.DOTALL)
        }
        wide = max(map(ord, cells), default=ord("A"))
        letters = [bytes([letter]) for letter in range(ord("A"), wide + 1)]
        filled = b"".join(cells.get(letter, b'<c r="%s%d"/>' % (letter, number)) for letter in letters)
        return gap + match[1] + b">" + filled + b"</row>"

    return re.sub(rb'(<row r="(\d+)"[^>/]*)(?:/>|>(.*?)</row>)', row, sheet, flags=re.DOTALL)


def _prefixed(parts: Parts) -> Parts:
    """Every element of the sheets has a prefix."""

    def prefixed(content: bytes) -> bytes:
        content = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", content)
        return content.replace(b"xmlns=", b"xmlns:x=")

    return {name: prefixed(content) if "/sheet" in name else content for name, content in parts.items()}


def _pretty(parts: Parts) -> Parts:
    """Every element of the sheets stands on a line of its own."""
    return {
        name: re.sub(rb"(?<!\?)><(?!/(?:v|t|f|is)>)", b">\n  <", content) if "/sheet" in name else content
        for name, content in parts.items()
    }


def _utf_16(parts: Parts) -> Parts:
    def recoded(content: bytes) -> bytes:
        text = re.sub(r"<\?xml.*?\?>", "", content.decode())
        return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")

    return {name: recoded(content) if "/sheet" in name else content for name, content in parts.items()}


def _ranges(written: bytes) -> Callable[[Parts], Parts]:
    """Ranges are written from other corners: 1 and 2 are column and row of the first cell, 3 and 4 of the last."""
    usual = rb'ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"'

    def turned(parts: Parts) -> Parts:
        return {name: re.sub(usual, written, each) if "/sheet" in name else each for name, each in parts.items()}

    return turned


PACKAGINGS: dict[str, Callable[[Parts], Parts]] = {
    "as written": dict,
    "backslashes": _backslashes,
    "capitals": _capitals,
    "another folder": _other_folder,
    "absolute targets": _absolute_targets,
    "roundabout targets": _roundabout_targets,
    "another book": _another_book,
    "no references": _without_references,
    "prefixes": _prefixed,
    "indented": _pretty,
    "last cell first": _ranges(rb'ref="\3\4:\1\2"'),
    "last column first": _ranges(rb'ref="\3\2:\1\4"'),
    "last row first": _ranges(rb'ref="\1\4:\3\2"'),
    "UTF-16": _utf_16,
}
"""Name to what it does to the parts."""
