"""
Tables of text, each column with its distinct texts listed once.

A reader of a column parses each distinct text once and carries the outcome to the rows by their codes, so a million
rows cost a few array operations, with no object per row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from teamforge.errors import Fault
from teamforge.spec.vocabulary import POLL, fold_heading

Ints = NDArray[np.int32]

MAX_COLUMNS = 10_000
_LETTERS = 26


@dataclass(frozen=True, eq=False, slots=True)
class Text:
    """
    A column of text: codes into its texts, which are trimmed; code -1 is a blank cell.

    The texts are distinct, unless they are packed: then each row may have its own.

    Examples
    --------
    >>> column = Text.of(np.array([0, 1, 2, 1], dtype=np.int32), ["yes", " ", " yes"])
    >>> column.codes.tolist(), column.texts
    ([0, -1, 0, -1], ('yes',))
    """

    codes: Ints
    texts: Sequence[str]

    @classmethod
    def of(cls, codes: NDArray[np.integer], texts: Iterable[str]) -> Text:
        """Return the column of codes into texts that may be blank, not trimmed or repeated; code -1 is blank."""
        words = tuple(map(str.strip, texts))
        distinct = set(words)
        if len(distinct) == len(words) and "" not in distinct:
            return cls(codes.astype(np.int32, copy=False), words)
        places: dict[str, int] = {}
        moved = [places.setdefault(word, len(places)) if word else -1 for word in words]
        return cls(np.array([*moved, -1], dtype=np.int32)[codes], tuple(places))

    @classmethod
    def of_cells(cls, cells: Iterable[str]) -> Text:
        """Return the column that holds these texts, one per row."""
        places: dict[str, int] = {}
        codes = np.fromiter((places.setdefault(cell, len(places)) for cell in cells), dtype=np.int32)
        return cls.of(codes, places)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def text(self, position: int) -> str:
        """Return the text of a cell; empty if it is blank."""
        code = int(self.codes[position])
        return "" if code < 0 else self.texts[code]

    def take(self, positions: NDArray[np.bool_]) -> Text:
        """Return the column for these rows only."""
        return Text(self.codes[positions], self.texts)


@dataclass(frozen=True, eq=False)
class TextTable:
    """
    A table as in its file, without blank rows.

    Parameters
    ----------
    name
        The name of the table.
    columns
        The texts of each column, by folded name.
    row
        Each row's number as the user counts it: in a file the header is row 1, in a data frame it is the position.
    stray
        The texts of rows that could not be read; their meaning is unknown.

    Examples
    --------
    >>> read = build_table("peers", [" Peer_ID "], [Text.of_cells(["P1", "", "P2"])], np.array([2, 3, 4]))
    >>> read.table.columns.keys(), read.table.row.tolist()
    (dict_keys(['peer_id']), [2, 4])
    """

    name: str
    columns: Mapping[str, Text]
    row: Ints
    stray: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.row)

    def __repr__(self) -> str:
        """Return a summary without anybody's data."""
        return f"TextTable({self.name!r}, {len(self)} rows)"


@dataclass(frozen=True)
class TableOutcome:
    """The outcome of reading one table: the table, or None if it could not be read at all, and its faults."""

    table: TextTable | None
    faults: list[Fault] = field(default_factory=list)


def too_wide(name: str, columns: int) -> list[Fault]:
    """Return the fault of a table with more columns than anybody can mean, or none."""
    if columns <= MAX_COLUMNS:
        return []
    return [Fault(name, None, None, None, f"at most {MAX_COLUMNS:,} columns, and there are {columns:,}")]


def fold_header(name: object) -> str:
    """Return the name of a column or table in the form for comparison; an empty text without one."""
    return "" if name is None else fold_heading(str(name))


def build_table(
    name: str,
    headers: Sequence[object],
    columns: Sequence[Text],
    row: NDArray[np.integer],
    *,
    header_row: int | None = 1,
    stray: frozenset[str] = frozenset(),
) -> TableOutcome:
    """
    Return the table of some columns, and the faults of its header.

    Wholly blank rows are dropped, and so are nameless columns without a value. Of columns with the same name, the first
    is kept.
    """
    faults: list[Fault] = []
    named: dict[str, Text] = {}
    for place, (header, column) in enumerate(zip(headers, columns, strict=True)):
        folded = fold_header(header)
        if not folded and not place and name == POLL:
            folded = "peer_id"  # poll tools leave the heading of the respondents blank
        if not folded:
            if column.texts:
                expected = f"a name for column {letters_of(place)}, which holds values"
                faults.append(Fault(name, header_row, None, None, expected, "name the column or delete it"))
        elif folded in named:
            mend = f"rename or delete column {letters_of(place)}"
            faults.append(Fault(name, header_row, folded, None, "each column once", mend))
        else:
            named[folded] = column
    numbers = row.astype(np.int32, copy=False)
    if columns:
        filled = columns[0].codes >= 0
        for column in columns[1:]:
            if filled.all():
                break
            filled |= column.codes >= 0
        if not filled.all():
            named = {folded: column.take(filled) for folded, column in named.items()}
            numbers = numbers[filled]
    return TableOutcome(TextTable(name, named, numbers, stray), faults)


def letters_of(place: int) -> str:
    """Return the letters by which a spreadsheet calls the column at a place from 0."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
