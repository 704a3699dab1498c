"""What `compose --out` writes, by how the name of the file ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from teamforge.result import Result

__all__ = ["IN_WORDS", "OUTPUTS", "checked_place", "write_result"]


@dataclass(frozen=True, slots=True)
class Output:
    """
    A kind of file that a result can be written to.

    Parameters
    ----------
    content
        From the result, and how a peer's name is found where names are asked for, to the bytes of the file.
    what
        What it is, in words.
    filled_in
        Whether people write into it, so that one that is there must not be lost.
    """

    content: Callable[[Result, Callable[[str], str] | None], bytes]
    what: str
    filled_in: bool = False


def _json(result: Result, _named: Callable[[str], str] | None) -> bytes:
    from teamforge.report.tabular import to_json  # noqa: PLC0415 -- commands import when they run

    return to_json(result.to_record()).encode()


def _workbook(result: Result, named: Callable[[str], str] | None) -> bytes:
    from teamforge.explain import reserves  # noqa: PLC0415 -- commands import when they run
    from teamforge.workbook.team import team_workbook  # noqa: PLC0415 -- likewise

    return team_workbook(result, None if result.team is None else reserves(result), named)


OUTPUTS = {
    ".json": Output(_json, "the result with its certificate, for `teamforge verify`"),
    ".xlsx": Output(_workbook, "the team with a column for the state of each seat", filled_in=True),
}
"""Suffix to what is written."""

IN_WORDS = "; ".join(f"{suffix}, {output.what}" for suffix, output in OUTPUTS.items())


def checked_place(value: Path | None) -> Path | None:
    """Refuse a place for the result before anything is searched for."""
    if value is not None:
        suffix = value.suffix.lower()
        if suffix not in OUTPUTS:
            raise typer.BadParameter(f"{value} does not end in {' or '.join(OUTPUTS)}")
        if value.is_dir() or not value.absolute().parent.is_dir():
            raise typer.BadParameter(f"{value} is a folder, or in a folder that is not there")
        if OUTPUTS[suffix].filled_in and value.exists():
            raise typer.BadParameter(f"{value} is there already, and somebody may have filled it in: name a new file")
    return value


def write_result(result: Result, place: Path, named: Callable[[str], str] | None) -> None:
    """Write a result to a file that `checked_place` let pass."""
    from teamforge.report.saving import save  # noqa: PLC0415 -- commands import when they run

    save(place, OUTPUTS[place.suffix.lower()].content(result, named))
