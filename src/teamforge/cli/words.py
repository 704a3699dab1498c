"""The words of a command, filled in from the project folder: the one place that knows how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from teamforge.errors import InputError, close_match
from teamforge.project.finding import shown

if TYPE_CHECKING:
    from teamforge.project import Project

CHALLENGE = ("challenge", "other")
"""The arguments that name a challenge."""
_PROGRAMME = "programme"
_AFTER_TEAM = "third"
"""The last argument of a command that takes a team before the pool as well."""
_FILES = (".toml", ".json")
_SHOWN = 8


def with_project(arguments: Sequence[str], words: Sequence[str], project: Project, *, alone: bool) -> list[str]:
    """
    Return the words of a command, with the pool of the project and the files of its challenges.

    Paths stay as they are: a pool is put in front only if its place is empty, or has a challenge or a programme.

    Parameters
    ----------
    arguments
        The names of the command's arguments; `pool` is one of them.
    words
        The words as typed, without the options.
    project
        The project of the current folder.
    alone
        Whether the command can do without a challenge.

    Raises
    ------
    BadParameter
        If a word is neither a path nor an id, or the project does not name what is missing.
    """
    at = arguments.index("pool")
    asked = arguments[at + 1 :]
    if _AFTER_TEAM in asked and len(words) > at + 1 and _is_pool(Path(words[at + 1])):
        at += 1
    before, here = list(words[:at]), list(words[at:])
    if len(before) < at:
        return before
    if not here or _is_asked(here[0], asked, project):
        if project.pool is None:
            raise typer.BadParameter(f"missing: {shown(project.file)} names no pool", param_hint="POOL")
        here.insert(0, str(project.pool))
        if len(here) == 1:
            here += _asked_alone(asked, before, project, alone=alone)
    elif asked and not Path(here[0]).exists():
        raise _unknown(here[0], project)
    files = {name: _file(name, word, project) for name, word in zip(asked, here[1:], strict=False)}
    return [*before, here[0], *files.values(), *here[1 + len(files) :]]


def file_of(word: str, option: str) -> Path:
    """
    Return the file that an option means: a path, or the id of a challenge or programme of the project.

    Raises
    ------
    BadParameter
        If it is neither.
    """
    from teamforge.project import find_project

    path, project = Path(word), find_project()
    known = None if path.exists() or project is None else _known_file(CHALLENGE[0], word, project)
    if known is None and not path.exists():
        msg = f"there is no file or folder {word!r}"
        raise typer.BadParameter(msg if project is None else _unknown(word, project).message, param_hint=option)
    return known or path


def _is_asked(word: str, asked: Sequence[str], project: Project) -> bool:
    """Return whether a word in the pool's place is really the challenge or programme."""
    path = Path(word)
    if not asked or _is_pool(path):
        return False
    return path.suffix.lower() in _FILES or _known_file(asked[0], word, project) is not None


def _is_pool(path: Path) -> bool:
    """Return whether a path can be a pool: an existing workbook, or a folder with the table `peers`."""
    if path.is_dir():
        return any(each.name.partition(".")[0].casefold() == "peers" for each in path.iterdir())
    return path.suffix.lower() == ".xlsx" and path.is_file()


def _known_file(name: str, word: str, project: Project) -> Path | None:
    """Return the file of an id, for an argument; a programme may stand for a challenge, as for a kept plan."""
    programme = project.programme if word == project.programme_id else None
    if name in CHALLENGE:
        return project.challenges.get(word, programme)
    return programme if name == _PROGRAMME else None


def _file(name: str, word: str, project: Project) -> str:
    """Return the file that a word means."""
    path = Path(word)
    if name not in {*CHALLENGE, _PROGRAMME} or path.is_file():
        return word
    known = _known_file(name, word, project)
    if known is not None and not (name == _PROGRAMME and path.exists()):
        return str(known)
    if name in CHALLENGE and not path.exists() and path.suffix.lower() not in (*_FILES, ".xlsx"):
        raise _unknown(word, project)
    return word


def _asked_alone(asked: Sequence[str], before: Sequence[str], project: Project, *, alone: bool) -> Iterator[str]:
    """Yield what goes with the pool, from the project, if no challenge or programme was given."""
    if not asked:
        return
    if asked[0] == _PROGRAMME:
        kept = project.programme
    else:
        kept = _challenge_of(before[-1], project) if before and asked[0] in CHALLENGE else None
    if kept is not None:
        yield str(kept)
    elif not alone and (project.pool is None or project.pool.suffix.lower() != ".xlsx"):  # a workbook may hold it
        known = f"{shown(project.file)} names no programme" if asked[0] == _PROGRAMME else _known(project)
        raise typer.BadParameter(f"missing, give an id or a file: {known}", param_hint=asked[0].upper())


def _challenge_of(word: str, project: Project) -> Path | None:
    """Return the challenge of a kept result, or the programme of a kept plan."""
    from teamforge.records.record import read_record

    try:
        record = read_record(Path(word))
    except InputError as error:
        raise typer.BadParameter("; ".join(map(str, error.faults)), param_hint="RESULT") from None
    return _known_file("challenge", str(record.get("challenge_id", record.get("programme_id"))), project)


def _unknown(word: str, project: Project) -> typer.BadParameter:
    hint = close_match(word, list(project.challenges))
    msg = f"there is no file or folder {word!r}, and no challenge of that id: {_known(project)}{hint and f'; {hint}'}"
    return typer.BadParameter(msg, param_hint="CHALLENGE")


def _known(project: Project) -> str:
    """Return which challenges the project has, and which files could not be read."""
    ids = list(project.challenges)
    more = f" and {len(ids) - _SHOWN:,} more" if len(ids) > _SHOWN else ""
    known = f"{shown(project.file)} has {', '.join(ids[:_SHOWN])}{more}" if ids else f"{shown(project.file)} names none"
    unread = "; ".join(f"{shown(path)} cannot be read: {faults[0]}" for path, faults in project.unread.items())
    return f"{known}; {unread}" if unread else known
