"""The people on a team: what the pool says about each, as plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from teamforge.spec.dates import ALWAYS
from teamforge.verify.history import Engagement, visits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from teamforge.pool import Pool


class Spell(NamedTuple):
    """A row of `availability`."""

    start: int
    end: int
    available: bool

    def covers(self, day: int) -> bool:
        """Return whether the row is about this day; both its dates are inclusive."""
        return self.start <= day <= self.end


class Interest(NamedTuple):
    """A row of `interests`; its target is the position of an organisation or of a peer, and the other one is -1."""

    kind: str
    organisation: int
    other_peer: int
    start: int
    end: int


@dataclass(frozen=True)
class Person:
    """
    A row of `peers`, with the rows about this peer in the other tables.

    `place` and `organisation` are positions in the pool. `organisation` is None for an independent, `political_group`
    if not known, `challenges_done` if the pool has no such column, and `declared_on` if nothing was declared.
    """

    place: int
    peer_id: str
    organisation: int | None
    roles: tuple[str, ...]
    trained: bool
    active: bool
    political_group: str | None
    challenges_done: int | None
    max_per_year: int
    declared_on: int | None
    availability: tuple[Spell, ...]
    interests: tuple[Interest, ...]
    engagements: tuple[Engagement, ...]


def read_people(pool: Pool, peer_ids: Iterable[str]) -> dict[str, Person]:
    """Return the people with these ids who are in the pool, by id."""
    position = pool.peers.position
    places = {peer_id: position[peer_id] for peer_id in peer_ids if peer_id in position}
    positions = np.array(sorted(places.values()), dtype=np.int32)
    spells: dict[int, list[Spell]] = defaultdict(list)
    for row in _rows(pool.availability.peer, positions):
        table = pool.availability
        spell = Spell(int(table.start[row]), int(table.end[row]), bool(table.available[row]))
        spells[int(table.peer[row])].append(spell)
    interests: dict[int, list[Interest]] = defaultdict(list)
    for row in _rows(pool.interests.peer, positions):
        interests[int(pool.interests.peer[row])].append(_interest(pool, row))
    engagements: dict[int, list[Engagement]] = defaultdict(list)
    for engagement in read_engagements(pool, _rows(pool.engagements.peer, positions), set(positions.tolist())):
        engagements[engagement.peer].append(engagement)
    return {
        peer_id: _person(pool, place, spells[place], interests[place], engagements[place])
        for peer_id, place in places.items()
    }


def engagements_at(pool: Pool, organisation: int) -> list[Engagement]:
    """Return the engagements of all peers at one host."""
    rows = np.flatnonzero(pool.engagements.host == organisation).tolist()
    return [each for each in read_engagements(pool, rows) if each.host == organisation]


def read_engagements(pool: Pool, rows: Iterable[int], peers: Collection[int] | None = None) -> Iterator[Engagement]:
    """Yield rows of `engagements`, and the visits of some peers (or all) that `assignments` has instead."""
    visited = visits(pool, peers)
    for row in rows:
        engagement = _engagement(pool, row)
        if (engagement.peer, engagement.challenge_id) not in visited:
            yield engagement
    yield from visited.values()


def _rows(column: NDArray[np.int32], positions: NDArray[np.int32]) -> list[int]:
    """Return the rows of a column that hold one of the positions."""
    held = np.zeros(len(column), dtype=np.bool_)
    for position in positions.tolist():
        held |= column == position
    rows: list[int] = np.flatnonzero(held).tolist()
    return rows


def _interest(pool: Pool, row: int) -> Interest:
    """Return a row of `interests`."""
    table = pool.interests
    return Interest(
        table.kind.value(row) or "",
        int(table.organisation[row]),
        int(table.other_peer[row]),
        int(table.start[row]),
        int(table.end[row]),
    )


def _engagement(pool: Pool, row: int) -> Engagement:
    """Return a row of `engagements`."""
    table = pool.engagements
    return Engagement(
        int(table.peer[row]),
        int(table.host[row]),
        int(table.start[row]),
        int(table.end[row]),
        table.status.value(row) or "",
        table.challenge_id.value(row) or None,
    )


def _person(
    pool: Pool,
    place: int,
    spells: Iterable[Spell],
    interests: Iterable[Interest],
    engagements: Iterable[Engagement],
) -> Person:
    """Return a row of `peers` with its rows in the other tables."""
    peers = pool.peers
    organisation = int(peers.organisation[place])
    declared_on = ALWAYS if peers.declared_on is None else int(peers.declared_on[place])
    return Person(
        place=place,
        peer_id=str(peers.ids[place]),
        organisation=None if organisation < 0 else organisation,
        roles=peers.roles.value(place) or (),
        trained=bool(peers.trained[place]),
        active=bool(peers.active[place]),
        political_group=peers.political_group.value(place) or None,
        challenges_done=None if peers.challenges_done is None else int(peers.challenges_done[place]),
        max_per_year=int(peers.max_per_year[place]),
        declared_on=None if declared_on == ALWAYS else declared_on,
        availability=tuple(spells),
        interests=tuple(interests),
        engagements=tuple(engagements),
    )
