"""
The sheets of a workbook that hold a challenge: which sheets there are, and how their cells become its fields.

A sheet `challenge` of fields and values, and a sheet for each list and table of SPEC.md section 2. Every sheet may
have a column `note`, which is for people and is not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from teamforge.challenge.document import Document, Place
from teamforge.challenge.flaws import in_words
from teamforge.challenge.on_site import Period
from teamforge.challenge.people import Exclusion, TeamRule, Waiver
from teamforge.challenge.seats import Seat
from teamforge.challenge.shape import Repeating
from teamforge.errors import Fault, close_match
from teamforge.spec.vocabulary import CHALLENGE_SHEETS, fold, fold_heading
from teamforge.tables import TextTable

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title",),
    "purpose": ("purpose",),
    "as_of": ("as_of",),
    "days": ("on_site", "days"),
    "earliest": ("on_site", "earliest"),
    "latest": ("on_site", "latest"),
    "minimum_weeks": ("lead_time", "minimum_weeks"),
    "advised_weeks": ("lead_time", "advised_weeks"),
    "preset": ("preset",),
    "unknown_availability": ("unknown_availability",),
}
"""The fields in the sheet `challenge`, and where each belongs."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "challenge": ("field", "value"),
    "hosts": ("organisation_id",),
    "windows": ("start",),
    "avoid": tuple(Period.model_fields),
    "scope": ("theme", "weight"),
    "seats": tuple(Seat.model_fields),
    "pins": ("seat", "peer"),
    "exclude": tuple(Exclusion.model_fields),
    "waivers": tuple(Waiver.model_fields),
    "team_rules": tuple(TeamRule.model_fields),
    "rules": ("rule", "weight", "strength", "years", "kinds", "depth", "max", "rest_days"),
}
"""The columns of each sheet, apart from `note`."""

NOTE = "note"
_SINGLE: dict[str, tuple[str, ...]] = {"hosts": ("hosts",), "windows": ("on_site", "windows")}
"""The sheets of one column, each a list of single values, and where the list belongs."""
_TABLES: dict[str, tuple[str, ...]] = {
    "avoid": ("on_site", "avoid"),
    **{name: (name,) for name in ("seats", "exclude", "waivers", "team_rules")},
}
"""The sheets with one entry a row, and where their list belongs."""
_WHOLE = re.compile(r"([+-]?\d{1,18})(?:\.0*)?", re.ASCII)


def whole(text: str) -> object:
    """Return the whole number that a text means, or the text, which the challenge or programme then refuses."""
    found = _WHOLE.fullmatch(text)
    return int(found[1]) if found else text


def words_of(text: str) -> list[str]:
    """Return the words that semicolons part in a cell."""
    return [word for part in text.split(";") if (word := part.strip())]


def _numbers(text: str) -> list[object]:
    return [whole(word) for word in words_of(text)]


def _fits(text: str) -> Repeating:
    """Return role types, each with the fit that follows it: ``chief_executive 100; director 60``."""
    pairs: list[tuple[str, object]] = []
    for word in words_of(text):
        role, _, fit = word.rpartition(" ")
        number = whole(fit)
        pairs.append((role.strip(), number) if role and isinstance(number, int) else (word, None))
    fits = Repeating(pairs)
    fits.repeated = tuple(role for role, count in Counter(role for role, _ in pairs).items() if count > 1)
    return fits


_READ: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("days", "minimum_weeks", "advised_weeks", "weight", "min", "max", "years", "rest_days"), whole),
    "accepts": _fits,
    "kinds": words_of,
    "depth": _numbers,
}
"""How to read the cells of columns that hold more than text."""


def holds_challenge(path: Path) -> bool:
    """Return whether a path leads to a workbook that holds a challenge."""
    return has_sheet(path, "challenge")


def has_sheet(path: Path, name: str) -> bool:
    """Return whether a path leads to a workbook that has a sheet of this name."""
    from teamforge.tables.workbook import open_workbook  # noqa: PLC0415 -- its dates need pandas, and TOML needs none

    if path.suffix.lower() != ".xlsx" or not path.is_file():
        return False
    opened = open_workbook(name, path)
    if isinstance(opened, Fault):
        return False
    with opened:
        return name in {fold_heading(sheet) for sheet in opened.sheets}


def read_sheets(path: Path) -> Document:
    """Return what the sheets of a workbook say about a challenge."""
    from teamforge.tables.source import read_path  # noqa: PLC0415 -- its dates need pandas, and TOML needs none

    source = read_path(path, CHALLENGE_SHEETS, is_read=lambda _, column: column != NOTE)
    if not source.unreadable and "challenge" not in source.tables and "challenge" not in source.broken:
        mend = "add it, or give the challenge as a .toml or .json file; `teamforge template` writes an example"
        source.faults.append(Fault("challenge", None, None, path.name, "a sheet named challenge", mend))
        source.unreadable = True
    faults = [fault if fault.table != "pool" else _of_file(fault) for fault in source.faults]
    if source.unreadable or source.broken:
        return Document(None, tuple(faults))
    reading = _Reading(source.tables)
    return Document(reading.data, (*faults, *reading.faults), reading.places)


