"""Reading back a team's workbook: who sits where, and how far the asking has come."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from teamforge.dates import parse_day, to_date
from teamforge.errors import Fault, InputError, close_match
from teamforge.page import Column, Page, Section, Table
from teamforge.page.shown import Shown
from teamforge.page.words import days_in_words
from teamforge.pool.vocabulary import fold
from teamforge.result import Window
from teamforge.tables import TextTable
from teamforge.tables.source import read_path
from teamforge.team import Team
from teamforge.workbook.states import SeatState

__all__ = ["AskedSeat", "TeamWorkbook", "read_team_workbook"]

_STATES = tuple(map(str, SeatState))
_MOST_DIGITS = 18
_AGAIN = "write it again with `teamforge compose --out team.xlsx`"


@dataclass(frozen=True, slots=True)
class AskedSeat:
    """A seat, the peer on it, and how far the asking has come."""

    seat: str
    peer_id: str
    state: SeatState


@dataclass(frozen=True)
class TeamWorkbook(Shown):
    """
    A team as it was written to a workbook, with the states that people filled in.

    Parameters
    ----------
    challenge_id, input_digest, version, seed
        What the team is of, as the result had it.
    window
        The days on site.
    seats
        The filled seats, in the order of the sheet.
    """

    challenge_id: str
    input_digest: str
    version: str
    seed: int
    window: Window
    seats: tuple[AskedSeat, ...]

    @property
    def team(self) -> Team:
        """The team as window and seats."""
        return Team(self.window.start, tuple((each.seat, each.peer_id) for each in self.seats))

    def peers(self, *states: SeatState) -> tuple[str, ...]:
        """Return the ids of the peers in some states: `repair` takes the declined, the objected and the confirmed."""
        return tuple(each.peer_id for each in self.seats if each.state in states)

    def _page(self) -> Page:
        columns = (Column("Seat"), Column("Peer"), Column("State"))
        rows = tuple((each.seat, each.peer_id, str(each.state)) for each in self.seats)
        days = days_in_words(self.window.start, self.window.end)
        return Page(f"The team of challenge {self.challenge_id}", (days,), (Section("", table=Table(columns, rows)),))

    def __repr__(self) -> str:
        """Return the seats with their states, by id."""
        told = ", ".join(f"{each.seat} {each.peer_id} {each.state}" for each in self.seats)
        return f"<TeamWorkbook {self.challenge_id}, {self.window.start}: {told}>"


def read_team_workbook(path: str | os.PathLike[str]) -> TeamWorkbook:
    """
    Return the team of a workbook that `teamforge compose --out team.xlsx` wrote, with its states.

    Parameters
    ----------
    path
        The workbook. Its sheets `team` and `record` are read; the others may be changed or deleted.

    Returns
    -------
    TeamWorkbook
        The team with the state of each seat, ready for `repair`.

    Raises
    ------
    InputError
        If anything is wrong with it; every fault is listed by sheet, row and column.

    Examples
    --------
    >>> import tempfile, teamforge
    >>> from teamforge.workbook.team import team_workbook
    >>> result = teamforge.compose(*teamforge.load_demo())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "team.xlsx").write_bytes(team_workbook(result))
    ...     written = read_team_workbook(f"{folder}/team.xlsx")
    >>> written.team == result.team, {str(each.state) for each in written.seats}
    (True, {'proposed'})
    """
    place = Path(os.fsdecode(path))
    if place.suffix.lower() != ".xlsx":
        raise InputError([Fault("team", None, None, str(place), "a workbook whose name ends in .xlsx")])
    source = read_path(place, ("team", "record"))
    faults = [replace(fault, table="team") if fault.table == "pool" else fault for fault in source.faults]
    missing = {"team", "record"} - source.tables.keys() - source.broken if not source.unreadable else ()
    faults += [Fault(name, None, None, place.name, f"a sheet named {name}", _AGAIN) for name in sorted(missing)]
    if faults:
        raise InputError(faults)
    record = _Record(source.tables["record"])
    seats = tuple(_seats(source.tables["team"], faults))
    told = record.told(faults)
    if faults or told is None:
        raise InputError(faults)
    return replace(told, seats=seats)


def _seats(table: TextTable, faults: list[Fault]) -> Iterator[AskedSeat]:
    """Yield the seats of the sheet `team`, and add its faults."""
    columns = ("seat", "peer_id", "state")
    missing = [name for name in columns if name not in table.columns]
    faults += [Fault("team", 1, name, None, "this column, which is required", "add it to row 1") for name in missing]
    if missing:
        return
    if not len(table):
        faults.append(Fault("team", None, None, None, "a row for each seat", _AGAIN))
    seen: dict[tuple[str, str], int] = {}
    for position, row in enumerate(table.row.tolist()):
        cells = {name: table.columns[name].text(position) for name in columns}
        state = fold(cells["state"])
        found = len(faults)
        for name in ("seat", "peer_id"):
            first = seen.setdefault((name, cells[name]), row)
            if not cells[name]:
                faults.append(Fault("team", row, name, None, "an id", "fill in the blank cell, or delete the row"))
            elif first != row:
                faults.append(Fault("team", row, name, cells[name], "each of them once", f"row {first} has it too"))
        if state not in _STATES:
            mend = close_match(state, _STATES) or "choose from the list"
            expected = f"one of {', '.join(_STATES)}"
            faults.append(Fault("team", row, "state", cells["state"] or None, expected, mend))
        if len(faults) == found:
            yield AskedSeat(cells["seat"], cells["peer_id"], SeatState(state))


class _Record:
    """The sheet `record` while it is read."""

    def __init__(self, table: TextTable) -> None:
        self._values: Mapping[str, str] = {}
        self._rows: Mapping[str, int] = {}
        if {"field", "value"} <= table.columns.keys():
            names = [fold(table.columns["field"].text(row)) for row in range(len(table))]
            self._values = {name: table.columns["value"].text(row) for row, name in enumerate(names)}
            self._rows = dict(zip(names, table.row.tolist(), strict=True))

    def told(self, faults: list[Fault]) -> TeamWorkbook | None:
        """Return what the record says, and add its faults; None where there are any."""
        before = len(faults)
        challenge_id, digest, version = (
            self._text(name, faults) for name in ("challenge_id", "input_digest", "version")
        )
        seed = self._text("seed", faults)
        if seed and not (seed.removeprefix("-").isdecimal() and len(seed) <= _MOST_DIGITS):
            self._fault("seed", "a whole number", faults)
        days = [parse_day(text) if (text := self._text(name, faults)) else None for name in ("start", "end")]
        for name, day in zip(("start", "end"), days, strict=True):
            if day is None and self._values.get(name):
                self._fault(name, "a date such as 2027-01-31", faults)
        start, end = (None if day is None else to_date(day) for day in days)
        if start and end and end < start:
            self._fault("end", f"a date from {start} on", faults)
        if len(faults) > before or start is None or end is None:
            return None
        return TeamWorkbook(challenge_id, digest, version, int(seed), Window(start, end), ())

    def _text(self, name: str, faults: list[Fault]) -> str:
        text = self._values.get(name, "")
        if not text:
            faults.append(Fault("record", self._rows.get(name), name, None, "a value of this field", _AGAIN))
        return text

    def _fault(self, name: str, expected: str, faults: list[Fault]) -> None:
        faults.append(Fault("record", self._rows.get(name), name, self._values[name], expected, _AGAIN))
