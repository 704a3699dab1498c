"""The ids that tables may refer to, and the faults for references to any other id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from teamforge.pool.categorical import Bools, Ints
from teamforge.pool.columns import Ids
from teamforge.pool.nearest import Nearest
from teamforge.pool.table_reader import TableReader
from teamforge.tables import Packed, Text


@dataclass(frozen=True)
class IdIndex:
    """
    The ids of the peers or the organisations.

    Parameters
    ----------
    position
        The position of each id.
    table
        The table that the ids come from.
    what
        What the ids stand for, in words.
    spared
        Ids of rows that could not be read. Referring to one of them is not a fault.
    complete
        Whether these are all the ids; if not, no id counts as unknown.
    """

    position: Mapping[str, int]
    table: str
    what: str
    spared: frozenset[str] = frozenset()
    complete: bool = True

    def of(self, reader: TableReader, column: str) -> Ints:
        """Return the positions that a column refers to, -1 for a blank cell; add a fault for each unknown id."""
        spared = self.spared if self.complete else self.spared.union(reader.text(column).texts)
        expected = f"the id of {self.what} of the table {self.table}"
        return reader.positions(column, self.position, expected, self.mend, spared)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self.position)

    def mend(self, text: str, otherwise: str = "") -> str:
        """Return what to do about an unknown id: a close known one, else `otherwise`, else to add it to the table."""
        return self._nearest(text) or otherwise or f"add it to the table {self.table}"


def own_ids(reader: TableReader, column: str) -> tuple[Ids, Bools]:
    """
    Return a table's ids, and which rows have an id of their own: not blank, and not used by an earlier row.

    Every other row is a fault.
    """
    text, _ = reader.ids(column)
    ids = _by_row(text)
    if isinstance(text.texts, Packed) and not text.texts.are_distinct():
        text = Text.of(text.codes, text.texts)
    rows = np.arange(len(text))
    first = np.full(len(text.texts) + 1, -1, dtype=np.int64)
    first[text.codes[::-1]] = rows[::-1]
    own = text.codes >= 0
    repeated = own & (first[text.codes] != rows)
    reader.accuse(
        repeated,
        column,
        "an id used once",
        lambda position: f"row {reader.table.row[first[text.codes[position]]]} has it too",
    )
    return ids, own & ~repeated


def _by_row(text: Text) -> Ids:
    """Return the text of each row, packed if the distinct texts are."""
    if isinstance(text.texts, Packed):
        in_order = len(text) == len(text.texts) and (text.codes == np.arange(len(text))).all()
        return text.texts if in_order else Packed(text.texts.raw.take(text.codes))
    return np.array([*text.texts, None], dtype=np.object_)[text.codes]
