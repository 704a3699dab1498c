"""
What an .xlsx file is made of: its parts, found by their relationships and not by their names.

Before calamine opens anything, what tables need goes into a package of our own, under the names that calamine looks
for. So it reads what was examined (`teamforge.tables.sheet`) and nothing else: no part that is there twice, none that
is larger than the file says, none that is packed in an unusual way.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from posixpath import basename, dirname, join, normpath
from xml.parsers import expat

_MOST_BYTES = 200_000_000
_MOST_RATIO = 200
"""Sheets of equal cells shrink to a hundredth; zip bombs to a thousandth or less."""
_SMALL = 10_000_000
"""A file smaller than this when unzipped can do no harm, whatever its ratio."""
_MOST_PARTS = 1_000
_CHUNK = 1 << 20
_NO_TABLES = {"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"}
_TEXTS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_TRUE = {"1", "true"}
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Attributes = dict[str, str]


class DangerError(ValueError):
    """A file that must not be opened; its text says what the file should have been instead."""


@dataclass(frozen=True, eq=False)
class Package:
    """
    The sheets of a workbook in a package of our own, in which each is named by its number.

    Parameters
    ----------
    file
        The package, which calamine reads.
    archive
        The same package, opened.
    names
        The names of the worksheets, in order.
    recalculates
        Whether the file asks to be recalculated when opened: its results may then be placeholders.
    text_bytes
        How many bytes each shared text takes in the file.
    text_filled
        Whether each shared text is more than blanks.
    """

    file: BytesIO
    archive: zipfile.ZipFile
    names: tuple[str, ...]
    recalculates: bool
    text_bytes: list[int]
    text_filled: list[bool]

    def chunks(self, place: int) -> Iterator[bytes]:
        """Yield the XML of a worksheet in pieces; raise KeyError if the file names it but has no part for it."""
        return _chunks(self.archive, _sheet(place))


class _Original:
    """The file's own package: part names are compared ignoring case, with either slash."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        parts = [part for part in archive.infolist() if not part.filename.endswith("/")]
        _refuse_bombs(parts)
        self.archive = archive
        self.parts = {_folded(part.filename): part for part in parts}
        if len(self.parts) < len(parts):
            raise DangerError("a workbook that has each part once")

    def read(self, part: str) -> bytes:
        return self.archive.read(self.parts[_folded(part)])

    def has(self, part: str) -> bool:
        return _folded(part) in self.parts

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the relationships of a part: by id, the kind of the other part and its name."""
        rels = join(dirname(part), "_rels", f"{basename(part)}.rels")
        if not self.has(rels):
            return {}
        return {
            each.get("Id", ""): (each.get("Type", "").rpartition("/")[2], self._target(part, each.get("Target", "")))
            for name, each in _elements(self.read(rels))
            if name == "Relationship"
        }

    def _target(self, part: str, target: str) -> str:
        """Return the part that a relationship names: from the folder of its source, or from the root."""
        found = normpath(join("/", dirname(part), target.replace("\\", "/"))).lstrip("/")
        return found if self.has(found) else target


def open_package(path: Path) -> Package:
    """
    Return the sheets of a workbook; a `DangerError` for a file that is too large or made to mislead.

    A file that is no workbook raises errors of many kinds.
    """
    with zipfile.ZipFile(path) as archive:
        original = _Original(archive)
        book = _first(original.related(""), "officeDocument", "xl/workbook.xml")
        related = original.related(book)
        elements = _elements(original.read(book))
        sheets = [
            (each.get("name", ""), *related.get(_id_of(each), ("", ""))) for name, each in elements if name == "sheet"
        ]
        sheets = [sheet for sheet in sheets if sheet[1] not in _NO_TABLES]
        if len({name for name, _, _ in sheets}) < len(sheets):
            raise DangerError("sheets that each have their own name")
        flags = {name: each for name, each in elements if name in {"workbookPr", "calcPr"}}
        file = BytesIO()
        wanted = {_sheet(place): part for place, (_, _, part) in enumerate(sheets)}
        wanted[_TEXTS] = _first(related, "sharedStrings", _TEXTS)
        wanted[_STYLES] = _first(related, "styles", _STYLES)
        with zipfile.ZipFile(file, "w") as ours:
            _write_frame(ours, len(sheets), epoch_1904=flags.get("workbookPr", {}).get("date1904") in _TRUE)
            for name, part in wanted.items():
                if original.has(part):
                    ours.writestr(name, original.read(part))
    ours = zipfile.ZipFile(file)
    recalculates = flags.get("calcPr", {}).get("fullCalcOnLoad") in _TRUE
    package = Package(file, ours, tuple(name for name, _, _ in sheets), recalculates, *_look_at_texts(ours))
    file.seek(0)
    return package


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > _MOST_PARTS:
        raise DangerError(f"a workbook of at most {_MOST_PARTS:,} parts")
    if size > _MOST_BYTES:
        raise DangerError(f"a workbook of at most {_MOST_BYTES:,} bytes unzipped")
    if size > _SMALL and size > _MOST_RATIO * packed:
        raise DangerError(f"a workbook that unzips to at most {_MOST_RATIO} times its size")
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise DangerError("a workbook that is zipped in the usual way")


def _folded(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").casefold()


def _first(related: dict[str, tuple[str, str]], kind: str, otherwise: str) -> str:
    """Return the first related part of a kind."""
    return next((part for what, part in related.values() if what == kind), otherwise)


def _id_of(sheet: Attributes) -> str:
    """Return the id of the relationship that names a sheet's part; its namespace may have any prefix."""
    return next((value for name, value in sheet.items() if local(name) == "id" and name != "id"), "")


