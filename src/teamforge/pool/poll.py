"""
Availability as a poll gives it, one row a peer and one column a date, as rows of the table `availability`.

Yes is an `available` row of that day, no and maybe are `unavailable` ones, a blank cell is no answer and no row. Who
said no and maybe alone would by SPEC.md section 1 be free on every day that was not asked for, which they never said:
the days they were asked for get an `available` row as well, and with it they are free on none.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from teamforge.errors import Fault
from teamforge.pool.cells import one_of
from teamforge.pool.columns import Availability, Bools, Ints
from teamforge.pool.id_index import IdIndex
from teamforge.pool.table_reader import TableReader, take
from teamforge.spec.dates import parse_day, to_date
from teamforge.spec.vocabulary import POLL
from teamforge.tables import Text, TextTable

__all__ = ["ANSWERS", "joined", "read_poll", "with_dates"]

ANSWERS = ("yes", "no", "maybe")
_YES, _BLANK = 0, -1
_LIKE_A_DATE = re.compile(r"\d")


def with_dates(table: TextTable) -> tuple[TextTable, list[Fault]]:
    """Return a poll with its dates as ISO has them, and the faults of headings that are meant as dates and are none."""
    columns: dict[str, Text] = {}
    faults = []
    for name, text in table.columns.items():
        day = parse_day(name)
        heading = name if day is None else str(to_date(day))
        if day is None and _LIKE_A_DATE.search(name):
            expected = "a date such as 2027-01-31 or 31/01/2027 as the heading of a day"
            faults.append(Fault(POLL, None, name, None, expected, "correct the heading, or delete the column"))
        elif heading in columns:
            faults.append(Fault(POLL, None, heading, None, "each date once", "put the answers into one column"))
        else:
            columns[heading] = text
    return replace(table, columns=columns), faults


def read_poll(reader: TableReader, peers: IdIndex, given: Availability) -> Availability:
    """
    Return the answers of a poll without a fault as rows of availability.

    A yes on a day on which `given`, the rows there are besides, says that the peer is not available is a fault.
    """
    peer = peers.of(reader, "peer_id")
    _accuse_repeated(reader)
    days = sorted(name for name in reader.table.columns if parse_day(name) is not None)
    answers = np.column_stack([_answers(reader, name) for name in days] or [np.empty((len(reader), 0), np.int32)])
    numbers = np.array([parse_day(name) for name in days], dtype=np.int32)
    _accuse_contradictions(reader, peer, days, answers, given)
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


def joined(*tables: Availability) -> Availability:
    """Return the rows of several tables of availability as one."""
    columns = {
        name: np.concatenate([getattr(table, name) for table in tables])
        for name in ("peer", "start", "end", "available", "row")
    }
    for column in columns.values():
        column.setflags(write=False)
    return Availability(**columns)


def _answers(reader: TableReader, name: str) -> Ints:
    """Return the answers for a day: yes, no and maybe by their codes, and blank."""
    return reader.coded(name, one_of(ANSWERS), ANSWERS).codes


def _accuse_repeated(reader: TableReader) -> None:
    codes = reader.text("peer_id").codes
    first = {code: row for row, code in reversed(list(enumerate(codes.tolist())))}
    repeated = np.array([code >= 0 and first[code] != row for row, code in enumerate(codes.tolist())], dtype=np.bool_)
    reader.accuse(
        repeated,
        "peer_id",
        "a peer once",
        lambda row: f"row {reader.table.row[first[int(codes[row])]]} has their answers too",
    )


def _accuse_contradictions(
    reader: TableReader, peer: Ints, days: list[str], answers: Ints, given: Availability
) -> None:
    """Add a fault for each yes on a day on which the peer is not available by another table."""
    asked = {int(place): row for row, place in enumerate(peer.tolist()) if place >= 0}
    for column, name in enumerate(days):
        busy = _busy(given, parse_day(name) or 0, asked, len(reader))
        reader.accuse(
            busy & (answers[:, column] == _YES),
            name,
            "an answer that agrees with the other rows of availability, by which the peer is not available",
            "correct either",
        )


def _busy(given: Availability, day: int, asked: dict[int, int], count: int) -> Bools:
    """Return, a row of the poll each, whether the peer is not available on a day by other rows."""
    busy = np.zeros(count, dtype=np.bool_)
    there = ~given.available & (given.start <= day) & (day <= given.end)
    busy[[asked[place] for place in given.peer[there].tolist() if place in asked]] = True
    return busy
