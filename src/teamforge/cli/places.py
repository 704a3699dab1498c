"""The places that a command writes to: refused before the work where that can be known, and none lost to another."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import typer

from teamforge.spec.vocabulary import CALENDARS

_ANOTHER = "or name another place"
_MENDS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), f"free some space there, {_ANOTHER}"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), f"change the permissions there, {_ANOTHER}"),
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR), f"make its folder, {_ANOTHER}"),
    **dict.fromkeys((errno.EROFS, errno.EISDIR, errno.ENAMETOOLONG), "name another place"),
    errno.EEXIST: "name a new file",
}
_OUTPUTS = {"out": "--out", "challenge_out": "--challenge-out"}
_FILLED_IN = "there already, and somebody may have filled it in"


def trouble_with(place: Path) -> str:
    """Return why a file cannot be written and what to do, in words that follow its name; empty if nothing is known."""
    folder = place.absolute().parent
    if place.is_dir():
        return "is a folder: name a file"
    if not folder.is_dir():
        return f"is in a folder that is not there: make it, {_ANOTHER}"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"is in a folder in which nothing can be written: change its permissions, {_ANOTHER}"
    return ""


def refuse_unwritable(place: Path, hint: str | None = None) -> None:
    """Refuse a place for a file before anything is searched for."""
    if trouble := trouble_with(place):
        raise typer.BadParameter(f"{place} {trouble}", param_hint=hint)


def refuse_inputs(params: Mapping[str, object]) -> None:
    """Refuse, among the parameters of a command, an output that would replace a file which the same command reads."""
    values = {name: value if isinstance(value, list | tuple) else [value] for name, value in params.items()}
    outputs = [
        (option, each)
        for name, option in _OUTPUTS.items()
        for each in values.pop(name, ())
        if isinstance(each, Path) and each.is_file()
    ]
    if not outputs:
        return
    paths = [each for found in values.values() for each in found if isinstance(each, Path) and each.exists()]
    for option, place in outputs:
        if any(each.samefile(place) or _is_read_with(each, place) for each in paths):
            raise typer.BadParameter(f"{place} is read by this command: name a new file", param_hint=option)


def _is_read_with(path: Path, place: Path) -> bool:
    """Return whether a file is read as part of another or of a folder: a programme's challenge, a pool's calendar."""
    if place.suffix.lower() == ".ics":
        folder = place.absolute().parent
        return folder.name.casefold() == CALENDARS and folder.parent.samefile(path)
    if place.suffix.lower() != ".json" or not (path.is_dir() or path.suffix.lower() in {".toml", ".json"}):
        return False
    from teamforge.challenge.programme.reading import challenge_files
    from teamforge.project.ids import fields_of

    challenges = [each for each in challenge_files(path) if each.is_file()]
    return any(each.samefile(place) for each in challenges) and "hosts" in fields_of(place)


def refuse_filled_in(place: Path) -> None:
    """Refuse a workbook that is there, unless nobody can have typed into it, before anything is searched for."""
    if _may_be_filled_in(place):
        raise typer.BadParameter(f"{place} is {_FILLED_IN}: {_MENDS[errno.EEXIST]}")


def keep_filled_in(place: Path) -> None:
    """
    Look once more before a workbook is written: somebody may have filled it in during the search.

    Raises
    ------
    FileExistsError
        If somebody may have.
    """
    if _may_be_filled_in(place):
        raise FileExistsError(errno.EEXIST, _FILLED_IN, str(place))


def _may_be_filled_in(place: Path) -> bool:
    if not place.exists():
        return False
    from teamforge.workbook.untouched import is_untouched

    return not is_untouched(place)


def refuse_inside_file(folder: Path, hint: str) -> None:
    """Refuse a new folder that would be inside a file."""
    for place in folder.absolute().parents:
        if place.is_file():
            raise typer.BadParameter(f"{folder} would be inside {place}, which is a file", param_hint=hint)


@contextmanager
def all_or_none() -> Iterator[list[Path]]:
    """Give a list for the new files that are begun; if anything fails, those in it are removed."""
    begun: list[Path] = []
    try:
        yield begun
    except BaseException:
        for place in begun:
            place.unlink(missing_ok=True)
        raise


def how_to_go_on(error: OSError) -> str:
    """Return what to do about a file that could not be written; empty where nobody can say."""
    return _MENDS.get(error.errno or 0, "")


def write_all(places: Iterable[Path], write: Callable[[Path], None], say: Callable[[str], None]) -> None:
    """
    Write files, each even if another one cannot be written, and say which were.

    Parameters
    ----------
    places
        The files.
    write
        Writes one.
    say
        Receives a line about each file that was written.

    Raises
    ------
    ExceptionGroup
        With every failure, once all were tried.
    """
    failed: list[Exception] = []
    for place in places:
        try:
            write(place)
            say(f"wrote {place}")
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others must not be lost to it
            failed.append(error)
    if failed:
        raise ExceptionGroup("files that could not be written", failed)
