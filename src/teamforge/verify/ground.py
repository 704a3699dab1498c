"""What a team is verified against: all that pool and challenge say by themselves, whoever is on the team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from teamforge.spec.dates import CURRENT_DAYS, day_number, years_before
from teamforge.spec.vocabulary import RELATION_KINDS
from teamforge.verify.people import Engagement, Person, read_people
from teamforge.verify.windows import keeps_advised_weeks, valid_windows

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.pool import Pool
    from teamforge.spec.rulebook import Rulebook

__all__ = ["Ground"]


class Links(NamedTuple):
    """The relations of one kind that count, as two columns of organisations."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Ground:
    """
    A pool and a challenge.

    Days are day numbers, organisations and peers positions, as in the pool.
    """

    pool: Pool
    challenge: Challenge

    @cached_property
    def as_of(self) -> int:
        """The date of the decision."""
        return day_number(self.challenge.as_of)

    @cached_property
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
        return organisation in self._related_to_hosts[kind]

    @cached_property
    def _related_to_hosts(self) -> Mapping[str, frozenset[int]]:
        """Kind to the organisations with a current relation of that kind, taken as symmetric, with some h ∈ H."""
        hosts = np.array(self.hosts, dtype=np.int32)
        beside = {}
        for kind, (source, target) in self.links.items():
            others = np.concatenate([target[np.isin(source, hosts)], source[np.isin(target, hosts)]])
            beside[kind] = frozenset(others.tolist())
        return beside

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

    @cached_property
    def host_regions(self) -> frozenset[str]:
        """The known regions of the hosts."""
        regions = (self.pool.organisations.region[host] for host in self.hosts)
        return frozenset(region for region in regions if region)

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {}

    def people(self, ids: Iterable[str]) -> Mapping[str, Person]:
        """Return peer id to person, for those of some ids whom the pool knows; each is read once."""
        wanted = list(dict.fromkeys(ids))
        self._people.update(read_people(self.pool, [peer for peer in wanted if peer not in self._people]))
        return {peer: self._people[peer] for peer in wanted if peer in self._people}

    @cached_property
    def fired(self) -> dict[tuple[object, ...], bool]:
        """Whether a conflict rule fires for a person, or for two: by the rule's name and their positions."""
        return {}

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules as the challenge has them."""
        return self.challenge.rulebook

    @cached_property
    def advised_windows(self) -> tuple[date, ...]:
        """The valid windows that keep `advised_weeks`, in date order."""
        return tuple(start for start in valid_windows(self.challenge) if keeps_advised_weeks(self.challenge, start))


def _closure(first: tuple[int, ...], start: NDArray[np.int32], step: NDArray[np.int32]) -> set[int]:
    """Return `first` and all that they reach by rows from `start` to `step`, transitively."""
    reached, frontier = set(first), list(first)
    while frontier:
        found = set(step[np.isin(start, np.array(frontier, dtype=np.int32))].tolist())
        frontier = sorted(found - reached)
        reached |= found
    return reached
