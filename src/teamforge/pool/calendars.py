"""Calendars of peers, `calendars/<peer_id>.ics` beside the tables, as rows of the table `availability`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from teamforge.errors import Fault
from teamforge.pool.columns import Availability
from teamforge.pool.id_index import IdIndex
from teamforge.spec.dates import day_number
from teamforge.tables.calendars import CALENDARS, Dates, read_calendar

__all__ = ["read_calendars"]


def read_calendars(
    beside: Path | None, dates: Dates | None, peers: IdIndex
) -> tuple[Availability, list[Fault], list[str]]:
    """
    Return the days of events as `unavailable` rows, all faults, and warnings.

    Parameters
    ----------
    beside
        The folder in which the tables are; None where they are in no folder.
    dates
        The days that are asked for, as for `read_calendar`.
    peers
        Whose calendars there may be.
    """
    faults: list[Fault] = []
    warnings: list[str] = []
    rows: list[tuple[int, int, int]] = []
    for path in _files(beside):
        place = peers.position.get(path.stem)
        if place is None:
            if peers.complete and path.stem not in peers.spared:
                expected = "a file named by the id of a peer of the table peers"
                faults.append(Fault(CALENDARS, None, None, path.name, expected, peers.mend(path.stem)))
            continue
        busy = read_calendar(path, dates)
        faults += busy.faults
        rows += [(place, day_number(first), day_number(last)) for first, last in busy.days]
        if not busy.days and not busy.faults:
            warnings.append(f"{CALENDARS}: {path.name} has no event on the days asked for, which says nothing")
    peer, start, end = np.array(rows, dtype=np.int32).reshape(-1, 3).T
    nothing = np.zeros(len(rows), dtype=np.int32)
    return Availability(peer, start, end, nothing.astype(np.bool_), nothing), faults, warnings


def _files(beside: Path | None) -> list[Path]:
    folder = None if beside is None else beside / CALENDARS
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".ics" and not path.name.startswith("."))
