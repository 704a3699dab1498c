"""`read_programme`: from a file, a folder or a mapping to a `Programme`, or to every fault in it at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from teamforge.challenge.document import Document
from teamforge.challenge.programme.model import Programme
from teamforge.challenge.reading import read_document
from teamforge.errors import Fault, InputError
from teamforge.tables.folder import is_left_behind
from teamforge.tables.plain import is_folder, is_there

_FILES = (".toml", ".json")
_OF_FOLDER = "programme.toml"
_ADDED = ".txt"
"""What editors add to a name, and some file managers hide; other endings are those of copies."""
_SOURCE = "the path of a .toml, .json or .xlsx file or of a folder, or a mapping of fields"
_OF_CHALLENGES = {"hosts", "on_site", "scope", "seats", "team_rules"}
"""Fields of challenges alone: a file with one of them is meant as one, and a missing `hosts` is its fault."""
_AT = re.compile(r"challenges\[(\d+)\]\.?(.*)", re.DOTALL)


def read_programme(source: str | os.PathLike[str] | Mapping[str, object] | Programme) -> Programme:
    """
    Return the programme that a file, a folder or a mapping describes.

    Parameters
    ----------
    source
        The path of a ``.toml`` or ``.json`` file, with its challenges in it or as paths relative to it; of a folder
        with ``programme.toml`` and other such files, where each that has `hosts` is a challenge, in order of their
        names; of an ``.xlsx`` workbook with the sheets `programme` and `challenges`; or a mapping of the same fields
        (SPEC.md section 10). A programme is returned unchanged.

    Raises
    ------
    InputError
        If a file cannot be read or anything is wrong with the programme or one of its challenges; every fault is
        listed.

    Examples
    --------
    >>> read_programme({
    ...     "id": "2027", "as_of": "11/01/2027", "challenges": [
    ...         {"id": "a", "hosts": ["H"], "scope": {"prevention": 7}, "on_site": {"windows": ["2027-04-13"]}},
    ...     ],
    ... })
    <Programme: 2027, 1 challenge, decided on 2027-01-11>
    """
    if isinstance(source, Programme):
        return source
    if isinstance(source, Mapping):
        return Programme.model_validate(source)
    if isinstance(source, str | os.PathLike):
        path = Path(os.fsdecode(source))
        if path.suffix.lower() == ".xlsx" and is_there(path) and not is_folder(path):
            return _of_workbook(path)
        return _of_folder(path) if is_folder(path) else _of_file(path)
    raise InputError([Fault("programme", None, None, None, _SOURCE)])


def is_programme(path: Path) -> bool:
    """Return whether a path leads to a programme, sound or not: a folder, or a file with challenges in it."""
    if is_folder(path):
        return True
    if path.suffix.lower() == ".xlsx":
        from teamforge.challenge.programme.sheets import holds_programme  # noqa: PLC0415 -- only for workbooks
        from teamforge.challenge.sheets import holds_challenge  # noqa: PLC0415

        return holds_programme(path) and not holds_challenge(path)
    data = _File.open(path, "programme").document.data
    return isinstance(data, Mapping) and "challenges" in data


def challenge_files(path: Path) -> list[Path]:
    """Return the files that may hold challenges of a programme, itself a file or a folder."""
    if is_folder(path):
        return [each for each in sorted(path.iterdir()) if _may_be_challenge(each)]
    return [path.parent / each for each in _paths(_File.open(path, "programme").document).values()]


@dataclass(frozen=True)
class _File:
    """A file that was opened: its name in faults, and what it holds."""

    name: str
    document: Document

    @classmethod
    def open(cls, path: Path, name: str) -> _File:
        """Return a file, or why it cannot be read."""
        try:
            return cls(name, read_document(path))
        except InputError as error:
            return cls(name, Document(None, error.faults))

    @property
    def is_broken(self) -> bool:
        """Whether nothing in it could be read."""
        return self.document.data is None and bool(self.document.faults)

    def placed(self, faults: tuple[Fault, ...]) -> list[Fault]:
        """Return faults of what the file holds, each with its place in the file."""
        own = self.document.faults + (() if self.is_broken else tuple(self.document.placed(faults)))
        return [replace(each, table=self.name) if each.table == "challenge" else each for each in own]


def _of_file(path: Path) -> Programme:
    file = _File.open(path, "programme")
    paths = _paths(file.document)
    return _programme(file, {place: _File.open(path.parent / each, each) for place, each in paths.items()})


def _of_workbook(path: Path) -> Programme:
    from teamforge.challenge.programme.sheets import read_year_sheets  # noqa: PLC0415 -- only for workbooks

    sheets = read_year_sheets(path)
    found: list[Fault] = []
    try:
        programme = Programme.model_validate(sheets.data)
    except InputError as error:
        found = [sheets.placed(each) for each in error.faults]
    else:
        if not sheets.faults:
            return programme
    raise InputError([*sheets.faults, *found])


def _of_folder(folder: Path) -> Programme:
    file = _File.open(folder / _OF_FOLDER, "programme")
    found = [_File.open(path, path.name) for path in challenge_files(folder)]
    beside = [each for each in found if each.is_broken or _is_challenge(each.document.data)]
    data, faults = file.document.data, (*file.document.faults, *_misnamed(folder))
    if isinstance(data, Mapping):
        if "challenges" in data:
            expected = "challenges in files of their own, beside programme.toml"
            faults = (*faults, Fault("programme", None, "challenges", None, expected, "delete this field"))
        data = {**data, "challenges": [None] * len(beside)}
    return _programme(_File("programme", Document(data, faults)), dict(enumerate(beside)))


def _paths(document: Document) -> dict[int, str]:
    """Return the challenges of a programme's file that are paths, by their place in the list."""
    entries = document.data.get("challenges") if isinstance(document.data, Mapping) else None
    return {at: each for at, each in enumerate(entries if isinstance(entries, list) else ()) if isinstance(each, str)}


