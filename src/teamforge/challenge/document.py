"""What a challenge file holds before it is read as a challenge, and where in the file each part of it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from teamforge.errors import Fault

__all__ = ["Document", "Place"]


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
        Path in words, such as ``"waivers[0]"``, to where it stands; empty for a file without rows.
    """

    data: object
    faults: tuple[Fault, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def placed(self, faults: Iterable[Fault]) -> list[Fault]:
        """
        Return faults of the challenge by sheet, row and column, as far as they have a place.

        Examples
        --------
        >>> document = Document({}, places={"waivers[0]": Place("waivers", 2)})
        >>> print(*document.placed([Fault("challenge", None, "waivers[0].rule", "x", "a rule")]))
        waivers, row 2, column rule: found 'x', expected a rule
        """
        return [self._placed(fault) for fault in faults]

    def _placed(self, fault: Fault) -> Fault:
        words = fault.column or ""
        for end in range(len(words), 0, -1):
            if words[end : end + 1] in {"", ".", "["} and (place := self.places.get(words[:end])):
                column, _, rest = (
                    words[end:].lstrip(".").partition(".") if place.column is None else ("", "", words[end:])
                )
                within = rest.lstrip(".")
                expected = f"{fault.expected} ({within})" if within and not within.startswith("[") else fault.expected
                return replace(
                    fault, table=place.sheet, row=place.row, column=place.column or column or None, expected=expected
                )
        return fault
