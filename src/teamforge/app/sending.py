"""Files that were sent: saved within bounds, checked with every challenge, and taken in once somebody says so."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath

from teamforge.app.asking import Desk, RefusedError
from teamforge.app.incoming import Incoming, new_room, read_room
from teamforge.app.keeping import StaleError
from teamforge.app.season import Season
from teamforge.app.showing import titles_of
from teamforge.app.taking import take_in
from teamforge.challenge.matching import challenge_faults
from teamforge.errors import Fault
from teamforge.explain.check import check
from teamforge.pool import Pool
from teamforge.result.assemble_plan import by_challenge
from teamforge.spec.vocabulary import CALENDARS
from teamforge.tables.folder import is_left_behind

SentFile = tuple[str, bytes]
"""The name of a file that was sent, perhaps with the folder it was in, and its content."""
_MOST_UNPACKED = 1_000_000_000
"""The most bytes of an unpacked workbook: more is no pool, and would fill the memory."""
_MOST_CELLS = 50_000_000
"""The most cells of a CSV file; the readers of workbooks and Parquet files have similar bounds."""
_OF_A_FOLDER = 2
"""How many parts the name of a file has if it is directly in the chosen folder, not in one within it."""


@dataclass(frozen=True)
class CheckedFiles:
    """
    Files that were sent, and what there is to say of them.

    Parameters
    ----------
    incoming
        The files; they are gone already if anything is wrong with them.
    faults
        What is wrong with them, for the pool and for every challenge.
    notes
        What a careful colleague would say of the pool as it would be.
    left
        What was sent but is not taken in, in words.
    """

    incoming: Incoming
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    left: tuple[str, ...]


def check_files(desk: Desk, sent: Iterable[SentFile]) -> CheckedFiles:
    """
    Read the pool as it would be with files that were sent; nothing is taken in yet.

    Raises
    ------
    RefusedError
        If they are too large, or no pool has such files.
    """
    for other, _ in desk.waiting.values():
        other.forget()
    desk.waiting.clear()
    pool, season = desk.files.pool_path, desk.files.now()
    room = new_room(pool)
    try:
        left = tuple(_saved(sent, room, book=not pool.is_dir()))
        incoming = read_room(pool, room)
    except BaseException:
        Incoming(room, {}, None, (), ()).forget()
        raise
    misfits = () if incoming.pool is None else _misfits(incoming.pool, season)
    faults = tuple(dict.fromkeys((*incoming.faults, *misfits)))
    if faults:
        incoming.forget()
        return CheckedFiles(incoming, faults, (), ())
    desk.waiting[incoming.key] = incoming, season.stamp
    notes = () if incoming.pool is None else notes_of(incoming.pool, season)
    return CheckedFiles(incoming, (), notes, (*incoming.left, *left))


def take_files(desk: Desk, key: str) -> str:
    """
    Take in files that were checked; return the name of the folder that keeps what they replaced.

    Raises
    ------
    RefusedError
        If the files of the folder have changed since; nothing is written.
    OSError
        If they cannot be written; everything is then as it was.
    """
    found = desk.waiting.pop(key, None)
    gone = "The files have changed since these were checked. Nothing was taken in: choose them again."
    if found is None:
        raise RefusedError(gone, HTTPStatus.CONFLICT)
    incoming, stamp = found
    try:
        return take_in(desk.files.pool_path, incoming, same=lambda: desk.files.stamp() == stamp)
    except StaleError:
        raise RefusedError(gone, HTTPStatus.CONFLICT) from None
    finally:
        incoming.forget()


def notes_of(pool: Pool, season: Season) -> tuple[str, ...]:
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


def _saved(sent: Iterable[SentFile], room: Path, *, book: bool) -> Iterator[str]:
    """
    Save the files that were sent, and yield the names of those passed over because they are not tables.

    Calendars go into a folder of their own. A workbook takes none: the two could not be replaced together.
    """
    for full, content in sent:
        parts = PurePosixPath(full.replace("\\", "/")).parts
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
        _save(content, path)
    there = [path.suffix.lower() for path in room.iterdir()]
    if ".xlsx" in there and sum(path.is_file() for path in room.iterdir()) > 1:
        raise RefusedError("Send one workbook alone, or the tables of one folder.")
    if not there:
        raise RefusedError("A pool is one .xlsx workbook, or .csv or .parquet tables: none was among the files.")


def _save(content: bytes, path: Path) -> None:
    if path.suffix.lower() == ".csv" and content.count(b",") + content.count(b"\n") > _MOST_CELLS:
        raise RefusedError("This table has too many cells.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    path.write_bytes(content)
    if path.suffix.lower() == ".xlsx" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
                raise RefusedError("This workbook is too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
