"""What is in a folder of tables: the files that are read, and what to say about the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from teamforge.errors import Fault, close_match
from teamforge.spec.vocabulary import CALENDARS
from teamforge.tables.text import fold_header

UNFINISHED = "peers.unfinished"
"""Is in a folder while its tables are being replaced: until it is gone they are neither the old ones nor the new."""
_READ = (".csv", ".parquet")
_LEFT_BEHIND = ((".", "~$"), ("~", ".bak", ".lock"))
"""How names of leftover files begin and end, such as `.~lock.peers.csv#`, `~$peers.xlsx` and `peers.csv~`."""
_PICTURES = (".bmp", ".gif", ".heic", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp")
_PHOTOGRAPHS = "photographs"
_PROJECT = "teamforge.toml"
_CHALLENGES = (".toml", ".json")
_CALENDAR = ".ics"
_AS_CHALLENGES = "not read with the tables, as challenges or programmes: {}"
_AS_CALENDARS = f"not read beside the tables: put {{}} into the folder {CALENDARS}, if they belong to this pool"
_OF_A_CHALLENGE = re.compile(rb"\b(hosts|challenges)\b")
_COPIED = re.compile(r"[a-z]+(?:_[a-z]+)*")
_MOST_NAMED = 3


@dataclass(frozen=True)
class Folder:
    """
    What is in a folder.

    Parameters
    ----------
    tables
        The file of each table, by the table's name.
    refused
        The faults of files and folders that are named like a table but not read.
    warnings
        One line for anything else that is not read.
    """

    tables: dict[str, Path] = field(default_factory=dict)
    refused: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def look_into(place: Path, names: Sequence[str]) -> Folder:
    """
    Return what is in a folder; `names` are the tables to read.

    Raises
    ------
    OSError
        If the folder cannot be read.
    """
    folder = Folder()
    files: dict[str, list[Path]] = {}
    elsewhere: dict[str, list[str]] = {}
    for path in sorted(place.iterdir()):
        if _is_passed_over(path):
            continue
        name = _table(path)
        if path.suffix.lower() in _READ and path.is_file() and (stem := fold_header(path.stem)) in names:
            files.setdefault(stem, []).append(path)
        elif path.name == UNFINISHED:
            expected = "tables that belong together: a program was ended while it replaced them"
            mend = "open the folder with `teamforge open`, which puts back those that were there before"
            folder.refused.append(Fault(name, None, None, None, expected, mend))
        elif name in names:
            kind = ", and it is a folder" if path.is_dir() else "" if path.is_file() else ", and it is no plain file"
            expected = f"a .csv or .parquet file{kind}"
            save = f"put a file {name}.csv in its place" if kind else f"save it as {name}.csv"
            mend = f"{save}, or give it another name"
            folder.refused.append(Fault(name, None, None, path.name, expected, mend))
        elif path.is_dir():
            folder.warnings.extend(_of_subfolder(path, names))
        elif text := _for_another_reader(path):
            elsewhere.setdefault(text, []).append(path.name)
        else:
            folder.warnings.append(ignored(f"file {path.name!r}", name, names))
    folder.warnings.extend(text.format(_named(found)) for text, found in elsewhere.items())
    for name, paths in files.items():
        if len(paths) > 1:
            mend = f"keep one of {', '.join(path.name for path in paths)}"
            folder.refused.append(Fault(name, None, None, None, "each table once", mend))
        else:
            folder.tables[name] = paths[0]
    return folder


def ignored(what: str, name: str, names: Sequence[str]) -> str:
    """Return the warning about something named like no table, with the table that may be meant."""
    copied = _COPIED.match(name)  # such as "interests - Table 1", as Numbers calls what it exports
    hint = close_match(name, names) or (copied and close_match(copied[0], names))
    return f"the {what} is ignored: it has the name of no table" + (f"; {hint}" if hint else "")


def is_left_behind(name: str) -> bool:
    """
    Return whether a file or folder with this name is a leftover that nobody means as data.

    Examples
    --------
    >>> is_left_behind("~$peers.xlsx"), is_left_behind("P2.JPG"), is_left_behind("P2.ics")
    (True, True, False)
    """
    name, (begins, ends) = name.casefold(), _LEFT_BEHIND
    return name.startswith(begins) or name.endswith((*ends, *_PICTURES)) or name == _PHOTOGRAPHS


def _is_passed_over(path: Path) -> bool:
    """Return whether a file or folder is a leftover, or belongs to another reader, which reports its faults."""
    return is_left_behind(path.name) or path.name.casefold() in {_PROJECT, CALENDARS, f"{CALENDARS}.zip"}


def _table(path: Path) -> str:
    """Return the name of the table that a file looks like: everything before the first dot."""
    return fold_header(path.name.partition(".")[0])


def _for_another_reader(path: Path) -> str:
    """Return what to say about a calendar, or what its words show to be a challenge or programme; else nothing."""
    suffix = path.suffix.lower()
    if suffix == _CALENDAR:
        return _AS_CALENDARS
    if suffix not in _CHALLENGES or not path.is_file():
        return ""
    with path.open("rb") as file:
        return _AS_CHALLENGES if _OF_A_CHALLENGE.search(file.read(1 << 20)) else ""


def _of_subfolder(folder: Path, names: Sequence[str]) -> Iterator[str]:
    """Yield the warning about a folder that contains what would be read if it were next to it."""
    try:
        within = [path for path in sorted(folder.iterdir()) if not _is_passed_over(path)]
    except OSError:
        yield f"the folder {folder.name!r} is not read"
        return
    tables = sorted((path for path in within if _table(path) in names), key=lambda path: names.index(_table(path)))
    found = [path.name for path in tables]
    calendars = [path.name for path in within if path.suffix.lower() == _CALENDAR]
    is_pool = len(found) > 1 and _table(tables[0]) == names[0]  # as `teamforge generate` writes it
    instead = "give its path if that is the pool, or " if is_pool else ""
    for files, where in ((found, "beside the others"), (calendars, f"into the folder {CALENDARS}")):
        if files:
            put = f"put {_named(files)} {where}, if they belong to this pool"
            yield f"the folder {folder.name!r} is not read: {instead if files is found else ''}{put}"


def _named(files: Sequence[str]) -> str:
    more = f" and {len(files) - _MOST_NAMED:,} more" if len(files) > _MOST_NAMED else ""
    return f"{', '.join(map(repr, files[:_MOST_NAMED]))}{more}"
