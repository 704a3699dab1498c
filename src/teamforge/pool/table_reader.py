"""Read one table: typed columns from its texts, and every fault found on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from difflib import get_close_matches
from itertools import islice, repeat
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from teamforge.errors import Fault, close_match
from teamforge.pool.categorical import Bools, Categorical, Ints
from teamforge.pool.cells import BOOLEAN, DATE, IDENTITY, Reader, shown
from teamforge.pool.columns import (
    Assignments,
    Availability,
    Engagements,
    Interests,
    Peers,
    Relations,
)
from teamforge.pool.schema import SCHEMA, ColumnSpec
from teamforge.pool.unheaded import is_unheaded
from teamforge.spec.vocabulary import is_error_text, may_have_error_texts
from teamforge.tables import Packed, PackedIndex, Text, TextTable

T = TypeVar("T")
Columns = TypeVar("Columns", Peers, Availability, Relations, Interests, Engagements, Assignments)

_HINTS = 300
"""The most distinct texts of a column that get a hint: hints take time, and nobody reads more."""
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}\b", re.ASCII)
_FEWEST_IN_DOUBT = 5
"""By chance, five days are all below 13 about once in a hundred times."""
_MONTHS = 12
_FILL_IN = "fill in the blank cell"
_BEGIN_ERRORS = np.isin(np.arange(256), list(b"#Ee"))
"""Bytes with which the texts of formula errors begin."""


class TableReader:
    """
    Read a table of text by its schema: columns come out typed, and unreadable cells become faults.

    Parameters
    ----------
    name
        The name of the table.
    table
        The texts of the table; None if it is missing or could not be read.

    Attributes
    ----------
    faults
        The faults found so far.
    sound
        For each row, whether it has no fault so far.
    """

    def __init__(self, name: str, table: TextTable | None) -> None:
        self.name = name
        self.table = table if table is not None else TextTable(name, {}, np.empty(0, dtype=np.int32))
        self.schema = {column.name: column for column in SCHEMA[name]}
        self.faults: list[Fault] = []
        self._read_besides: set[str] = set()
        self.sound: Bools = np.ones(len(self.table), dtype=np.bool_)
        if len(self.table) or is_unheaded(self.table):
            self._require_columns()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.table)

    def has(self, column: str) -> bool:
        """Return whether the table has the column."""
        return column in self.table.columns

    def text(self, column: str) -> Text:
        """Return the texts of a column, all blank if the table does not have it."""
        if column in self.table.columns:
            return self.table.columns[column]
        return Text(np.full(len(self), -1, dtype=np.int32), ())

    def numbers(self, name: str) -> NDArray[Any]:
        """Return a column of numbers, dates or booleans; a cell that is blank or at fault has the value of a blank."""
        text, column = self.text(name), self.schema[name]
        read = self._read(name, text, column.reader)
        dtype = np.bool_ if column.reader is BOOLEAN else np.int32
        values = [column.blank if value is None else value for value in read]
        return np.array([*values, column.blank], dtype=dtype)[text.codes]

    def levels(self, name: str, reader: Reader[int]) -> NDArray[np.int8]:
        """Return a column that the schema does not name as small numbers, 0 if blank."""
        text = self.text(name)
        read = self._read(name, text, reader)
        levels: NDArray[np.int8] = np.array([*(value or 0 for value in read), 0], dtype=np.int8)[text.codes]
        return levels

    def words(self, name: str, order: Iterable[str] = ()) -> Categorical[str]:
        """Return a column of folded words; the codes start with those of `order`."""
        return self.coded(name, self.schema[name].reader, order)

    def coded(self, name: str, reader: Reader[T], order: Iterable[T] = ()) -> Categorical[T]:
        """Return a column as codes into its distinct values, which start with those of `order`."""
        text = self.text(name)
        self._read_besides.add(name)
        places = {value: place for place, value in enumerate(order)}
        read = self._read(name, text, reader)
        codes = [places.setdefault(value, len(places)) if value else -1 for value in read]
        return Categorical(np.array([*codes, -1], dtype=np.int32)[text.codes], tuple(places))

    def ids(self, name: str) -> tuple[Text, Bools]:
        """Return a column of ids, and which distinct texts are formula errors, which are faults."""
        text = self.text(name)
        self._require_filled(name, text)
        errors = _are_errors(text.texts)
        self._accuse_texts(name, text, errors, IDENTITY.expected, IDENTITY.mend, show=True)
        return text, errors

    def texts(self, name: str) -> Categorical[str]:
        """Return a column of texts, unchanged."""
        text = self.text(name)
        self._require_filled(name, text)
        return Categorical(text.codes, text.texts)

    def positions(
        self, name: str, known: Mapping[str, int], expected: str, mend: Callable[[str], str], spared: frozenset[str]
    ) -> Ints:
        """
        Return the positions that a column of ids refers to, -1 if it refers to nothing.

        An unknown id is a fault, unless it is in `spared`: the ids of rows that are themselves at fault.
        """
        text, errors = self.ids(name)
        if isinstance(known, PackedIndex):
            places = np.append(known.of(text.texts), np.int32(-1))
        else:
            places = np.fromiter((*map(known.get, text.texts, repeat(-1)), -1), dtype=np.int32)
        unknown = (places[:-1] < 0) & ~errors
        for code in np.flatnonzero(unknown).tolist():
            unknown[code] = text.texts[code] not in spared
        self._accuse_texts(name, text, unknown, expected, mend, show=True)
        found: Ints = places[text.codes]
        self.sound &= (found >= 0) | (text.codes < 0)
        return found

    def accuse(
        self,
        rows: Bools,
        name: str,
        expected: str | Callable[[int], str],
        mend: str | Callable[[int], str] = "",
        *,
        show: bool = True,
    ) -> None:
        """Add a fault for each of some rows."""
        at = np.flatnonzero(rows)
        self.sound[at] = False
        text = self.text(name)
        for position, row in zip(at.tolist(), self.table.row[at].tolist(), strict=True):
            value = shown(text.text(position)) if show else ""
            wanted = expected if isinstance(expected, str) else expected(position)
            remedy = mend if isinstance(mend, str) else mend(position)
            self.faults.append(Fault(self.name, row, name, value or None, wanted, remedy))

    def must_end_in_time(self, start: Ints, end: Ints) -> None:
        """Add a fault for each row whose end is before its start."""
        days = self.text("start")
        self.accuse(
            end < start, "end", lambda row: f"a date not before the start {days.text(row)}", "swap or correct them"
        )

    def _dates_in_doubt(self) -> list[str]:
        """Return the warning that no date of the table confirms that the day comes first."""
        dates = {
            text for column in self.schema.values() if column.reader is DATE for text in self.text(column.name).texts
        }
        pairs = {(int(found[1]), int(found[2])) for text in dates if "/" in text and (found := _DAY_FIRST.match(text))}
        in_doubt = [pair for pair in pairs if pair[0] != pair[1]]
        if len(in_doubt) < _FEWEST_IN_DOUBT or any(day > _MONTHS for day, _ in pairs):
            return []
        return [f"{self.name}: 03/04/2027 is read as 3 April, and no date of the table shows that the day comes first"]

    def warnings(self) -> list[str]:
        """Return what is worth knowing but not a fault: columns ignored, columns missing, dates in doubt."""
        if not len(self):
            return []
        absent = [name for name in self.schema if not self.has(name)]
        in_doubt = self._dates_in_doubt()
        unknown = [name for name in self.table.columns if name not in self.schema]
        if self.name != "peers":
            unknown = [name for name in unknown if name not in self._read_besides]
            ignored = [_with_hint(f"{self.name}: the column {name!r} is ignored", name, absent) for name in unknown]
            return [*in_doubt, *ignored]
        missed = [
            f"peers: without the column {column.name} {column.missed}"
            for column in self.schema.values()
            if column.missed and column.name in absent
        ]
        likely = [(name, hint) for name in unknown if (hint := close_match(name, absent))]
        return [
            *in_doubt,
            *missed,
            *(f"peers: the column {name!r} is taken as an attribute; {hint}" for name, hint in likely),
        ]

    def _require_columns(self) -> None:
        unnamed = [name for name in self.table.columns if name not in self.schema]
        for column in self.schema.values():
            if column.required and not self.has(column.name):
                near = get_close_matches(column.name, unnamed, n=1, cutoff=0.7)
                mend = f"rename the column {near[0]!r}" if near else f"add the column {column.name}"
                self.faults.append(Fault(self.name, None, column.name, None, "this column, which is required", mend))

    def _read(self, name: str, text: Text, reader: Reader[T]) -> list[T | None]:
        """Return the value of each distinct text, None if it is at fault, and add the faults."""
        self._require_filled(name, text)
        read = [reader.read(word) for word in text.texts]
        bad = np.array([value is None for value in read], dtype=np.bool_)
        self._accuse_texts(name, text, bad, reader.expected, reader.mend, show=reader.shown)
        return read

    def _require_filled(self, name: str, text: Text) -> None:
        """Add a fault for every blank cell of a column that must be filled."""
        column: ColumnSpec | None = self.schema.get(name)
        if column is not None and column.filled and self.has(name):
            blank = text.codes < 0
            if blank.any():
                self.accuse(blank, name, column.reader.expected, _FILL_IN)

    def _accuse_texts(
        self, name: str, text: Text, bad: Bools, expected: str, mend: Callable[[str], str], *, show: bool
    ) -> None:
        """Add a fault for every row that has one of the bad texts."""
        if not bad.any():
            return
        distinct = dict.fromkeys(text.texts[code] for code in np.flatnonzero(bad).tolist())
        hints = {each: mend(each) for each in islice(distinct, _HINTS)}
        self.accuse(
            np.append(bad, False)[text.codes],
            name,
            expected,
            lambda position: hints.get(text.text(position), ""),
            show=show,
        )


def _with_hint(line: str, name: str, absent: list[str]) -> str:
    hint = close_match(name, absent)
    return f"{line}; {hint}" if hint else line


def _are_errors(texts: Sequence[str]) -> Bools:
    """Return for each text whether it is what a spreadsheet shows when a formula fails."""
    found = np.zeros(len(texts), dtype=np.bool_)
    likely: Iterable[int] = range(len(texts))
    if isinstance(texts, Packed):
        begin = np.ascontiguousarray(texts.raw).view(np.uint8)[:: texts.raw.itemsize]
        likely = np.flatnonzero(_BEGIN_ERRORS[begin]).tolist()
    elif not may_have_error_texts("\n".join(texts)):
        likely = ()
    for code in likely:
        found[code] = is_error_text(texts[code])
    return found


def take(columns: Columns, rows: Bools) -> Columns:
    """Return a table of some of the rows, with its arrays frozen."""
    return replace(columns, **{part.name: _taken(getattr(columns, part.name), rows) for part in fields(columns)})


def _taken(column: Any, rows: Bools) -> Any:  # noqa: ANN401 -- a field of any of the tables
    if isinstance(column, Packed):
        return column if rows.all() else Packed(column.raw[rows])
    if isinstance(column, Categorical):
        return Categorical(_taken(column.codes, rows), column.values)
    if isinstance(column, Mapping):
        return MappingProxyType({name: _taken(part, rows) for name, part in column.items()})
    if isinstance(column, np.ndarray):
        taken = column if rows.all() else column[rows]
        taken.setflags(write=False)
        return taken
    return column
