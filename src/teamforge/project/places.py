"""Resolve the paths in a `teamforge.toml`, with a fault for each that is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from glob import glob, has_magic
from pathlib import Path

from teamforge.errors import Fault, close_match
from teamforge.project.finding import FILE
from teamforge.tables.folder import is_left_behind
from teamforge.tables.plain import is_folder, is_there

CHALLENGES = (".toml", ".json", ".xlsx")
"""The suffixes of challenge files."""


@dataclass
class Places:
    """
    The paths that a project file names, relative to its folder.

    Parameters
    ----------
    folder
        The folder of the file.
    faults
        The faults of paths that are missing or of the wrong kind.
    """

    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def pool(self, text: str | None) -> Path | None:
        """Return the folder or workbook of the pool."""
        return self._one(
            text, "pool", "a folder or an .xlsx workbook", lambda path: is_folder(path) or _ends(path, ".xlsx")
        )

    def programme(self, text: str | None) -> Path | None:
        """Return the file or folder of a programme."""
        what = "a folder, or a .toml, .json or .xlsx file"
        return self._one(text, "programme", what, lambda path: is_folder(path) or _ends(path, *CHALLENGES))

    def template(self, text: str | None) -> Path | None:
        """Return the Word document to fill."""
        return self._one(text, "template", "a .docx file", lambda path: _ends(path, ".docx"))

    def words(self, text: str | None) -> Path | None:
        """Return the folder with the wording of letters."""
        return self._one(text, "words", "a folder", is_folder)

    def challenges(self, texts: Iterable[str]) -> Iterator[tuple[str, Path, bool]]:
        """Yield each file with its field, and whether it is named directly (not by a pattern)."""
        for place, text in enumerate(texts):
            name = f"challenges[{place}]"
            if has_magic(text) and "\\" not in text and not is_there(self.folder / text):
                # Not `Path.glob`, which accepts no absolute pattern.
                found = [self.folder / each for each in sorted(glob(text, root_dir=self.folder, recursive=True))]  # noqa: PTH207
                files = [path for path in found if _ends(path, *CHALLENGES) and not is_left_behind(path.name)]
                if not files:
                    self.refuse(name, text, "a pattern that fits a .toml, .json or .xlsx file")
                yield from ((name, path, False) for path in files if path.name != FILE)
            elif file := self._one(text, name, "a .toml, .json or .xlsx file", lambda path: _ends(path, *CHALLENGES)):
                yield name, file, True

    def refuse(self, name: str, value: str | None, expected: str, mend: str = "") -> None:
        """Add a fault for a field."""
        self.faults.append(Fault(FILE, None, name, value, expected, mend))

    def _one(self, text: str | None, name: str, what: str, fits: Callable[[Path], bool]) -> Path | None:
        if text is None:
            return None
        path = self.folder / text
        if "\\" in text:
            self.refuse(name, text, "a path with forward slashes", f"write {text.replace(chr(92), '/')}")
        elif "\0" in text or not is_there(path):
            self.refuse(name, text, f"{what} that is there", _beside(path))
        elif not fits(path):
            self.refuse(name, text, what)
        else:
            return path
        return None


def _ends(path: Path, *suffixes: str) -> bool:
    return path.suffix.lower() in suffixes and path.is_file()


def _beside(path: Path) -> str:
    """Return what may be meant instead of a missing path."""
    folder = path.parent
    return (
        close_match(path.name, [each.name for each in folder.iterdir()])
        if is_folder(folder)
        else f"there is no folder {folder}"
    )