def _may_be_challenge(path: Path) -> bool:
    named = path.suffix.lower() in _FILES and not is_left_behind(path.name)
    return named and path.name != _OF_FOLDER and path.is_file()


def _is_challenge(data: object) -> bool:
    return isinstance(data, Mapping) and not _OF_CHALLENGES.isdisjoint(data)


def _misnamed(folder: Path) -> Iterator[Fault]:
    """Yield the fault of each file to whose name an editor added an ending, unless the right name is there as well."""
    for path in sorted(folder.iterdir()):
        meant = path.with_suffix("")
        added = path.suffix.lower() == _ADDED and meant.suffix.lower() in _FILES and not is_left_behind(path.name)
        if added and path.is_file() and not meant.exists():
            mend = f"rename it to {meant.name}, or move it elsewhere"
            yield Fault(path.name, None, None, None, "a name that ends in .toml or .json", mend)


def _programme(file: _File, challenges: Mapping[int, _File]) -> Programme:
    """Return the programme of a file, some of whose challenges are files of their own, by their place in the list."""
    data = file.document.data
    if isinstance(data, Mapping) and challenges:
        entries = [challenges[place].document.data if place in challenges else each for place, each in _entries(data)]
        data = {**data, "challenges": entries}
    found: tuple[Fault, ...] = ()
    if not file.is_broken:
        try:
            programme = Programme.model_validate(data)
        except InputError as error:
            found = error.faults
        else:
            if not file.document.faults and not any(each.document.faults for each in challenges.values()):
                return programme
    within: dict[int, list[Fault]] = {place: [] for place in challenges}
    others: list[Fault] = []
    for fault in found:
        match = _AT.fullmatch(fault.column or "")
        if match and int(match[1]) in within:
            within[int(match[1])].append(replace(fault, table="challenge", column=match[2] or None))
        else:
            others.append(fault)
    placed = [each for place, faults in within.items() for each in challenges[place].placed(tuple(faults))]
    raise InputError([*file.placed(()), *others, *placed])


def _entries(data: Mapping[str, object]) -> Iterator[tuple[int, object]]:
    entries = data["challenges"]
    yield from enumerate(entries if isinstance(entries, list) else ())
