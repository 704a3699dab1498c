"""Peers' calendars, `calendars/<peer_id>.ics` next to the tables, as rows of `availability`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from teamforge.errors import Fault
from teamforge.pool.columns import Availability
from teamforge.pool.id_index import IdIndex
from teamforge.spec.dates import day_number
from teamforge.spec.vocabulary import CALENDARS
from teamforge.tables.folder import is_left_behind

if TYPE_CHECKING:
    from teamforge.tables.calendars import Calendar, Dates

_RENAME = "rename it to end in .ics, or take it out of the folder"
_WHOSE = "rename it to the id of its peer, or add the peer to the table peers"


def busy_rows(calendars: Iterable[tuple[int, Calendar]], dates: Dates) -> tuple[Availability, list[str]]:
    """
    Return an `unavailable` row for each range of days on which a peer is busy, and a warning for each idle calendar.

    An `InputError` says that the events of a calendar cannot be worked out in reasonable time.
    """
    rows: list[tuple[int, int, int]] = []
    warnings: list[str] = []
    for place, calendar in calendars:
        busy = calendar.days(dates)
        rows += [(place, day_number(first), day_number(last)) for first, last in busy]
        if not busy:
            between = f"from {dates[0]} to {dates[1]}"
            warnings.append(f"{CALENDARS}: {calendar.name} has no busy event {between}, so it says nothing")
    peer, start, end = np.array(rows, dtype=np.int32).reshape(-1, 3).T
    nothing = np.zeros(len(rows), dtype=np.int32)
    return Availability(peer, start, end, nothing.astype(np.bool_), nothing), warnings


def read_calendars(beside: Path | None, peers: IdIndex) -> tuple[tuple[tuple[int, Calendar], ...], list[Fault]]:
    """Return the calendars beside the tables, each with the position of its peer, and all faults."""
    faults: list[Fault] = []
    found: list[tuple[int, Calendar]] = []
    of: dict[int, str] = {}
    for path in _files(beside, faults):
        place = peers.position.get(path.stem)
        if place is None:
            if peers.complete and path.stem not in peers.spared:
                expected = "a file named by the id of a peer of the table peers"
                faults.append(Fault(CALENDARS, None, None, path.name, expected, peers.mend(path.stem, _WHOSE)))
            continue
        if place in of:
            faults.append(_fault(path, "one calendar for each peer", f"put {of[place]} and this one together"))
            continue
        of[place] = path.name
        from teamforge.tables.calendars import read_calendar  # noqa: PLC0415 -- few pools have calendars

        calendar, wrong = read_calendar(path)
        faults += wrong
        found.append((place, calendar))
    return tuple(found), faults


def _files(beside: Path | None, faults: list[Fault]) -> Iterator[Path]:
    """Yield the calendars in the folder `calendars`, and add a fault for anything else in it."""
    near = [] if beside is None else [path for path in sorted(beside.iterdir()) if _stem(path) == CALENDARS]
    named = [path for path in near if path.name.casefold() == CALENDARS]
    folders = [path for path in named if path.is_dir()]
    packed = [path for path in near if path not in named and path.suffix.casefold() == ".zip"]
    faults += [_fault(path, f"a folder named {CALENDARS}", "unpack it") for path in packed]
    no_folders = (path for path in named if path not in folders)
    faults += [_fault(path, "a folder of this name", "put the calendars into one") for path in no_folders]
    if len(folders) > 1:
        names = ", ".join(path.name for path in folders)
        faults.append(Fault(CALENDARS, None, None, names, f"one folder named {CALENDARS}", "put the files into one"))
    for path in (each for folder in folders for each in sorted(folder.iterdir()) if not is_left_behind(each.name)):
        if path.suffix.casefold() == ".ics" and path.is_file():
            yield path
        else:
            faults.append(_fault(path, "a calendar, <peer_id>.ics", _RENAME))


def _stem(path: Path) -> str:
    return path.name.partition(".")[0].casefold()


def _fault(path: Path, expected: str, mend: str) -> Fault:
    return Fault(CALENDARS, None, None, path.name, expected, mend)
