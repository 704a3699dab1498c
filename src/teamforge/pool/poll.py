"""
Availability from a poll, with one row per peer and one column per date, as rows of the table `availability`.

Yes is an `available` row for that day, no and maybe are `unavailable` ones, and a blank cell is no answer and no row.
By SPEC.md section 1, a peer who answers but never says yes would be free on every day outside the poll, which they
never said. So the days they answered get an `available` row as well, and they are free on no day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from unicodedata import normalize

import numpy as np

from teamforge.errors import Fault, close_match
from teamforge.pool.categorical import Bools, Ints
from teamforge.pool.cells import IDENTITY, Reader
from teamforge.pool.columns import Availability, Peers
from teamforge.pool.headings import could_be_month_first, day_of_heading, holds_days, is_like_a_date, mend_heading
from teamforge.pool.id_index import IdIndex
from teamforge.pool.table_reader import TableReader, take
from teamforge.spec.dates import parse_day, to_date
from teamforge.spec.vocabulary import POLL, fold, fold_attribute
from teamforge.tables import Text, TextTable

if TYPE_CHECKING:
    from teamforge.tables.calendars import Dates

ANSWERS = ("yes", "no", "maybe")
_WORDS = {
    "yes": ("yes", "true", "1", "y", "ok", "✔"),
    "no": ("no", "false", "0", "n", "❌"),
    "maybe": ("maybe", "if need be", "❔", "ifneedbe", "under reserve"),  # the last two are Framadate's
}
_ANSWER_OF = {word: answer for answer, words in _WORDS.items() for word in words}
_AS_PICTURE = str.maketrans("", "", "\ufe0e\ufe0f")
"""The characters after a tick that choose black or colour."""
_YES, _BLANK = 0, -1
_PEER, _PEERS = "peer_id", "the ids or the names of peers"
_TIMESTAMP = "timestamp"
"""The first column of what Google Forms exports, unless somebody deletes it."""
_OF_SEVERAL = -2


def _answer(text: str) -> str | None:
    return _ANSWER_OF.get(" ".join(fold_attribute(text.translate(_AS_PICTURE)).split()))


_ANSWER = Reader(_answer, "yes, no or maybe", lambda text: close_match(fold(text), ANSWERS) or "write one of these")


def with_dates(table: TextTable) -> tuple[TextTable, list[Fault], list[str]]:
    """Return a poll with its dates in ISO form, the faults of its headings, and any warning about them."""
    columns: dict[str, Text] = {}
    faults: list[Fault] = []
    days = 0
    for name, text in table.columns.items():
        day = day_of_heading(name)
        heading = name if day is None else str(to_date(day))
        days += day is not None
        if day is None and is_like_a_date(name):
            expected = "a date such as 2027-01-31, 31/01/2027 or Sun 31 Jan 2027 as the heading of a day"
            faults.append(Fault(POLL, None, name, None, expected, mend_heading(name)))
        elif heading in columns:
            faults.append(Fault(POLL, None, heading, None, "each date once", "put the answers into one column"))
        else:
            columns[heading] = text
    if len(table) and not days and not faults:
        expected = "a column for each day, with the date as its heading"
        mend = "write dates such as 2027-01-31 as the headings, in row 1"
        ticked = next((name for name, text in columns.items() if holds_days(text.texts)), None)
        if ticked is not None:
            mend = "give each day that can be ticked a column of its own, with yes where it is ticked and else no"
        faults.append(Fault(POLL, None, ticked, None, expected, mend))
    warnings = []
    if could_be_month_first(list(table.columns)):
        warnings.append(f"{POLL}: 03/04/2027 is read as 3 April, and no heading shows that the day comes first")
    return replace(table, columns=columns), faults, warnings


def read_poll(
    reader: TableReader, index: IdIndex, peers: Peers, given: Callable[[Dates], Availability]
) -> Availability:
    """
    Return the answers of a poll that have no fault, as rows of availability.

    Peers are found by id, or by a name that only one of them has. `given` returns the other rows of availability
    between a first and a last day: a yes on a day on which they say that the peer is not available is a fault.
    """
    days = {name: day for name in sorted(reader.table.columns) if (day := parse_day(name)) is not None}
    who = _column_of_peers(reader)
    peer = _who(reader, who, index, peers)
    _accuse_repeated(reader, who, peer)
    answers = np.column_stack([_answers(reader, name) for name in days] or [np.empty((len(reader), 0), np.int32)])
    numbers = np.array(list(days.values()), dtype=np.int32)
    if days and len(reader):
        around = date.fromisoformat(min(days)), date.fromisoformat(max(days))
        _accuse_contradictions(reader, peer, days, answers, given(around))
    refused = ~(answers == _YES).any(axis=1)
    rows, places = np.nonzero(answers != _BLANK)
    available = answers[rows, places] == _YES
    asked, asked_places = np.nonzero((answers != _BLANK) & refused[:, None])
    rows, places = np.concatenate([rows, asked]), np.concatenate([places, asked_places])
    table = Availability(
        peer=peer[rows],
        start=numbers[places],
        end=numbers[places],
        available=np.concatenate([available, np.ones(len(asked), dtype=np.bool_)]),
        row=reader.table.row[rows],
    )
    return take(table, reader.sound[rows])


def _answers(reader: TableReader, name: str) -> Ints:
    """Return the answers for a day as codes of yes, no, maybe and blank."""
    return reader.coded(name, _ANSWER, ANSWERS).codes


def _column_of_peers(reader: TableReader) -> str:
    """Return the name of the column that says who answers: `peer_id`, or the first."""
    return _PEER if reader.has(_PEER) else next(iter(reader.table.columns), _PEER)


def _who(reader: TableReader, column: str, index: IdIndex, peers: Peers) -> Ints:
    """
    Return the positions of the peers who answer, -1 if unknown.

    A cell may hold a name, so no fault shows its content.
    """
    cells = reader.coded(column, IDENTITY)
    if len(reader) and parse_day(column) is not None:
        fault = Fault(POLL, None, None, None, f"a first column with {_PEERS}", "add the column")
        reader.faults.append(fault)
        return np.full(len(reader), -1, dtype=np.int32)
    if len(reader) and column == _TIMESTAMP:
        fault = Fault(POLL, None, column, None, f"{_PEERS} in the first column", "delete the column")
        reader.faults.append(fault)
        return np.full(len(reader), -1, dtype=np.int32)
    names = _by_name(peers) if len(reader) else {}
    found = [_found(each, index, names) for each in cells.values]
    places = np.array([*found, -1], dtype=np.int32)[cells.codes]
    blank = cells.codes < 0
    spared = np.array([not index.complete or each in index.spared for each in cells.values] + [False])[cells.codes]
    unknown = (places == -1) & ~blank & ~spared
    expected = "the id of a peer of the table peers, or a name that one of them has"
    if column != _PEER:  # the schema already refuses a blank peer_id
        reader.accuse(blank, column, expected, "fill in the blank cell", show=False)
    reader.accuse(unknown, column, expected, lambda row: index.mend(cells.value(row) or ""), show=False)
    mend = "write the id of the peer"
    reader.accuse(places == _OF_SEVERAL, column, "an id, or a name that only one peer has", mend, show=False)
    reader.sound &= places >= 0
    return np.maximum(places, -1)


def _found(text: str, index: IdIndex, names: Mapping[str, int]) -> int:
    """Return the position of the peer with a text as id or name; -1 if nobody has it, -2 if several peers do."""
    by_id, by_name = index.position.get(text, -1), names.get(_folded(text), -1)
    if by_id < 0:
        return by_name
    return by_id if by_name in {-1, by_id} else _OF_SEVERAL


def _by_name(peers: Peers) -> dict[str, int]:
    """Return the position of the peer with each name; `_OF_SEVERAL` if several have it."""
    found: dict[str, int] = {}
    if peers.names is not None:
        for place, code in enumerate(peers.names.codes.tolist()):
            if code >= 0:
                name = _folded(peers.names.values[code])
                found[name] = _OF_SEVERAL if name in found else place
    return found


def _folded(name: str) -> str:
    return " ".join(fold(normalize("NFC", name)).split())


def _accuse_repeated(reader: TableReader, column: str, peer: Ints) -> None:
    first: dict[int, int] = {}
    repeated = np.array([place >= 0 and first.setdefault(place, row) != row for row, place in enumerate(peer.tolist())])
    reader.accuse(
        repeated.astype(np.bool_),
        column,
        "a peer once",
        lambda row: f"row {reader.table.row[first[int(peer[row])]]} has their answers too",
        show=False,
    )


def _accuse_contradictions(
    reader: TableReader, peer: Ints, days: Mapping[str, int], answers: Ints, given: Availability
) -> None:
    """Add a fault for each yes on a day when another table says that the peer is not available."""
    asked = {int(place): row for row, place in enumerate(peer.tolist()) if place >= 0}
    for column, (name, day) in enumerate(days.items()):
        busy = _busy(given, day, asked, len(reader))
        reader.accuse(
            busy & (answers[:, column] == _YES),
            name,
            "an answer that agrees with the other rows of availability, by which the peer is not available",
            "correct either",
        )


def _busy(given: Availability, day: int, asked: dict[int, int], count: int) -> Bools:
    """Return for each row of the poll whether the other rows say that its peer is not available on a day."""
    busy = np.zeros(count, dtype=np.bool_)
    there = ~given.available & (given.start <= day) & (day <= given.end)
    busy[[asked[place] for place in given.peer[there].tolist() if place in asked]] = True
    return busy
