"""
A new challenge: a file of its own in the project, and its place in the list that names the challenges.

Where there are two files to write, a note of it is written first. If the process ends in between, whoever opens the
folder next adds the file to the list, or finds that there is no file and forgets the note.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from glob import has_magic
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Array

from teamforge.challenge import Challenge
from teamforge.challenge.reading import read_document
from teamforge.errors import Fault, InputError, InternalError
from teamforge.project import Project
from teamforge.tables.appending import locked
from teamforge.tables.saving import save

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.IGNORECASE)
_TAKEN = {"teamforge", "programme"}
_LIST = "challenges"
_NOTE = ".starting"
_TOGETHER = 2
"""The fewest challenges that can be planned together."""


@dataclass(frozen=True)
class _ChallengePlace:
    """Where the file of a new challenge goes, and the file that must list it; None if none must."""

    file: Path
    listed_in: Path | None


def can_begin(project: Project) -> bool:
    """Return whether there is a place for a new challenge: in a folder there is, in a workbook not."""
    return project.file.suffix.lower() != ".xlsx"


def can_join(project: Project) -> bool:
    """Return whether a new challenge can be planned with the others: in a folder, or by a list of paths."""
    programme = project.programme
    if programme is None or not can_begin(project):
        return False
    return programme.is_dir() or _names_files(programme)


def programme_to_begin(project: Project, challenges: Mapping[str, Challenge]) -> str | None:
    """Return the text of a `programme.toml` by which all challenges are planned together; None if none is needed."""
    if project.programme is not None or len(challenges) < _TOGETHER or not can_begin(project):
        return None
    folder = project.file.parent
    files = [Path(os.path.relpath(path, folder)).as_posix() for path in project.challenges.values()]
    as_of = min(each.as_of for each in challenges.values())
    return tomlkit.dumps({"id": "season", "title": folder.name, "as_of": as_of, "challenges": files})


def _names_files(file: Path) -> bool:
    if file.suffix.lower() not in {".toml", ".json"}:
        return False
    try:
        data = read_document(file).data
    except InputError:
        return False
    found = data.get(_LIST) if isinstance(data, Mapping) else None
    return isinstance(found, list) and all(isinstance(each, str) for each in found)


def begin(project: Project, fields: Mapping[str, Any], *, join: bool, right: Callable[[Challenge], None]) -> Path:
    """
    Write the file of a new challenge, and list it where challenges are listed; no existing file is replaced.

    Parameters
    ----------
    project
        The project that gets the challenge.
    fields
        The fields of the challenge, as a file has them. If it joins a programme, that gives the date.
    join
        Whether to plan it with the others.
    right
        Called with the challenge before anything is written; raises if anything is wrong with it.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    InputError
        If anything is wrong with the challenge, or its id or file name is taken; nothing is written.
    OSError
        If it cannot be written.
    """
    challenge = Challenge.model_validate(fields)
    right(challenge)
    if not _ID.fullmatch(challenge.id) or challenge.id.casefold() in _TAKEN:
        expected = f"letters, digits and hyphens, and not {' or '.join(sorted(_TAKEN))}: it names the file too"
        raise InputError([Fault("challenge", None, "id", challenge.id, expected)])
    if challenge.id in project.challenges:
        raise InputError([Fault("challenge", None, "id", challenge.id, "an id that no other challenge has")])
    place = _place(project, challenge.id, join=join)
    dated = not join
    text = _toml({name: value for name, value in fields.items() if dated or name != "as_of"})
    if Challenge.model_validate({"as_of": challenge.as_of, **tomlkit.parse(text).unwrap()}) != challenge:
        raise InternalError("a challenge would be begun as another one than was asked for")
    if place.listed_in is None:
        _write(place.file, text)
        return place.file
    note = place.listed_in.with_name(f".{place.file.name}{_NOTE}")
    said = {"file": _listed_as(place.file, place.listed_in), "listed_in": place.listed_in.name}
    save(note, json.dumps(said).encode())
    try:
        _write(place.file, text)
        try:
            _add(place.listed_in, place.file)
        except BaseException:
            place.file.unlink()
            raise
    finally:
        note.unlink(missing_ok=True)  # somebody who opened the folder meanwhile has taken it away
    return place.file


def finish_begun(project: Project) -> bool:
    """Add to its list each challenge that was begun by a process that ended too soon; return whether any was added."""
    added = False
    for folder in {place.parent for place in (project.file, project.programme) if place is not None}:
        for note in folder.glob(f".*{_NOTE}"):
            said = json.loads(note.read_bytes())
            file = folder / said["file"]
            if file.exists():
                _add(folder / said["listed_in"], file)
                added = True
            note.unlink(missing_ok=True)
    return added


def _write(file: Path, text: str) -> None:
    with locked(file):
        if file.exists():
            expected = f"no file {file.name} that is there already"
            raise InputError([Fault("challenge", None, "id", file.stem, expected, "take another id")])
        save(file, text.encode())


def _place(project: Project, identity: str, *, join: bool) -> _ChallengePlace:
    folder, name, programme = project.file.parent, f"{identity}.toml", project.programme
    if join and programme is not None:
        return (
            _ChallengePlace(programme / name, None)
            if programme.is_dir()
            else _ChallengePlace(programme.parent / name, programme)
        )
    if not project.file.exists():
        return _ChallengePlace(folder / name, None)  # any file in the folder is found
    data = read_document(project.file).data
    patterns = data.get(_LIST, ()) if isinstance(data, Mapping) else ()
    for pattern in map(str, patterns):
        where, _, last = pattern.rpartition("/")
        if has_magic(last) and not has_magic(where) and fnmatchcase(name, last) and (folder / where).is_dir():
            return _ChallengePlace(folder / where / name, None)
    return _ChallengePlace(folder / name, project.file)


def _toml(fields: Mapping[str, Any]) -> str:
    document = tomlkit.document()
    for name, value in fields.items():
        document[name] = value
    return tomlkit.dumps(document)


def _add(listing: Path, file: Path) -> None:
    """Add a file to the list in another, if it is not in it; comments and everything else stay."""
    path = _listed_as(file, listing)
    with locked(listing):
        text = listing.read_text(encoding="utf-8-sig")
        if listing.suffix.lower() == ".json":
            data = json.loads(text)
            if path in data.get(_LIST, ()):
                return
            data[_LIST] = [*data.get(_LIST, ()), path]
            save(listing, (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode())
            return
        document = tomlkit.parse(text)
        there = document.get(_LIST)
        if isinstance(there, Array):
            if path in there.unwrap():
                return
            there.append(path)
        else:
            document[_LIST] = [path]
        save(listing, tomlkit.dumps(document).encode())


def _listed_as(file: Path, listing: Path) -> str:
    return file.relative_to(listing.parent).as_posix()
