"""The data: what the pool holds, its faults, what a careful colleague would say, and taking in other files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath

from starlette.datastructures import UploadFile
from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.app.incoming import Incoming, new_room, read_room
from teamforge.app.keeping import StaleError
from teamforge.app.pages.plan import titles_of
from teamforge.app.season import Season
from teamforge.app.showing import person_of, sentence_of
from teamforge.app.taking import take_in
from teamforge.challenge.matching import challenge_faults
from teamforge.errors import Fault
from teamforge.explain.check import check
from teamforge.pool import Pool
from teamforge.result.assemble_plan import by_challenge
from teamforge.spec.vocabulary import CALENDARS, TABLES
from teamforge.tables.folder import is_left_behind

_MOST_UNPACKED = 1_000_000_000
"""The most bytes of an unpacked workbook: more is no pool, and would fill the memory."""
_MOST_CELLS = 50_000_000
"""The most cells of a CSV file; the readers of workbooks and Parquet files have similar bounds."""
_OF_A_FOLDER = 2
"""How many parts the name of a file has if it is directly in the chosen folder, not in one within it."""


@dataclass(frozen=True)
class _TableSize:
    """How many rows a table has, and had."""

    name: str
    rows: int
    before: int | None


def data(ask: Ask) -> Response:
    """Show what the files hold and what is wrong with them."""
    season = ask.season
    notes = _notes(season.pool, season) if season.pool is not None and not season.faults else ()
    return _shown(ask, season.pool, (*season.faults, *season.unread), notes, replaced=_replaced(ask))


def trial(ask: Ask) -> Response:
    """Read the pool as it would be with the files sent, and show every fault; nothing is taken in yet."""
    sent = [each for each in ask.form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    if not sent:
        raise RefusedError("No file was chosen.")
    for other, _ in ask.desk.waiting.values():
        other.forget()
    ask.desk.waiting.clear()
    pool, season = ask.desk.files.pool_path, ask.season
    room = new_room(pool)
    try:
        left = tuple(_saved(sent, room, book=not pool.is_dir()))
        incoming = read_room(pool, room)
    except BaseException:
        Incoming(room, {}, None, (), ()).forget()
        raise
    faults = (*incoming.faults, *(() if incoming.pool is None else _misfits(incoming.pool, season)))
    if faults:
        incoming.forget()
        return _shown(ask, incoming.pool, faults, (), HTTPStatus.UNPROCESSABLE_ENTITY, tried=True)
    ask.desk.waiting[incoming.key] = incoming, season.stamp
    notes = () if incoming.pool is None else _notes(incoming.pool, season)
    return _shown(ask, incoming.pool, (), notes, tried=True, incoming=incoming, left=(*incoming.left, *left))


def take(ask: Ask) -> Response:
    """Take in sent files without faults; refused if the files of the folder have changed since."""
    found = ask.desk.waiting.pop(ask.text("key"), None)
    gone = "The files have changed since these were checked. Nothing was taken in: choose them again."
    if found is None:
        raise RefusedError(gone, HTTPStatus.CONFLICT)
    incoming, stamp = found
    files = ask.desk.files
    try:
        before = take_in(files.pool_path, incoming, same=lambda: files.stamp() == stamp)
    except StaleError:
        raise RefusedError(gone, HTTPStatus.CONFLICT) from None
    finally:
        incoming.forget()
    return ask.lead("data", replaced=before)


def _shown(  # noqa: PLR0913 -- what the template shows
    ask: Ask,
    pool: Pool | None,
    faults: tuple[Fault, ...],
    notes: tuple[str, ...],
    status: HTTPStatus = HTTPStatus.OK,
    *,
    tried: bool = False,
    incoming: Incoming | None = None,
    left: tuple[str, ...] = (),
    replaced: str = "",
) -> Response:
    now = ask.season.pool if tried else None
    tables = () if pool is None else tuple(_tables(pool, now))
    came: set[str] = set()
    went: set[str] = set()
    if now is not None and pool is not None:
        was, has = set(now.peers.ids.tolist()), set(pool.peers.ids.tolist())
        came, went = has - was, was - has
    names = ask.desk.names
    speak: dict[str, object] = {}
    if pool is not None:  # the name of a new peer is only in the files that were sent
        speak = {"person": person_of(pool, names=names), "sentence": sentence_of(pool, names=names)}
    return ask.show(
        "data",
        status,
        **speak,
        pool=pool,
        tables=tables,
        faults=faults,
        notes=notes,
        tried=tried,
        incoming=incoming,
        came=list(map(person_of(pool, names=names), sorted(came))) if pool is not None else [],
        went=list(map(person_of(now, names=names), sorted(went))) if now is not None else [],
        left=left,
        replaced=replaced,
        book=not ask.desk.files.pool_path.is_dir(),
    )


def _tables(pool: Pool, before: Pool | None) -> Iterator[_TableSize]:
    for name in TABLES:
        yield _TableSize(name, len(getattr(pool, name)), None if before is None else len(getattr(before, name)))


def _notes(pool: Pool, season: Season) -> tuple[str, ...]:
    """Return what a careful colleague would say, each once; what is about some challenges begins with their titles."""
    titles = titles_of(season.challenges.values())
    found = {titles.get(each.id, each.id): check(pool, each) for each in season.challenges.values()}
    said = by_challenge(found or {"": check(pool)})
    return tuple(f"{about}: {note.text}" if about else note.text for note, about in said)


def _misfits(pool: Pool, season: Season) -> Iterator[Fault]:
    """Yield what challenges name but a pool would no longer have."""
    for challenge in season.challenges.values():
        known = set() if season.pool is None else set(challenge_faults(season.pool, challenge))
        yield from (fault for fault in challenge_faults(pool, challenge) if fault not in known)


def _replaced(ask: Ask) -> str:
    """Return the folder of the files just replaced, if it exists: the address may name any."""
    name, pool = ask.text("replaced"), ask.desk.files.pool_path
    folder = pool if pool.is_dir() else pool.parent
    return name if name in {each.name for each in folder.glob(".replaced-*")} else ""


def _saved(sent: list[UploadFile], room: Path, *, book: bool) -> Iterator[str]:
    """
    Save the files that were sent, and yield the names of those passed over because they are not tables.

    Calendars go into a folder of their own. A workbook takes none: the two could not be replaced together.
    """
    for each in sent:
        parts = PurePosixPath((each.filename or "").replace("\\", "/")).parts
        name = parts[-1] if parts else ""
        path = room / name
        if not name or name.startswith("..") or not name.isprintable():
            raise RefusedError("A file has a name that no file can have.")
        calendar = path.suffix.lower() == ".ics"
        if calendar and not book:
            path = room / CALENDARS / name
            path.parent.mkdir(exist_ok=True)
        deep = len(parts) > (_OF_A_FOLDER + 1 if calendar else _OF_A_FOLDER)
        if deep or is_left_behind(name) or path.suffix.lower() in {".toml", ".json"} or (calendar and book):
            yield name
            continue
        if path.exists():
            raise RefusedError("Two files have one name: send the tables of one folder.")
        _save(each, path)
    there = [path.suffix.lower() for path in room.iterdir()]
    if ".xlsx" in there and sum(path.is_file() for path in room.iterdir()) > 1:
        raise RefusedError("Send one workbook alone, or the tables of one folder.")
    if not there:
        raise RefusedError("A pool is one .xlsx workbook, or .csv or .parquet tables: none was among the files.")


def _save(sent: UploadFile, path: Path) -> None:
    content = sent.file.read()
    if path.suffix.lower() == ".csv" and content.count(b",") + content.count(b"\n") > _MOST_CELLS:
        raise RefusedError("This table has too many cells.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    path.write_bytes(content)
    if path.suffix.lower() == ".xlsx" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
                raise RefusedError("This workbook is too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
