"""What is inside an .xlsx file, looked at with the standard library alone."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def parts_of(path: Path) -> dict[str, ET.Element]:
    """Every XML part of a workbook, parsed."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: ET.fromstring(archive.read(name)) for name in names}  # noqa: S314 -- we wrote it


def sheet_part(parts: dict[str, ET.Element], sheet: str) -> ET.Element:
    """The part that holds a sheet."""
    links = {link.get("Id"): link.get("Target") for link in parts["xl/_rels/workbook.xml.rels"]}
    (found,) = [each for each in parts["xl/workbook.xml"].iter(f"{MAIN}sheet") if each.get("name") == sheet]
    return parts[f"xl/{links[found.get(_LINK)]}"]


def formulas_of(path: Path) -> list[str]:
    """Every formula of a cell, and every link."""
    parts = parts_of(path)
    tags = [f"{MAIN}f", f"{MAIN}hyperlink"]
    return [each.text or tag for part in parts.values() for tag in tags for each in part.iter(tag)]


def validations_of(path: Path, sheet: str) -> dict[str, ET.Element]:
    """The area of each input check of a sheet to the check."""
    return {each.get("sqref", ""): each for each in sheet_part(parts_of(path), sheet).iter(f"{MAIN}dataValidation")}


def cells_of(path: Path, sheet: str) -> dict[str, str]:
    """The text, or the number as it is written, of each cell of a sheet that is not blank."""
    parts = parts_of(path)
    shared = ["".join(text.itertext()) for text in parts["xl/sharedStrings.xml"].iter(f"{MAIN}si")]
    cells = {}
    for cell in sheet_part(parts, sheet).iter(f"{MAIN}c"):
        value = cell.findtext(f"{MAIN}v")
        if value is not None:
            text = shared[int(value)] if cell.get("t") == "s" else value
            cells[cell.get("r", "")] = re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)
    return cells
