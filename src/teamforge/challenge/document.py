"""What a challenge file holds before it is read as a challenge, and where in the file each part of it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from teamforge.errors import Fault


class Place(NamedTuple):
    """Where something stands in a workbook: a sheet, a row as a spreadsheet counts it, and a column if it is a cell."""

    sheet: str
    row: int
    column: str | None = None


@dataclass(frozen=True)
class Document:
    """
    The content of a challenge file.

    Parameters
    ----------
    data
        The fields of the challenge, not yet checked.
    faults
        What is wrong with the file itself.
    places
        Where each path in words, such as ``"waivers[0]"``, stands; empty for a file without rows.
    """

    data: object
    faults: tuple[Fault, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def placed(self, faults: Iterable[Fault]) -> list[Fault]:
        """
        Return faults of the challenge by sheet, row and column, if they have a place.

        Examples
        --------
        >>> document = Document({}, places={"waivers[0]": Place("waivers", 2)})
        >>> print(*document.placed([Fault("challenge", None, "waivers[0].rule", "x", "a rule")]))
        waivers, row 2, column rule: found 'x', expected a rule
        """
        return [self._placed(fault) for fault in faults]

    def _placed(self, fault: Fault) -> Fault:
        """Return a fault with the place of the longest part of its path that has one; the rest goes into the text."""
        words = fault.column or ""
        for end in range(len(words), 0, -1):
            place = self.places.get(words[:end])
            if place is not None and words[end : end + 1] in {"", ".", "["}:
                column, within = place.column, words[end:].lstrip(".")
                if column is None:
                    column, _, within = within.partition(".")
                rest = f" ({within})" if within and not within.startswith("[") else ""
                expected = fault.expected + rest
                return replace(fault, table=place.sheet, row=place.row, column=column or None, expected=expected)
        return fault
