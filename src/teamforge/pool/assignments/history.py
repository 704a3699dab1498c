"""The history in `assignments`: which rows are in force, who is live, who is out (SPEC.md section 9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from teamforge.page.words import day_in_words
from teamforge.spec.dates import date_of
from teamforge.spec.vocabulary import LIVE, OUT
from teamforge.team import Responses

if TYPE_CHECKING:
    from teamforge.pool.columns import PoolTables


@dataclass(frozen=True, slots=True)
class Assignment:
    """
    A row of `assignments`.

    Parameters
    ----------
    challenge_id, seat, peer_id, host
        Ids; `host` is the lead host of the challenge.
    start, end
        The first and the last day on site.
    state, on
        The state of the place, and the day it came about.
    by, note
        Who reported it, and a remark. Both are private, and `repr` does not show them.
    row
        The row's number in the file; 0 if it is not in a file.
    """

    challenge_id: str
    seat: str
    peer_id: str
    host: str
    start: date
    end: date
    state: str
    on: date
    by: str = ""
    note: str = ""
    row: int = 0

    def __repr__(self) -> str:
        """Return the ids, the state and its day, but nothing that a person wrote."""
        return f"<Assignment {self.challenge_id}, {self.seat}: {self.peer_id} {self.state} on {self.on}>"

    @property
    def live(self) -> bool:
        """Whether the peer is on the team."""
        return self.state in LIVE

    @property
    def out(self) -> bool:
        """Whether the peer is excluded until a later row says otherwise."""
        return self.state in OUT

    @property
    def reason(self) -> str:
        """What happened, in words: ``declined on 14 January 2027``."""
        what = "objected to by the host" if self.state == "objected" else self.state
        return f"{what} on {day_in_words(self.on)}"


def rows_of(pool: PoolTables, places: Iterable[int]) -> Iterator[Assignment]:
    """Yield rows of the table by position."""
    table = pool.assignments
    for place in places:
        yield Assignment(
            challenge_id=table.challenge.value(place) or "",
            seat=table.seat.value(place) or "",
            peer_id=str(pool.peers.ids[table.peer[place]]),
            host=pool.organisations.ids[table.host[place]],
            start=date_of(table.start[place]),
            end=date_of(table.end[place]),
            state=table.state.value(place) or "",
            on=date_of(table.on[place]),
            by=table.by.value(place) or "",
            note=table.note.value(place) or "",
            row=int(table.row[place]),
        )


def in_force(pool: PoolTables, challenge_id: str | None = None) -> tuple[Assignment, ...]:
    """
    Return the rows in force, of one challenge or of all, in the order of the table.

    Parameters
    ----------
    pool
        The pool with the history.
    challenge_id
        The challenge; None for all.
    """
    places = pool.assignments.in_force
    if challenge_id is not None:
        places = places[pool.assignments.challenge.isin(challenge_id)[places]]
    return tuple(rows_of(pool, places.tolist()))


def clashes(rows: Collection[Assignment]) -> Iterator[tuple[Assignment, str]]:
    """
    Yield each fault among the rows in force of one challenge: a row, and what it should be.

    The faults are two live peers on one seat, and live rows with different days (SPEC.md section 9, 3).
    """
    live = [row for row in rows if row.live]
    by_seat: dict[str, list[Assignment]] = defaultdict(list)
    for row in live:
        by_seat[row.seat].append(row)
    for seat, here in by_seat.items():
        for row in here[1:]:
            yield row, f"one peer on the seat {seat}, and {here[0].peer_id} is on it as well"
    for row in live[1:]:
        if (row.start, row.end) != (live[0].start, live[0].end):
            yield row, f"the days of {live[0].peer_id}, {live[0].start} to {live[0].end}"


def double_bookings(rows: Iterable[Assignment]) -> Iterator[tuple[Assignment, Assignment]]:
    """Yield every pair of live rows of one peer in two challenges whose days overlap."""
    by_peer: dict[str, list[Assignment]] = defaultdict(list)
    for row in rows:
        if row.live:
            by_peer[row.peer_id].append(row)
    for here in by_peer.values():
        for one, other in combinations(here, 2):
            if one.challenge_id != other.challenge_id and one.start <= other.end and other.start <= one.end:
                yield one, other


def states_of(answers: Responses, known: Mapping[str, str]) -> dict[str, str]:
    """
    Return the state of each peer who answered, by id, as given to a repair.

    A peer who drops out has withdrawn if they had agreed, and declined otherwise; either state, once known, stays.

    Parameters
    ----------
    answers
        The answers given to the repair.
    known
        The earlier state of each peer, by id.
    """
    found = {}
    for peer in answers.withdrawn:
        before = known.get(peer)
        stays = before in {"declined", "withdrawn"}
        found[peer] = str(before) if stays else "withdrawn" if before in {"accepted", "confirmed"} else "declined"
    return {**found, **dict.fromkeys(answers.objected, "objected"), **dict.fromkeys(answers.confirmed, "confirmed")}