def _sheet(place: int) -> str:
    return f"xl/worksheets/{place}.xml"


def _write_frame(archive: zipfile.ZipFile, count: int, *, epoch_1904: bool) -> None:
    """Write what calamine needs to find the sheets, which are named by their places."""

    def relationships(*related: tuple[str, str]) -> str:
        each = (
            f'<Relationship Id="r{at}" Type="{_RELATED}/{kind}" Target="{to}"/>'
            for at, (kind, to) in enumerate(related)
        )
        return f"<Relationships>{''.join(each)}</Relationships>"

    sheets = "".join(f'<sheet name="{place}" sheetId="{place + 1}" r:id="r{place}"/>' for place in range(count))
    others = (("sharedStrings", f"/{_TEXTS}"), ("styles", f"/{_STYLES}"))
    archive.writestr("_rels/.rels", relationships(("officeDocument", "xl/workbook.xml")))
    archive.writestr(
        "xl/workbook.xml",
        f'<workbook xmlns:r="{_RELATED}"><workbookPr date1904="{epoch_1904:d}"/><sheets>{sheets}</sheets></workbook>',
    )
    archive.writestr(
        "xl/_rels/workbook.xml.rels",
        relationships(*(("worksheet", f"/{_sheet(place)}") for place in range(count)), *others),
    )


def _look_at_texts(archive: zipfile.ZipFile) -> tuple[list[int], list[bool]]:
    """Return how many bytes each shared text takes, and whether it is more than blanks."""
    starts: list[int] = []
    filled: list[bool] = []

    def start(name: str, _: Attributes) -> None:
        if local(name) == "si":
            starts.append(parser.CurrentByteIndex)
            filled.append(False)

    def text(piece: str) -> None:
        if filled and not piece.isspace():
            filled[-1] = True

    parser = xml_parser(start, text)
    if _TEXTS in archive.namelist():
        for chunk in _chunks(archive, _TEXTS):
            parser.Parse(chunk, False)  # noqa: FBT003 -- more is to come
        parser.Parse(b"", True)  # noqa: FBT003 -- the end
        starts.append(archive.getinfo(_TEXTS).file_size)
    return [end - start for start, end in pairwise(starts)], filled


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _elements(raw: bytes) -> list[tuple[str, Attributes]]:
    """Return every element of a small part: its local name and its attributes."""
    found: list[tuple[str, Attributes]] = []
    xml_parser(lambda name, attributes: found.append((local(name), attributes))).Parse(raw, True)  # noqa: FBT003
    return found


def local(name: str) -> str:
    """Return a name without the prefix of its namespace."""
    return name.rpartition(":")[2]


def xml_parser(
    start: Callable[[str, Attributes], None], text: Callable[[str], None] | None = None
) -> expat.XMLParserType:
    """Return a parser that refuses what only attacks use: a document type, which can define entities."""

    def refuse(*_: object) -> None:
        raise DangerError("a workbook without document types")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    return parser
