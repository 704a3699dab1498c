"""Read a team's workbook back: who has which seat, and what they answered."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from teamforge.errors import Fault, InputError, close_match
from teamforge.page import Page, Section, Table
from teamforge.page.displayed import Displayed
from teamforge.page.model import texts
from teamforge.page.words import days_in_words
from teamforge.spec.dates import parse_day, to_date
from teamforge.spec.vocabulary import fold
from teamforge.spec.words import spoken
from teamforge.tables import TextTable
from teamforge.tables.source import read_path
from teamforge.team import Responses, Team, Window
from teamforge.workbook.states import SeatState

TEAM_STATES = tuple(str(state) for state in SeatState if state is not SeatState.RELEASED)
OUT_STATES = tuple(str(state) for state in SeatState if state.replaced or state is SeatState.RELEASED)
DROPPED_OUT = ("dropped out", "dropped_out")
"""The sheet of people who were asked before: its name, and its name in workbooks of earlier versions."""
_MOST_DIGITS = 18
_AGAIN = "write it again with `teamforge compose --out team.xlsx`"


@dataclass(frozen=True, slots=True)
class PeerResponse:
    """A peer, their answer, and people's notes."""

    peer_id: str
    state: SeatState
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SeatResponse(PeerResponse):
    """The same, for a peer on a seat."""

    seat: str


@dataclass(frozen=True)
class TeamWorkbook(Displayed):
    """
    A team as it was written to a workbook, with the states that people filled in.

    Parameters
    ----------
    challenge_id, input_digest, version, seed
        Those of the result that the team comes from.
    window
        The days on site.
    seats
        The filled seats, in the order of the sheet.
    dropped_out
        The peers who were asked before and are not on the team, with their answers, and peers added by hand.
    unchanged
        Peer, state and note as they were when the workbook was written.
    """

    challenge_id: str
    input_digest: str
    version: str
    seed: int
    window: Window
    seats: tuple[SeatResponse, ...]
    dropped_out: tuple[PeerResponse, ...] = ()
    unchanged: frozenset[tuple[str, str, str]] = field(default=frozenset(), repr=False)

    @property
    def changes(self) -> tuple[PeerResponse, ...]:
        """The peers whose state or note people changed; everybody, if the workbook lacks its original content."""
        return tuple(
            each for each in self.everybody if (each.peer_id, each.state.value, each.note) not in self.unchanged
        )

    @property
    def team(self) -> Team:
        """The team as window and seats."""
        return Team(self.window.start, tuple((each.seat, each.peer_id) for each in self.seats))

    def peers(self, *states: SeatState) -> tuple[str, ...]:
        """Return the ids of the peers in some states: `repair` takes the declined, the objected and the confirmed."""
        return tuple(dict.fromkeys(each.peer_id for each in self.everybody if each.state in states))

    @property
    def everybody(self) -> tuple[PeerResponse, ...]:
        """The peers on the team, and those who dropped out."""
        return (*self.seats, *self.dropped_out)

    @property
    def responses(self) -> Responses:
        """The states as responses for a repair."""
        return self.responses_beside(())

    def responses_beside(self, known: Collection[str]) -> Responses:
        """
        Return the states as responses for a repair, given the history.

        Parameters
        ----------
        known
            Ids of the peers in the history; for them, only states that people changed count.
        """
        written = {peer: state for peer, state, _ in self.unchanged}
        news = [each for each in self.everybody if each.peer_id not in known or written.get(each.peer_id) != each.state]
        against = [each.peer_id for each in news if each.state is SeatState.OBJECTED]
        out = [each.peer_id for each in news if each.state.replaced and each.peer_id not in against]
        return Responses.of(out, against, [each.peer_id for each in news if each.state.kept])

    def page(self) -> Page:
        """Return what notebooks show."""
        columns = texts("Seat", "Peer", "State")
        rows = tuple((spoken(each.seat), each.peer_id, str(each.state)) for each in self.seats)
        days = days_in_words(self.window.start, self.window.end)
        sections = [Section("", table=Table(columns, rows))]
        if self.dropped_out:
            gone = tuple((each.peer_id, str(each.state)) for each in self.dropped_out)
            sections.append(Section("Dropped out", table=Table(columns[1:], gone)))
        return Page(f"The team of challenge {self.challenge_id}", (days,), tuple(sections))

    def __repr__(self) -> str:
        """Return the seats with their states, by id."""
        states = [f"{each.seat} {each.peer_id} {each.state}" for each in self.seats]
        states += [f"{each.peer_id} {each.state}" for each in self.dropped_out]
        return f"<TeamWorkbook {self.challenge_id}, {self.window.start}: {', '.join(states)}>"


