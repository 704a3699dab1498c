"""One team before one challenge: who sits where, who the hosts are, which relations and engagements count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from teamforge.dates import CURRENT_DAYS, day_number, years_before
from teamforge.pool.vocabulary import RELATION_KINDS, fold
from teamforge.verify.people import Engagement, Person, read_people

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from teamforge.challenge import Challenge, Seat
    from teamforge.pool import Pool
    from teamforge.team import Team

__all__ = ["Case", "Links", "Seated", "fit", "half_up"]


class Seated(NamedTuple):
    """A seat of the challenge and a peer of the pool who is on it."""

    seat: Seat
    person: Person


class Links(NamedTuple):
    """The relations of one kind that count, as two columns of organisations."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Case:
    """
    What is to be verified: a team, and all that its rules are read from.

    Days are day numbers, organisations and peers positions, as in the pool.
    """

    pool: Pool
    challenge: Challenge
    team: Team

    @cached_property
    def as_of(self) -> int:
        """The date of the decision."""
        return day_number(self.challenge.as_of)

    @cached_property
    def window(self) -> range:
        """The days on site."""
        first = day_number(self.team.start)
        return range(first, first + self.challenge.on_site.days)

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Peer id to person, for everybody on the team whom the pool knows."""
        return read_people(self.pool, dict.fromkeys(peer_id for _, peer_id in self.team.seats))

    @cached_property
    def seated(self) -> tuple[Seated, ...]:
        """Each pair of a known seat and a known peer once, in the order of the challenge's seats."""
        return tuple(
            Seated(seat, self.people[peer_id])
            for seat in self.challenge.seats
            for seat_id, peer_id in dict.fromkeys(self.team.seats)
            if seat_id == seat.id and peer_id in self.people
        )

    @cached_property
    def members(self) -> tuple[Seated, ...]:
        """Members are the peers on filled seats with `counts`; nobody is two of them."""
        once: dict[str, Seated] = {}
        for one in self.seated:
            if one.seat.counts:
                once.setdefault(one.person.peer_id, one)
        return tuple(once.values())

    @property
    def n(self) -> int:
        """The number of seats with `counts`, required or not (1 if there is none)."""
        return sum(seat.counts for seat in self.challenge.seats) or 1

    @cached_property
    def hosts(self) -> tuple[int, ...]:
        """The host system H, in the challenge's order; a host that no table names has no position and no ties."""
        position = self.pool.organisations.position
        return tuple(position[host] for host in self.challenge.hosts if host in position)

    @cached_property
    def hosts_plus(self) -> frozenset[int]:
        """H⁺: H and all their predecessors, transitively."""
        # `predecessor_of`: the source was replaced by the target.
        links = self.links["predecessor_of"]
        return frozenset(_closure(self.hosts, start=links.target, step=links.source))

    @cached_property
    def links(self) -> Mapping[str, Links]:
        """Kind to relations: `predecessor_of` always counts, the others when current."""
        table = self.pool.relations
        current = (table.start <= self.as_of + CURRENT_DAYS) & (table.end >= self.as_of)
        links = {}
        for kind in RELATION_KINDS:
            counts = table.kind.isin(kind)
            if kind != "predecessor_of":
                counts &= current
            links[kind] = Links(table.source[counts], table.target[counts])
        return links

    def linked_to_host(self, kind: str, organisation: int) -> bool:
        """Return whether an organisation has a current relation of a symmetric kind with some h ∈ H."""
        source, target = self.links[kind]
        others = np.concatenate([target[source == organisation], source[target == organisation]])
        return bool(np.isin(others, np.array(self.hosts, dtype=np.int32)).any())

    def part_of(self, *organisations: int) -> frozenset[int]:
        """Return what organisations reach by zero or more `part_of` steps, each current."""
        links = self.links["part_of"]
        return frozenset(_closure(organisations, start=links.source, step=links.target))

    @cached_property
    def hosts_part_of(self) -> frozenset[int]:
        """What some h ∈ H reaches by zero or more `part_of` steps, each current."""
        return self.part_of(*self.hosts)

    def current(self, start: int, end: int) -> bool:
        """Return whether start ≤ d ≤ end on some day d from `as_of` to `as_of` + 365 days, both inclusive."""
        return start <= self.as_of + CURRENT_DAYS and end >= self.as_of

    def past(self, end: int, years: int) -> bool:
        """Return whether it ended before `as_of` but not before the day N years earlier."""
        return day_number(years_before(self.challenge.as_of, years)) <= end < self.as_of

    def counts(self, engagement: Engagement) -> bool:
        """Return whether it is none of cancelled, proposed with a start before `as_of`, this challenge's own."""
        if engagement.status == "cancelled" or engagement.challenge_id == self.challenge.id:
            return False
        return engagement.status != "proposed" or engagement.start >= self.as_of

    def engagements(self, person: Person) -> tuple[Engagement, ...]:
        """Return the rows of a person that count, where dates, hosts or status matter."""
        return tuple(row for row in person.engagements if self.counts(row))

    def starts(self, person: Person) -> tuple[int, ...]:
        """Return the start of each engagement that counts, counted once, at the earliest start among its rows."""
        earliest: dict[object, int] = {}
        for row in self.engagements(person):
            one = (row.start, row.end) if row.challenge_id is None else row.challenge_id
            earliest[one] = min(row.start, earliest.get(one, row.start))
        return tuple(sorted(earliest.values()))

    def region(self, person: Person) -> str | None:
        """Return the region of a person's organisation, if known."""
        return None if person.organisation is None else self.pool.organisations.region[person.organisation]

    @cached_property
    def host_regions(self) -> frozenset[str]:
        """The known regions of the hosts."""
        regions = (self.pool.organisations.region[host] for host in self.hosts)
        return frozenset(region for region in regions if region)


def _closure(first: tuple[int, ...], start: NDArray[np.int32], step: NDArray[np.int32]) -> set[int]:
    """Return `first` and all that they reach by rows from `start` to `step`, transitively."""
    reached, frontier = set(first), list(first)
    while frontier:
        found = set(step[np.isin(start, np.array(frontier, dtype=np.int32))].tolist())
        frontier = sorted(found - reached)
        reached |= found
    return reached


def fit(person: Person, seat: Seat) -> int | None:
    """Return the largest fit over the peer's roles that the seat accepts; None: not eligible."""
    accepted = {fold(role): fit for role, fit in seat.accepts.items()}
    return max((accepted[role] for role in person.roles if role in accepted), default=None)


def half_up(numerator: int, denominator: int) -> int:
    """
    Return floor(x + 1/2) of the exact rational x = numerator / denominator.

    Examples
    --------
    >>> half_up(5, 2), half_up(7, 3), half_up(-5, 2)
    (3, 2, -2)
    """
    return (2 * numerator + denominator) // (2 * denominator)