def _of_file(fault: Fault) -> Fault:
    return Fault("challenge", None, None, fault.value, fault.expected, fault.mend)


class _Reading:
    """The fields of a challenge while its sheets are read."""

    def __init__(self, tables: Mapping[str, TextTable]) -> None:
        self.tables = tables
        self.data: dict[str, Any] = {"on_site": {}}
        self.faults: list[Fault] = []
        self.places: dict[str, Place] = {}
        for name in tables:
            self._require_columns(name)
        self._read_fields()
        self._read_lists()
        for name in ("scope", "pins", "rules"):
            self._read_keyed(name)

    def _require_columns(self, name: str) -> None:
        table, known = self.tables[name], COLUMNS[name]
        for column in table.columns:
            if column not in known and column != NOTE:
                expected = f"one of the columns {', '.join((*known, NOTE))}"
                self.faults.append(Fault(name, 1, column, None, expected, close_match(column, known) or "delete it"))
        if len(table) and known[0] not in table.columns:
            self.faults.append(Fault(name, 1, known[0], None, "this column, which is required", "add it to row 1"))

    def _rows(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the rows of a sheet with the cells that are not blank."""
        if (table := self.tables.get(name)) is None:
            return
        columns = {column: table.columns[column] for column in COLUMNS[name] if column in table.columns}
        for position, row in enumerate(table.row.tolist()):
            cells = {column: text.text(position) for column, text in columns.items()}
            yield row, {column: text for column, text in cells.items() if text}

    def _read_fields(self) -> None:
        seen: set[str] = set()
        for row, cells in self._rows("challenge"):
            name = fold(cells.get("field", ""))
            if name not in FIELDS:
                mend = close_match(name, list(FIELDS)) or "correct or delete the row"
                self._fault("challenge", row, "field", cells.get("field"), f"one of {', '.join(FIELDS)}", mend)
            elif name in seen:
                self._fault("challenge", row, "field", name, "each field once", "delete one of the rows")
            else:
                seen.add(name)
                self._put_field(name, row, cells.get("value"))

    def _put_field(self, name: str, row: int, text: str | None) -> None:
        *tables, last = FIELDS[name]
        self.places[in_words(FIELDS[name])] = Place("challenge", row, name)
        if text is not None:
            target = self.data
            for table in tables:
                target = target.setdefault(table, {})
            target[last] = _read_cell(name, text)

    def _read_lists(self) -> None:
        for name, path in _SINGLE.items():
            (column,) = COLUMNS[name]
            filled = [(row, cells[column]) for row, cells in self._rows(name) if self._filled(name, row, cells, column)]
            self._put_list(path, [(Place(name, row, column), text) for row, text in filled])
        for name, path in _TABLES.items():
            complete = _period if name == "avoid" else dict
            items = [(Place(name, row), complete(_read_cells(cells))) for row, cells in self._rows(name)]
            self._put_list(path, items)

    def _put_list(self, path: tuple[str, ...], items: Sequence[tuple[Place, object]]) -> None:
        if items:
            target = self.data if len(path) == 1 else self.data[path[0]]
            target[path[-1]] = [item for _, item in items]
            self.places |= {in_words((*path, number)): place for number, (place, _) in enumerate(items)}

    def _read_keyed(self, name: str) -> None:
        """Read a sheet whose first column is a key: themes with weights, seats with peers, rules with their keys."""
        first, second, *_ = COLUMNS[name]
        single = name != "rules"
        entries: dict[str, object] = {}
        for row, cells in self._rows(name):
            key = (str.strip if name == "pins" else fold)(cells.get(first, ""))
            if not self._filled(name, row, cells, first) or (single and not self._filled(name, row, cells, second)):
                continue
            if key in entries:
                self._fault(name, row, first, key, f"each {first} once", "delete one of the rows")
                continue
            read = _read_cells({column: text for column, text in cells.items() if column != first})
            entries[key] = read[second] if single else read
            self.places[in_words((name, key))] = Place(name, row, second if single else None)
        if entries:
            self.data[name] = entries

    def _filled(self, sheet: str, row: int, cells: Mapping[str, str], column: str) -> bool:
        """Return whether a cell is filled in, and add the fault if it is not."""
        if column not in cells:
            self._fault(sheet, row, column, None, "a cell that is not blank", "fill it in, or delete the row")
        return column in cells

    def _fault(self, sheet: str, row: int, column: str, value: str | None, expected: str, mend: str) -> None:
        self.faults.append(Fault(sheet, row, column, value, expected, mend))


def _read_cell(column: str, text: str) -> object:
    return _READ[column](text) if column in _READ else text


def _read_cells(cells: Mapping[str, str]) -> dict[str, object]:
    return {column: _read_cell(column, text) for column, text in cells.items()}


def _period(cells: Mapping[str, object]) -> dict[str, object]:
    """Return a range of dates; without an end it is one day."""
    return {"end": cells["start"], **cells} if "start" in cells else dict(cells)