def read_team(path: str | os.PathLike[str]) -> TeamWorkbook:
    """
    Return the team, with its states, from a workbook that `teamforge compose --out team.xlsx` wrote.

    Parameters
    ----------
    path
        The workbook. Its sheets `team`, `dropped out` and `record` are read; the others may be changed or deleted.

    Returns
    -------
    TeamWorkbook
        The team with the state of each seat, ready for `repair`.

    Raises
    ------
    InputError
        If anything in it is wrong; every fault is listed by sheet, row and column.

    Examples
    --------
    >>> import tempfile, teamforge
    >>> from teamforge.workbook import write_team
    >>> result = teamforge.compose(*teamforge.load_demo())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_team(result, f"{folder}/team.xlsx")
    ...     written = read_team(f"{folder}/team.xlsx")
    >>> written.team == result.team, {str(each.state) for each in written.seats}
    (True, {'proposed'})
    """
    place = Path(os.fsdecode(path))
    if place.suffix.lower() != ".xlsx":
        raise InputError([Fault("team", None, None, str(place), "a workbook whose name ends in .xlsx")])
    sheets = ("team", *DROPPED_OUT, "record", "written")
    source = read_path(place, sheets, headings={"team": ("seat", "state")})
    faults = [replace(fault, table="team") if fault.table == "pool" else fault for fault in source.faults]
    missing = {"team", "record"} - source.tables.keys() - source.broken if not source.unreadable else ()
    faults += [Fault(name, None, None, place.name, f"a sheet named {name}", _AGAIN) for name in sorted(missing)]
    if faults:
        raise InputError(faults)
    record = _Record(source.tables["record"])
    written = _written(source.tables.get("written"))
    in_words = {fold(spoken(seat)): seat for seat, _, _, _ in written if seat}
    team = source.tables["team"]
    team = _by_field(team)
    seats = tuple(replace(each, seat=in_words.get(fold(each.seat), each.seat)) for each in _seats(team, faults))
    out = [source.tables[name] for name in DROPPED_OUT if name in source.tables]
    dropped_out = tuple(each for table in out for each in _dropped_out(_by_field(table), faults))
    book = record.workbook(faults)
    if faults or book is None:
        raise InputError(faults)
    unchanged = frozenset((peer, state, note) for _, peer, state, note in written)
    return replace(book, seats=seats, dropped_out=dropped_out, unchanged=unchanged)


def _by_field(table: TextTable) -> TextTable:
    """Return a table under the names of its fields: in the file, its headings are in words."""
    return replace(table, columns={name.replace(" ", "_"): text for name, text in table.columns.items()})


def _written(table: TextTable | None) -> list[tuple[str, ...]]:
    """Return seat, peer, state and note as they were written; nothing if the workbook does not have them."""
    names = ("seat", "peer_id", "state", "note")
    if table is None or not {*names} <= table.columns.keys():
        return []
    return [tuple(table.columns[name].text(row) for name in names) for row in range(len(table))]


def _seats(table: TextTable, faults: list[Fault]) -> Iterator[SeatResponse]:
    """Yield the seats of the sheet `team`, and add its faults."""
    if not len(table):
        faults.append(Fault("team", None, None, None, "a row for each seat", _AGAIN))
    for (seat, peer_id), state, note in _rows(table, ("seat", "peer_id"), TEAM_STATES, faults):
        yield SeatResponse(peer_id, state, note, seat)


def _dropped_out(table: TextTable, faults: list[Fault]) -> Iterator[PeerResponse]:
    """Yield everybody on the sheet `dropped out`, and add its faults."""
    for (peer_id,), state, note in _rows(table, ("peer_id",), OUT_STATES, faults):
        yield PeerResponse(peer_id, state, note)


def _rows(
    table: TextTable, ids: Sequence[str], states: Sequence[str], faults: list[Fault]
) -> Iterator[tuple[tuple[str, ...], SeatState, str]]:
    """Yield the ids, the state and the note of each sound row, and add the faults of the others."""
    required = (*ids, "state")
    if missing := [name for name in required if name not in table.columns]:
        mend = "add it to row 1"
        faults += [Fault(table.name, 1, name, None, "this column, which is required", mend) for name in missing]
        return
    seen: dict[tuple[str, str], int] = {}
    for position, row in enumerate(table.row.tolist()):
        cells = {name: table.columns[name].text(position) for name in required}
        state = fold(cells["state"])
        found = len(faults)
        for name in ids:
            first = seen.setdefault((name, cells[name]), row)
            if not cells[name]:
                faults.append(Fault(table.name, row, name, None, "an id", "fill in the blank cell, or delete the row"))
            elif first != row:
                faults.append(Fault(table.name, row, name, cells[name], "each of them once", f"row {first} has it too"))
        if state not in states:
            mend = close_match(state, states) or "choose from the list"
            expected = f"one of {', '.join(states)}"
            faults.append(Fault(table.name, row, "state", cells["state"] or None, expected, mend))
        if len(faults) == found:
            note = table.columns["note"].text(position) if "note" in table.columns else ""
            yield tuple(cells[name] for name in ids), SeatState(state), note


class _Record:
    """The sheet `record` while it is read."""

    def __init__(self, table: TextTable) -> None:
        self._values: Mapping[str, str] = {}
        self._rows: Mapping[str, int] = {}
        if {"field", "value"} <= table.columns.keys():
            names = [fold(table.columns["field"].text(row)).replace(" ", "_") for row in range(len(table))]
            self._values = {name: table.columns["value"].text(row) for row, name in enumerate(names)}
            self._rows = dict(zip(names, table.row.tolist(), strict=True))

    def workbook(self, faults: list[Fault]) -> TeamWorkbook | None:
        """Return the workbook that the record describes, and add its faults; None if it has any."""
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
