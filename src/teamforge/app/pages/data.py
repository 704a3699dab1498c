"""The data: what the pool holds, its faults, what a careful colleague would say, and taking in other files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import UploadFile
from starlette.responses import Response

from teamforge.app.asking import Ask, RefusedError
from teamforge.app.incoming import Incoming
from teamforge.app.sending import check_files, notes_of, take_files
from teamforge.app.showing import person_of, sentence_of
from teamforge.errors import Fault
from teamforge.pool import Pool
from teamforge.spec.vocabulary import TABLES


@dataclass(frozen=True)
class _TableSize:
    """How many rows a table has, and had."""

    name: str
    rows: int
    before: int | None


def data(ask: Ask) -> Response:
    """Show what the files hold and what is wrong with them."""
    season = ask.season
    notes = notes_of(season.pool, season) if season.pool is not None and not season.faults else ()
    return _shown(ask, season.pool, (*season.faults, *season.unread), notes, replaced=_replaced(ask))


def trial(ask: Ask) -> Response:
    """Read the pool as it would be with the files sent, and show every fault; nothing is taken in yet."""
    sent = [each for each in ask.form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    if not sent:
        raise RefusedError("No file was chosen.")
    found = check_files(ask.desk, ((each.filename or "", each.file.read()) for each in sent))
    if found.faults:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _shown(ask, found.incoming.pool, found.faults, (), status, tried=True)
    return _shown(ask, found.incoming.pool, (), found.notes, tried=True, incoming=found.incoming, left=found.left)


def take(ask: Ask) -> Response:
    """Take in sent files without faults; refused if the files of the folder have changed since."""
    return ask.lead("data", replaced=take_files(ask.desk, ask.text("key")))


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


def _replaced(ask: Ask) -> str:
    """Return the folder of the files just replaced, if it exists: the address may name any."""
    name, pool = ask.text("replaced"), ask.desk.files.pool_path
    folder = pool if pool.is_dir() else pool.parent
    return name if name in {each.name for each in folder.glob(".replaced-*")} else ""
