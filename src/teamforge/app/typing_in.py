"""What somebody has to type into a workbook that holds a challenge, to keep what a draft changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teamforge.challenge import Challenge
from teamforge.challenge.sheets import COLUMNS
from teamforge.workbook.of_challenge import Row, rows_of_challenge


@dataclass(frozen=True)
class SheetChange:
    """
    A sheet that a draft changes.

    Parameters
    ----------
    name, columns
        The sheet and its columns; columns without a value in any row are left out.
    gone, new
        The rows to take out, and the rows to add.
    """

    name: str
    columns: tuple[str, ...]
    gone: tuple[tuple[str, ...], ...]
    new: tuple[tuple[str, ...], ...]


def changed_sheets(before: Challenge, now: Challenge) -> Iterator[SheetChange]:
    """Yield the sheets in which the rows of two challenges differ."""
    was, has = rows_of_challenge(before), rows_of_challenge(now)
    for name, rows in has.items():
        gone, new = _not_in(rows, was[name], name), _not_in(was[name], rows, name)
        if gone or new:
            used = [place for place in range(len(COLUMNS[name])) if any(row[place] for row in (*gone, *new))]
            shown = [tuple(tuple(row[place] for place in used) for row in each) for each in (gone, new)]
            yield SheetChange(name, tuple(COLUMNS[name][place] for place in used), *shown)


def _not_in(others: Sequence[Row], rows: Sequence[Row], sheet: str) -> list[Row]:
    """Return the rows that are not among others; a field without a value needs no row."""
    return [row for row in rows if row not in others and (sheet != "challenge" or row[1])]
