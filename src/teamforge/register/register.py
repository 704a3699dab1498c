"""A register: the organisations of a country and their relations, read from a folder or made from rows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from teamforge.errors import Fault, InputError, close_match
from teamforge.pool.columns import Organisations, Relations
from teamforge.pool.reading import pool_from_tables
from teamforge.spec.dates import day_number
from teamforge.spec.vocabulary import fold
from teamforge.tables import Text, TextTable
from teamforge.tables.source import read_path
from teamforge.tables.writing import write_tables

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = {
    "organisations": ("organisation_id", "name", "kind", "region", "political_control"),
    "relations": ("source", "kind", "target", "start", "end"),
}
_SHOWN = 8


@dataclass(frozen=True, eq=False, repr=False)
class Register:
    """
    A register of organisations.

    Parameters
    ----------
    tables
        The tables `organisations` and `relations` as text, as they are written.
    organisations, relations
        The same tables as a pool holds them.

    Examples
    --------
    >>> from teamforge.register import england
    >>> england().find("Swindon Borough Council")
    ('E06000030',)
    """

    tables: Mapping[str, TextTable]
    organisations: Organisations
    relations: Relations

    def __len__(self) -> int:
        """Return the number of organisations."""
        return len(self.organisations.ids)

    def __repr__(self) -> str:
        """Return the sizes of the tables."""
        return f"<Register: {len(self):,} organisations, {len(self.relations):,} relations>"

    @property
    def replaced(self) -> NDArray[np.bool_]:
        """Whether each organisation has a successor."""
        found = np.zeros(len(self), dtype=np.bool_)
        found[self.relations.source[self.relations.kind.isin("predecessor_of")]] = True
        return found

    def boards(self, day: date) -> tuple[tuple[int, int], ...]:
        """Return the positions of each council and its board on a day, if neither has been replaced."""
        kinds, relations, replaced = self.organisations.kind, self.relations, self.replaced
        today = day_number(day)
        part_of = relations.kind.isin("part_of") & (relations.start <= today) & (relations.end >= today)
        pairs = zip(relations.source[part_of].tolist(), relations.target[part_of].tolist(), strict=True)
        return tuple(pair for pair in pairs if kinds[pair[1]] == "icb" and not replaced[list(pair)].any())

    def of_kind(self, *kinds: str) -> NDArray[np.intp]:
        """Return the positions of organisations of some kinds, without those replaced, except former groups (`ccg`)."""
        pairs = zip(self.organisations.kind, self.replaced.tolist(), strict=True)
        return np.flatnonzero([kind in kinds and (kind == "ccg" or not gone) for kind, gone in pairs])

    def find(self, text: str) -> tuple[str, ...]:
        """
        Return the ids of the organisations that a text names.

        Parameters
        ----------
        text
            An id, a name (ignoring case and repeated blanks), or a part of one.

        Returns
        -------
        tuple of str
            The organisation with this id; else those with this name; else all whose names contain it.

        Examples
        --------
        >>> from teamforge.register import england
        >>> england().find("county durham")
        ('E38000234', 'RXP')
        """
        if text.strip() in self.organisations.position:
            return (text.strip(),)
        name_part = _plain(text)
        named = [(_plain(name or ""), identity) for name, identity in self._named()]
        exact = tuple(identity for name, identity in named if name == name_part)
        return exact or tuple(identity for name, identity in named if name_part and name_part in name)

    def hosts(self, texts: Iterable[str]) -> tuple[str, ...]:
        """
        Return the ids of hosts, each given by id, name or part of a name.

        Raises
        ------
        InputError
            If a text names no organisation, or several; all such texts are listed.
        """
        found = [(text, self.find(text)) for text in texts]
        faults = [self._fault(text, ids) for text, ids in found if len(ids) != 1]
        if faults:
            raise InputError(faults)
        return tuple(dict.fromkeys(ids[0] for _, ids in found))

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """
        Return the two tables as data frames of text, in the form that `Pool.from_frames` and `register_of` take.

        Examples
        --------
        >>> from teamforge.register import england
        >>> {name: frame.shape for name, frame in england().to_frames().items()}
        {'organisations': (665, 5), 'relations': (3349, 5)}
        """
        from teamforge.tables.frames import frame_of  # noqa: PLC0415 -- pandas is slow to import

        return {name: frame_of(table) for name, table in self.tables.items()}

    def write(self, folder: str | os.PathLike[str]) -> None:
        """
        Write the tables as CSV to a new or empty folder, for editing.

        Raises
        ------
        FileExistsError
            If the folder holds anything.
        OSError
            If the folder cannot be written; no file is left behind.
        """
        write_tables(folder, self.tables)

    def with_organisations(self, table: TextTable) -> Register:
        """Return the register with another table of organisations, which begins with the old ones."""
        return of_tables({**self.tables, "organisations": table})

    def _named(self) -> Iterable[tuple[str | None, str]]:
        return zip(self.organisations.names, self.organisations.ids, strict=True)

    def _fault(self, text: str, ids: Sequence[str]) -> Fault:
        names = {identity: name for name, identity in self._named()}
        if ids:
            shown = "; ".join(f"{each} ({names[each]})" for each in ids[:_SHOWN])
            more = f"; and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
            expected = f"the name of one organisation, and it fits {len(ids)}: {shown}{more}"
            return Fault("hosts", None, None, text, expected, "name one of these ids")
        hint = close_match(text, [name for name in names.values() if name])
        return Fault("hosts", None, None, text, "the id or the name of an organisation of the register", hint)


def read_register(folder: str | os.PathLike[str]) -> Register:
    """
    Return the register of a folder or workbook with `organisations` and, optionally, `relations`.

    Raises
    ------
    InputError
        If the data have faults; every fault is listed.
    """
    source = read_path(Path(folder), tuple(_COLUMNS))
    if not source.faults and "organisations" not in source.tables:
        mend = "name a folder that has it, with relations.csv"
        source.faults.append(Fault("organisations", None, None, None, "the table organisations", mend))
    if source.faults:
        raise InputError(source.faults)
    return of_tables(source.tables)


def register_of(organisations: object, relations: object = None) -> Register:
    """
    Return the register in two data frames of pandas, Polars, Arrow or any other library that narwhals knows.

    Parameters
    ----------
    organisations, relations
        The two tables, with the columns of SPEC.md section 1, as `Register.to_frames` returns them.

    Raises
    ------
    InputError
        If the data have faults; every fault is listed.
    """
    from teamforge.tables.source import read_frames  # noqa: PLC0415 -- pandas is slow to import

    source = read_frames({"organisations": organisations, "relations": relations}, tuple(_COLUMNS))
    if source.faults:
        raise InputError(source.faults)
    return of_tables(source.tables)


def table_of(name: str, rows: Sequence[tuple[str, ...]]) -> TextTable:
    """Return rows of text as one of the two tables."""
    columns = zip(*rows, strict=True)
    texts = {column: Text.of_cells(cells) for column, cells in zip(_COLUMNS[name], columns, strict=True)}
    return TextTable(name, texts, np.arange(2, len(rows) + 2, dtype=np.int32))


def of_tables(tables: Mapping[str, TextTable]) -> Register:
    """Return the register of two tables, which must suit a pool."""
    nobody = TextTable(
        "peers", {"peer_id": Text.of_cells([]), "roles": Text.of_cells([])}, np.array([], dtype=np.int32)
    )
    pool = pool_from_tables({"peers": nobody, **tables})
    return Register(tables, pool.organisations, pool.relations)


def _plain(name: str) -> str:
    """Return a name in the form used for comparison."""
    return " ".join(fold(name).split())
