"""What is the same for every team of a challenge: its hosts, its dates, its relations, its rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from teamforge.spec.dates import CURRENT_DAYS, day_number, to_date, years_before
from teamforge.spec.vocabulary import RELATION_KINDS
from teamforge.verify.history import Engagement, History
from teamforge.verify.people import Person, read_people
from teamforge.verify.windows import keeps_advised_weeks, valid_windows

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.pool import Pool
    from teamforge.spec.rulebook import Rulebook


class Links(NamedTuple):
    """The relations of one kind that count: two columns of organisations."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Ground:
    """
    A pool and a challenge.

    Days are day numbers; organisations and peers are positions in the tables of the pool. `beside` has engagements that
    the pool lacks, by peer id: those of the other teams of a plan.
    """

    pool: Pool
    challenge: Challenge
    beside: Mapping[str, tuple[Engagement, ...]] = field(default_factory=dict)

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
        """The hosts H, in the order of the challenge; a host in no table has no position and no ties."""
        position = self.pool.organisations.position
        return tuple(position[host] for host in self.challenge.hosts if host in position)

    @cached_property
    def hosts_plus(self) -> frozenset[int]:
        """H⁺: the hosts and all their predecessors, transitively."""
        # In a row of `predecessor_of` the target replaced the source.
        links = self.links["predecessor_of"]
        return frozenset(_closure(self.hosts, start=links.target, step=links.source))

    @cached_property
    def links(self) -> Mapping[str, Links]:
        """The relations that count, by kind: every `predecessor_of`, and the others when current."""
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
        """Return whether an organisation has a current relation of this symmetric kind with some h ∈ H."""
        return organisation in self._related_to_hosts[kind]

    @cached_property
    def _related_to_hosts(self) -> Mapping[str, frozenset[int]]:
        """The organisations with a current relation to some h ∈ H, either way round, by the kind of the relation."""
        beside = {}
        for kind, sides in self.links.items():
            source, target = (side.tolist() for side in sides)
            pairs = zip([*source, *target], [*target, *source], strict=True)
            beside[kind] = frozenset(other for one, other in pairs if one in self.hosts)
        return beside

    def part_of(self, *organisations: int) -> frozenset[int]:
        """Return every organisation that the given ones reach by zero or more current `part_of` steps."""
        links = self.links["part_of"]
        return frozenset(_closure(organisations, start=links.source, step=links.target))

    @cached_property
    def hosts_part_of(self) -> frozenset[int]:
        """Every organisation that the hosts reach by zero or more current `part_of` steps."""
        return self.part_of(*self.hosts)

    def current(self, start: int, end: int) -> bool:
        """Return whether start ≤ d ≤ end on some day d from `as_of` to `as_of` + 365 days, both inclusive."""
        return start <= self.as_of + CURRENT_DAYS and end >= self.as_of

    def past(self, end: int, years: int) -> bool:
        """Return whether something ended before `as_of`, but not before the same day N years earlier."""
        return day_number(years_before(self.challenge.as_of, years)) <= end < self.as_of

    def counts(self, engagement: Engagement) -> bool:
        """Return whether an engagement counts: not cancelled, not of this challenge, not an outdated proposal."""
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

    @cached_property
    def _asked(self) -> Pool:
        """The pool with what calendars say about the days of the challenge."""
        days = self.history.days
        dates = self.challenge.on_site.dates
        if days is not None and (first := to_date(days[0])) and (last := to_date(days[-1])):
            dates = first, last
        return self.pool.with_calendars(dates)

    def people(self, ids: Iterable[str]) -> Mapping[str, Person]:
        """Return the people with these ids who are in the pool, by id; each is read only once."""
        distinct = list(dict.fromkeys(ids))
        read = read_people(self._asked, [peer for peer in distinct if peer not in self._people])
        for peer, person in read.items():
            more = self.beside.get(peer, ())
            self._people[peer] = replace(person, engagements=(*person.engagements, *more)) if more else person
        return {peer: self._people[peer] for peer in distinct if peer in self._people}

    @cached_property
    def fired(self) -> dict[tuple[object, ...], bool]:
        """Whether each conflict rule fires, by the name of the rule and the positions of the one or two people."""
        return {}

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules as they apply to the challenge."""
        return self.challenge.rulebook

    @cached_property
    def history(self) -> History:
        """The history of the places on the team of the challenge."""
        return History.of(self.pool, self.challenge.id, self.challenge.answers)

    @cached_property
    def days(self) -> int:
        """How many days the team is on site; if anybody confirmed, the days they confirmed."""
        confirmed = self.history.days
        return self.challenge.on_site.days if confirmed is None else len(confirmed)

    @cached_property
    def advised_windows(self) -> tuple[date, ...]:
        """The valid windows that keep `advised_weeks`, in date order."""
        confirmed = self.history.first_day
        starts = valid_windows(self.challenge) if confirmed is None else (confirmed,)
        return tuple(start for start in starts if keeps_advised_weeks(self.challenge, start))


def _closure(first: tuple[int, ...], start: NDArray[np.int32], step: NDArray[np.int32]) -> set[int]:
    """Return `first` and everything they reach, transitively, by the rows from `start` to `step`."""
    reached, frontier = set(first), list(first)
    while frontier:
        found = set(step[np.isin(start, np.array(frontier, dtype=np.int32))].tolist())
        frontier = sorted(found - reached)
        reached |= found
    return reached
