"""A plan to verify: its programme's pool, its teams, and who visits which host when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from teamforge.pool.table_reader import take
from teamforge.verify.case import Case
from teamforge.verify.ground import Ground
from teamforge.verify.history import Engagement, History
from teamforge.verify.people import Person

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.challenge.programme import Programme
    from teamforge.pool import Pool
    from teamforge.team import Team


class PlannedVisit(NamedTuple):
    """A filled seat of a team of the plan; `days` are day numbers."""

    challenge: Challenge
    seat: str
    person: Person
    days: range


@dataclass(frozen=True, eq=False)
class PlanCase:
    """A plan, and what to verify it against: the pool as it was read, and the programme."""

    given: Pool
    programme: Programme
    teams: Mapping[str, Team]

    @cached_property
    def over(self) -> frozenset[str]:
        """The challenges that are over: they are not planned, and their rows remain engagements."""
        return frozenset(each for each in self.programme.ids if History.of(self.given, each).over)

    @cached_property
    def planned(self) -> tuple[Challenge, ...]:
        """The planned challenges, in the order of the programme."""
        return tuple(each for each in self.programme.challenges if each.id not in self.over)

    @cached_property
    def pool(self) -> Pool:
        """The pool of the programme, without the engagements of planned challenges."""
        ids = {each.id for each in self.planned}
        table = self.given.engagements
        stays = np.array([table.challenge_id.value(row) not in ids for row in range(len(table))], dtype=bool)
        history = replace(self.given.assignments, unbooked=frozenset(ids))
        return replace(self.given, engagements=take(table, stays), assignments=history)

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        """The team of each planned challenge that has one, against the pool of the programme."""
        return {
            each.id: Case(Ground(self.pool, each), self.teams[each.id])
            for each in self.planned
            if each.id in self.teams
        }

    @cached_property
    def visits(self) -> tuple[PlannedVisit, ...]:
        """Every filled seat of every team, if seat and peer are known."""
        return tuple(
            PlannedVisit(case.challenge, one.seat.id, one.person, case.window)
            for case in self.cases.values()
            for one in case.seated
        )

    def beside(self, challenge_id: str) -> Mapping[str, tuple[Engagement, ...]]:
        """Return the visits of all other teams, as `proposed` engagements by peer id."""
        position = self.pool.organisations.position
        found: dict[str, tuple[Engagement, ...]] = {}
        for visit in self.visits:
            if visit.challenge.id != challenge_id:
                host = position.get(visit.challenge.hosts[0], -1)
                days = visit.days[0], visit.days[-1]
                row = Engagement(visit.person.place, host, *days, "proposed", visit.challenge.id)
                found[visit.person.peer_id] = (*found.get(visit.person.peer_id, ()), row)
        return found

    def organisation(self, person: Person) -> str | None:
        """Return the id of a person's organisation; None for an independent."""
        return None if person.organisation is None else self.pool.organisations.ids[person.organisation]

    def system(self, challenge_id: str) -> frozenset[str]:
        """Return H⁺ as ids: the hosts, known to the pool or not, and all their predecessors."""
        ground = self.cases[challenge_id].ground
        return frozenset({*ground.challenge.hosts, *(self.pool.organisations.ids[each] for each in ground.hosts_plus)})
