"""What `assignments` says, read only for the verifier (SPEC.md section 9, 1 and 2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from teamforge.spec.dates import to_date
from teamforge.team import Responses

if TYPE_CHECKING:
    from teamforge.pool import Pool

_OUT = {"declined", "objected", "withdrawn"}
_VISIT = {"proposed": "proposed", "asked": "proposed", "accepted": "proposed", "confirmed": "confirmed", "done": "done"}


class Engagement(NamedTuple):
    """A row of `engagements`, or one of `assignments` in that form; a blank challenge id is None."""

    peer: int
    host: int
    start: int
    end: int
    status: str
    challenge_id: str | None


def _in_force(pool: Pool) -> dict[tuple[int, str], int]:
    """Return the row in force for each peer and challenge: a later day wins, and on the same day the later row."""
    table = pool.assignments
    found: dict[tuple[int, str], int] = {}
    for row in range(len(table)):
        key = int(table.peer[row]), table.challenge.value(row) or ""
        if key not in found or table.on[row] >= table.on[found[key]]:
            found[key] = row
    return found


def visits(pool: Pool, peers: Collection[int] | None = None) -> dict[tuple[int, str | None], Engagement]:
    """Return the rows in force for some peers, or for all, as engagements, by peer and challenge."""
    table = pool.assignments
    return {
        (peer, challenge): Engagement(
            peer,
            int(table.host[row]),
            int(table.start[row]),
            int(table.end[row]),
            _VISIT.get(table.state.value(row) or "", "cancelled"),
            challenge,
        )
        for (peer, challenge), row in _in_force(pool).items()
        if (peers is None or peer in peers) and challenge not in table.unbooked
    }


@dataclass(frozen=True)
class History:
    """
    The history of the places on the team of one challenge.

    `out` holds the peers who are out; `confirmed` each seat and the peer confirmed on it; `days` the confirmed days,
    None without any; `live` each place of the team that stands, with its days; `over` whether a row says done.
    """

    out: frozenset[str]
    confirmed: tuple[tuple[str, str], ...]
    days: range | None
    live: tuple[tuple[str, str, range], ...] = ()
    over: bool = False

    @classmethod
    def of(cls, pool: Pool, challenge_id: str, answers: Responses | None = None) -> History:
        """Return the history of a challenge; an answer given to a repair overrides a row."""
        table, answers = pool.assignments, answers or Responses()
        rows = [row for (_, challenge), row in _in_force(pool).items() if challenge == challenge_id]
        ids = {row: str(pool.peers.ids[int(table.peer[row])]) for row in rows}
        states = {row: table.state.value(row) for row in rows}
        over = "done" in states.values()
        for row in rows:
            gone = ids[row] in answers.withdrawn or ids[row] in answers.objected
            if (gone and states[row] in _VISIT) or (ids[row] in answers.confirmed and states[row] in _OUT):
                states[row] = None
        confirmed = [row for row in rows if states[row] == "confirmed"]
        spans = {row: range(int(table.start[row]), int(table.end[row]) + 1) for row in rows}
        days = spans[confirmed[0]] if confirmed else None
        return cls(
            out=frozenset(ids[row] for row in rows if states[row] in _OUT),
            confirmed=tuple((table.seat.value(row) or "", ids[row]) for row in confirmed),
            days=days,
            live=tuple((table.seat.value(row) or "", ids[row], spans[row]) for row in rows if states[row] in _VISIT),
            over=over,
        )

    @property
    def first_day(self) -> date | None:
        """The first of the confirmed days; None if nobody confirmed."""
        return None if self.days is None else to_date(self.days[0])
