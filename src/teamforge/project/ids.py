"""Which challenge is in which file, by the ids in the files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from teamforge.challenge.fields import trimmed
from teamforge.challenge.programme.reading import challenge_files
from teamforge.challenge.reading import read_document
from teamforge.challenge.sheets import holds_challenge
from teamforge.errors import Fault, InputError
from teamforge.project.finding import FILE, shown

_OF_FOLDER = "programme.toml"


class Index:
    """
    The challenges of a project, as they are added.

    Attributes
    ----------
    files
        The file of each id.
    unread
        The faults of each file whose id cannot be read.
    faults
        Faults for files named directly that hold no challenge, and for ids that two files share.
    dates
        The programme's date for each challenge file without a date of its own.
    """

    def __init__(self) -> None:
        self.files: dict[str, Path] = {}
        self.unread: dict[Path, tuple[Fault, ...]] = {}
        self.faults: list[Fault] = []
        self.dates: dict[Path, object] = {}

    def add(self, path: Path, field: str, *, itself: bool) -> Mapping[str, object]:
        """
        Add the challenge of a file, and return the fields of the file.

        `itself` says whether the file is named directly; any other file without a challenge is skipped.
        """
        data: object = None
        if path.suffix.lower() != ".xlsx" or holds_challenge(path):
            try:
                data = read_document(path).data
            except InputError as error:
                self.unread[path] = error.faults
                return {}
        given = data if isinstance(data, Mapping) else {}
        identity = trimmed(given.get("id"))
        if identity is None or "hosts" not in given:
            if itself:
                self.faults.append(Fault(FILE, None, field, shown(path), "a file with a challenge: its id and hosts"))
        elif not self.files.setdefault(identity, path).samefile(path):
            both = f"{shown(self.files[identity])} and {shown(path)} have this id"
            self.faults.append(Fault(FILE, None, field, identity, "an id that no other challenge has", both))
        return given

    def add_programme(self, programme: Path, as_of: object) -> None:
        """Add the challenges of a programme that have their own files; those without a date get its date."""
        for path in challenge_files(programme):
            if path.is_file() and (data := self.add(path, "programme", itself=False)) and data.get("as_of") is None:
                self.dates[path.resolve()] = as_of


def head_of(programme: Path) -> Mapping[str, object]:
    """Return the fields of a programme; empty if they cannot be read, and `teamforge plan` then says why."""
    file = programme / _OF_FOLDER if programme.is_dir() else programme
    return {} if file.suffix.lower() == ".xlsx" else fields_of(file)


def fields_of(file: Path) -> Mapping[str, object]:
    """Return the fields of the file of a challenge or programme; empty if it cannot be read."""
    try:
        data = read_document(file).data
    except InputError:
        return {}
    return data if isinstance(data, Mapping) else {}
