"""The papers of a team, to download: sheets, letters, calendar, the record."""

from __future__ import annotations

import io
import json
import zipfile
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.app.standing import team_to_send

if TYPE_CHECKING:
    from teamforge.api import Result

_TYPES = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "ics": "text/calendar",
    "zip": "application/zip",
    "json": "application/json",
}


def paper(ask: Ask) -> Response:
    """Hand out a paper."""
    what, _, kind = ask.text("paper").partition(".")
    result = team_to_send(ask.season, ask.challenge)
    if result is None:
        raise RefusedError("There is no team that could be sent: record the changes it needs first.")
    try:
        content = _content(ask, result, what, kind)
    except ModuleNotFoundError as error:
        raise RefusedError(f"This paper needs a part of TeamForge that is not installed: {error.name}.") from None
    name = f"{what}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)


def _content(ask: Ask, result: Result, what: str, kind: str) -> bytes:
    names = ask.desk.names
    signed = ask.desk.files.project.signs or ""
    if (what, kind) == ("result", "json"):
        return (json.dumps(result.to_record(), indent=2, ensure_ascii=False) + "\n").encode()
    with TemporaryDirectory(prefix="teamforge-") as folder:
        place = Path(folder) / f"{what}.{kind}"
        if (what, kind) == ("letters", "zip"):
            return _letters(result, Path(folder), names=names, signed=signed)
        if what in {"team", "host"} and kind == "ics":
            result.write_calendar(place, what)
        elif what in {"team", "host"} and kind in {"html", "docx", "pdf"}:
            template = ask.desk.files.project.template if kind == "docx" else None
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
