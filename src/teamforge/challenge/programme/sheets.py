"""
The sheets of a workbook that hold a programme: how their cells become its fields (SPEC.md section 10).

A sheet `programme` of fields and values, and a sheet `challenges` with a row for each challenge. What a row cannot say,
such as seats or waivers, stands in a challenge file named after its id, next to the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from teamforge.challenge.reading import read_document
from teamforge.challenge.sheets import has_sheet, whole, words_of
from teamforge.errors import Fault, InputError, close_match
from teamforge.spec.vocabulary import (
    CHALLENGE_SHEETS,
    POLL,
    PROGRAMME_SHEETS,
    READING_SHEETS,
    TABLES,
    fold,
)
from teamforge.tables import TextTable

FIELDS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("id", "title", "as_of", "objective", "without_team", "change_budget")},
    "per_organisation": ("limits", "per_organisation"),
    "per_peer": ("limits", "per_peer"),
}
"""The fields in the sheet `programme`, and where each belongs."""

CHALLENGE_COLUMNS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("id", "title", "hosts")},
    **{name: ("on_site", name) for name in ("earliest", "latest", "windows", "avoid", "days")},
    **{name: (name,) for name in ("purpose", "preset")},
    "priority": (),
}
"""The columns of the sheet `challenges` apart from the scope, and where each belongs; `priority` is the programme's."""

SCOPE, NOTE = "scope:", "note"
_FILES = (".toml", ".json")
_NUMBERS = frozenset({"days", "priority", "without_team", "per_organisation", "per_peer", "change_budget"})
_RANGE = re.compile(r"\s+(?:to|–)\s+", re.IGNORECASE)
_OF_CHALLENGE = re.compile(r"challenges\[(\d+)\]\.?(.*)", re.DOTALL)


def holds_programme(path: Path) -> bool:
    """Return whether a path leads to a workbook that holds a programme."""
    return has_sheet(path, "challenges")


def read_year_sheets(path: Path) -> YearSheets:
    """Return what the sheets of a workbook say about a programme."""
    from teamforge.tables.source import read_path  # noqa: PLC0415 -- its dates need pandas, and TOML needs none

    others = (*TABLES, POLL, *CHALLENGE_SHEETS, *READING_SHEETS)
    source = read_path(path, PROGRAMME_SHEETS, others, lambda _, column: column != NOTE)
    for name in PROGRAMME_SHEETS:
        if not source.unreadable and name not in source.tables and name not in source.broken:
            source.faults.append(Fault("programme", None, None, path.name, f"a sheet named {name}", "add it"))
            source.unreadable = True
    faults = [replace(each, table="programme") if each.table == "pool" else each for each in source.faults]
    if source.unreadable or source.broken:
        raise InputError(faults)
    return YearSheets(source.tables, faults, path.parent)


