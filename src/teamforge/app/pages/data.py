"""The data: what the pool holds, its faults, what a careful colleague would say; and a trial of other files."""

from __future__ import annotations

import zipfile
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from starlette.datastructures import UploadFile
from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.explain.check import check
from teamforge.explain.notes import Note
from teamforge.pool.reading import read_pool_with_faults

__all__ = ["data", "trial"]

_MOST_UNPACKED = 1_000_000_000
"""Bytes that a workbook may have unpacked: more is no pool, and would fill the memory."""
_MOST_CELLS = 50_000_000
"""Cells that a CSV file may have; the readers of workbooks and of Parquet files bound theirs alike."""
_TABLES = {".csv", ".parquet"}


def data(ask: Ask) -> Response:
    """Show what the files hold and what is wrong with them."""
    season = ask.season
    notes: tuple[Note, ...] = ()
    if season.pool is not None and not season.faults:
        pool = season.pool
        told = [note for challenge in season.challenges.values() for note in check(pool, challenge)] or check(pool)
        notes = tuple(dict.fromkeys(told))
    return ask.show("data", pool=season.pool, faults=(*season.faults, *season.unread), notes=notes, tried=None)


def trial(ask: Ask) -> Response:
    """Read files that were sent as a pool, and show every fault; nothing is taken in."""
    sent = [each for each in ask.form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    if not sent:
        raise RefusedError("No file was chosen.")
    with TemporaryDirectory(prefix="teamforge-") as place:
        folder = Path(place)
        paths = [_saved(each, folder) for each in sent]
        books = [path for path in paths if path.suffix.lower() == ".xlsx"]
        if books and len(paths) > 1:
            raise RefusedError("Send one workbook alone, or the tables of one folder.")
        if any(path.suffix.lower() not in {*_TABLES, ".xlsx"} for path in paths):
            raise RefusedError("A pool is one .xlsx workbook, or .csv or .parquet tables.")
        pool, faults = read_pool_with_faults(books[0] if books else folder)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return ask.show("data", status, pool=pool, faults=faults, notes=(), tried=len(sent))


def _saved(sent: UploadFile, folder: Path) -> Path:
    """Save a file that was sent, under the last part of its name alone."""
    name = PurePosixPath((sent.filename or "").replace("\\", "/")).name
    if not name or name.startswith(".") or not name.isprintable():
        raise RefusedError("A file has a name that no file can have.")
    path = folder / name
    content = sent.file.read()
    if path.suffix.lower() == ".csv" and content.count(b",") + content.count(b"\n") > _MOST_CELLS:
        raise RefusedError("This table has too many cells.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    path.write_bytes(content)
    if path.suffix.lower() == ".xlsx" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
                raise RefusedError("This workbook is too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return path
