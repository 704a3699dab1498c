"""The append-only file of the record, read as a whole and checked link by link."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from teamforge.errors import Fault, InputError
from teamforge.page.displayed import Displayed
from teamforge.page.plain import Plain
from teamforge.records.decisions.entry import Entry
from teamforge.records.decisions.writing import line_of, read_line, sealed
from teamforge.tables import appending
from teamforge.tables.plain import content_of

_TABLE = "decisions"
_PATIENCE = 5.0
"""The seconds to wait for another writer."""


@dataclass(frozen=True, repr=False)
class Decisions(Displayed, Plain, Sequence[Entry]):
    """
    The entries of a record, and its faults.

    Parameters
    ----------
    entries
        The entries in the order they were written; an unreadable line has none.
    faults
        The faults in words; empty exactly when every link of the chain holds.
    """

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]

    _KEYS = ("holds", "faults", "entries")

    @property
    def holds(self) -> bool:
        """Whether the record has no faults."""
        return not self.faults

    @property
    def seal(self) -> str | None:
        """The seal of the last entry; a copy kept elsewhere shows later that nothing was cut off the end."""
        return self.entries[-1].seal if self.entries else None

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        """Return the entry at a position."""
        return self.entries[place]

    def __len__(self) -> int:
        """Return the number of entries that could be read."""
        return len(self.entries)

    def __repr__(self) -> str:
        """Return the numbers of entries and faults, and nobody's data."""
        return f"<Decisions: {len(self.entries):,} entries, {len(self.faults):,} faults>"


def read_decisions(path: str | os.PathLike[str], *, includes: str | None = None) -> Decisions:
    r"""
    Return the entries of a record of decisions, and every break in its chain.

    Parameters
    ----------
    path
        The file that `decide` wrote to.
    includes
        The seal of an entry that must be present: one kept from earlier shows whether the end was cut off.

    Returns
    -------
    Decisions
        The entries in order; `faults` is empty if the chain holds.

    Raises
    ------
    InputError
        If the file cannot be read at all.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "decisions.jsonl")
    ...     path.write_text("no entry\n") and read_decisions(path).faults[0]
    'line 1: the line: invalid json: expected ident at line 1 column 2'
    """
    found = _read(_content(Path(path)))
    if includes is not None and all(entry.seal != includes for entry in found.entries):
        return Decisions(found.entries, (*found.faults, f"no entry has the seal {includes}: it was removed"))
    return found


def append(path: Path, made: Callable[[int, str | None], Entry]) -> Entry:
    """
    Add an entry to a record, provided that every earlier entry holds; create the file if it is missing.

    `made` returns the entry, given its number and the seal of the previous one. Nothing is added if the record does not
    hold, or somebody else is writing to it (an `InputError`), or if it cannot be written (an `OSError`). While it is
    written, a file next to it whose name ends in `.lock` keeps others out.
    """
    with _alone(path):
        before = _read(_content(path)) if path.exists() else Decisions((), ())
        if before.faults:
            mend = "keep it for whoever looks into it, and begin another"
            raise InputError([Fault(_TABLE, None, None, fault, "a record that holds", mend) for fault in before.faults])
        entry = sealed(made(len(before) + 1, before.seal))
        appending.append(path, line_of(entry) + b"\n", mode=0o600)
    return entry


def _content(path: Path) -> bytes:
    try:
        return content_of(path)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
    raise InputError([Fault(_TABLE, None, None, str(path), f"a file that can be read ({reason})")])


def _read(content: bytes) -> Decisions:
    entries: list[Entry] = []
    faults: list[str] = []
    lines = content.split(b"\n")
    if lines.pop():
        faults.append(f"line {len(lines) + 1}: it is cut off: it has no end")
    previous: Entry | None = None
    for number, line in enumerate(lines, start=1):
        entry, wrong = read_line(line)
        breaks = list(wrong)
        if entry is not None:
            entries.append(entry)
            if entry.number != number:
                breaks.append(f"its number is {entry.number}: entries were removed, added or moved")
            if number == 1 and entry.previous is not None:
                breaks.append("it is the first, and names an entry before it")
            if number > 1 and (previous is None or entry.previous != previous.seal):
                breaks.append("the entry before it is not the one it was written after")
        faults += [f"line {number}: {each}" for each in breaks]
        previous = entry
    return Decisions(tuple(entries), tuple(faults))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep others from writing to a file, with a lock that works on every system and on shared drives."""
    lock = path.with_name(f"{path.name}.lock")
    until = time.monotonic() + _PATIENCE
    while True:
        with suppress(FileExistsError):
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            break
        if time.monotonic() > until:
            mend = f"try again; where nobody is writing, a writer was ended before its time: delete {lock.name}"
            raise InputError([Fault(_TABLE, None, None, str(path), "a record that nobody else is writing to", mend)])
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