class YearSheets:
    """
    The fields of a programme while its sheets are read.

    Attributes
    ----------
    data
        The fields, not yet checked.
    faults
        What is wrong with the sheets themselves.
    """

    def __init__(self, tables: Mapping[str, TextTable], faults: list[Fault], folder: Path) -> None:
        self.data: dict[str, Any] = {"challenges": [], "priority": {}}
        self.faults = faults
        self._fields: dict[str, int] = {}
        self._rows: list[int] = []
        for row, cells in _cells(tables["programme"]):
            self._read_field(row, cells)
        self._require_columns(tables["challenges"])
        for row, cells in _cells(tables["challenges"]):
            self._read_challenge(row, cells, folder)

    def placed(self, fault: Fault) -> Fault:
        """Return a fault of the programme by sheet, row and column."""
        column = fault.column or ""
        if found := _OF_CHALLENGE.fullmatch(column):
            return replace(fault, table="challenges", row=self._rows[int(found[1])], column=_column_of(found[2]))
        if column.startswith("priority."):
            ids = [each.get("id") for each in self.data["challenges"]]
            own = column.removeprefix("priority.")
            row = self._rows[ids.index(own)] if own in ids else None
            return replace(fault, table="challenges", row=row, column="priority")
        field = column.rpartition(".")[2]
        return replace(fault, table="programme", row=self._fields.get(field), column=column or None)

    def _read_field(self, row: int, cells: Mapping[str, str]) -> None:
        name = fold(cells.get("field", ""))
        if name not in FIELDS:
            mend = close_match(name, list(FIELDS)) or "correct or delete the row"
            self._fault("programme", row, "field", cells.get("field"), f"one of {', '.join(FIELDS)}", mend)
        elif name in self._fields:
            self._fault("programme", row, "field", name, "each field once", "delete one of the rows")
        else:
            self._fields[name] = row
            if "value" in cells:
                _put(self.data, FIELDS[name], _read(name, cells["value"]))

    def _require_columns(self, table: TextTable) -> None:
        for column in table.columns:
            if column not in CHALLENGE_COLUMNS and column != NOTE and not column.startswith(SCOPE):
                known = [*CHALLENGE_COLUMNS, f"{SCOPE}<theme>"]
                expected = f"one of the columns {', '.join(known)}"
                self._fault("challenges", 1, column, None, expected, close_match(column, known) or "delete it")

    def _read_challenge(self, row: int, cells: Mapping[str, str], folder: Path) -> None:
        data: dict[str, Any] = {}
        for column, text in cells.items():
            if column.startswith(SCOPE):
                data.setdefault("scope", {})[column.removeprefix(SCOPE).strip()] = whole(text)
            elif path := CHALLENGE_COLUMNS.get(column):
                _put(data, path, _read(column, text))
        name = cells.get("id", "")
        if "priority" in cells:
            self.data["priority"][name] = whole(cells["priority"])
        for field, value in self._beside(row, name, folder).items():
            self._join(row, data, (field,), value)
        self._rows.append(row)
        self.data["challenges"].append(data)

    def _beside(self, row: int, name: str, folder: Path) -> Mapping[str, Any]:
        """Return the fields of the challenge file of an id, next to the workbook; none if there is no file."""
        found = [path for path in folder.iterdir() if path.stem == name and path.suffix.lower() in _FILES]
        if len(found) > 1:
            self._fault("challenges", row, "id", name, "one challenge file of this id", "delete one of them")
        if len(found) != 1:
            return {}
        try:
            document = read_document(found[0])
        except InputError as error:
            self.faults += [replace(each, table=found[0].name) for each in error.faults]
            return {}
        self.faults += [replace(each, table=found[0].name) for each in document.faults]
        return document.data if isinstance(document.data, Mapping) else {}

    def _join(self, row: int, data: dict[str, Any], path: tuple[str, ...], value: object) -> None:
        """Add a field of the challenge file to those of the row; only the id may stand in both."""
        *tables, last = path
        target = data
        for table in tables:
            target = target[table]
        if last not in target:
            target[last] = value
        elif isinstance(value, Mapping) and isinstance(target[last], dict):
            for inner, each in value.items():
                self._join(row, data, (*path, inner), each)
        elif path != ("id",) or value != target[last]:
            mend = "leave the cell blank, or delete the field in the file"
            self._fault("challenges", row, _column_of(".".join(path)), None, "a field that is not in its file", mend)

    def _fault(self, sheet: str, row: int, column: str | None, value: str | None, expected: str, mend: str) -> None:
        self.faults.append(Fault(sheet, row, column, value, expected, mend))


def _cells(table: TextTable) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a sheet with the cells that are not blank."""
    for position, row in enumerate(table.row.tolist()):
        cells = {name: text.text(position) for name, text in table.columns.items() if name != NOTE}
        yield row, {name: text for name, text in cells.items() if text}


def _put(data: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    *tables, last = path
    for table in tables:
        data = data.setdefault(table, {})
    data[last] = value


def _read(column: str, text: str) -> object:
    if column in _NUMBERS:
        return whole(text)
    if column in {"hosts", "windows"}:
        return words_of(text)
    if column == "avoid":
        return [_period(word) for word in words_of(text)]
    return text


def _period(text: str) -> object:
    """Return a day, or the range that ``2027-04-01 to 2027-04-09`` means."""
    first, *last = _RANGE.split(text)
    return {"start": first, "end": last[0]} if len(last) == 1 else text


def _column_of(path: str) -> str | None:
    """Return the column of a field of a challenge, or the path in its file if no column can say it."""
    words = re.split(r"[.\[]", path)
    if words[0] == "scope":
        return SCOPE + words[1] if len(words) > 1 else "scope"
    if words[0] == "on_site" and len(words) > 1 and words[1] in CHALLENGE_COLUMNS:
        return words[1]
    return words[0] if words[0] in CHALLENGE_COLUMNS else path or None
