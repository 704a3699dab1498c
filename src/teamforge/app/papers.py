"""The papers of a team: sheets, letters, calendars, the record."""

from __future__ import annotations

import io
import json
import zipfile
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from teamforge.app.asking import Desk, RefusedError
from teamforge.app.standing import team_to_send

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.app.season import Season
    from teamforge.challenge import Challenge

_TYPES = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "ics": "text/calendar",
    "zip": "application/zip",
    "json": "application/json",
}


PAPERS = (
    ("team.html", "Team sheet, to read in a browser"),
    ("team.docx", "Team sheet, Word"),
    ("team.pdf", "Team sheet, PDF"),
    ("host.docx", "Sheet for the host, Word"),
    ("host.pdf", "Sheet for the host, PDF"),
    ("letters.zip", "Letters to the members and the host, Word"),
    ("team.ics", "Calendar for the team"),
    ("host.ics", "Calendar for the host"),
    ("result.json", "The result with its proof, to verify later"),
)
"""The name of each paper, and what it is."""


class Paper(NamedTuple):
    """The media type of a paper, and its content."""

    type: str
    content: bytes


def paper_of(desk: Desk, season: Season, challenge: Challenge, name: str) -> Paper:
    """
    Return a paper of the team that stands or, before anybody was proposed, of the best one.

    Raises
    ------
    RefusedError
        If there is no such paper, no team to send, or a part of TeamForge that it needs is missing.
    """
    what, _, kind = name.partition(".")
    result = team_to_send(season, challenge)
    if result is None:
        raise RefusedError("There is no team that could be sent: record the changes it needs first.")
    try:
        content = _content(desk, result, what, kind)
    except ModuleNotFoundError as error:
        raise RefusedError(f"This paper needs a part of TeamForge that is not installed: {error.name}.") from None
    return Paper(_TYPES[kind], content)


def _content(desk: Desk, result: Result, what: str, kind: str) -> bytes:
    names, project = desk.names, desk.files.project
    signed = project.signs or ""
    if (what, kind) == ("result", "json"):
        return (json.dumps(result.to_record(), indent=2, ensure_ascii=False) + "\n").encode()
    with TemporaryDirectory(prefix="teamforge-") as folder:
        place = Path(folder) / f"{what}.{kind}"
        if (what, kind) == ("letters", "zip"):
            return _letters(result, Path(folder), names=names, signed=signed)
        if what in {"team", "host"} and kind == "ics":
            result.write_calendar(place, what)
        elif what in {"team", "host"} and kind in {"html", "docx", "pdf"}:
            template = project.template if kind == "docx" else None
            result.write_sheet(place, what, names=names, template=template)
        else:
            raise RefusedError("There is no such paper.", HTTPStatus.NOT_FOUND)
        return place.read_bytes()


def _letters(result: Result, folder: Path, *, names: bool, signed: str) -> bytes:
    from teamforge.report.letters.naming import file_names  # noqa: PLC0415 -- the extra report may be missing

    letters = result.letters(names=names, signed=signed)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for letter, name in zip(letters, file_names(letters), strict=True):
            place = folder / f"{name}.docx"
            letter.write(place)
            archive.write(place, place.name)
    return packed.getvalue()
