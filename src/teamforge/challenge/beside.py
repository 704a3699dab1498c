"""The pool as one challenge of a plan sees it: the other teams are fixed (SPEC.md section 10, "A valid plan")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from teamforge.challenge.history import settled
from teamforge.challenge.model import Challenge
from teamforge.challenge.seats import Seat
from teamforge.pool import Pool
from teamforge.spec.dates import day_number
from teamforge.team import Team

if TYPE_CHECKING:
    from teamforge.challenge.programme import Programme


class Visit(NamedTuple):
    """A filled seat of another team of the plan; `first` and `last` are day numbers, `peer` a position in the pool."""

    challenge: Challenge
    seat: Seat
    peer: int
    first: int
    last: int


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PoolBeside(Pool):
    """
    The pool of a programme with the other teams of a plan fixed: every answer from it keeps the plan valid.

    Parameters
    ----------
    programme
        The programme.
    others
        The other challenges with a team, by id.
    """

    programme: Programme
    others: Mapping[str, Team]

    @classmethod
    def of(cls, pool: Pool, programme: Programme, others: Mapping[str, Team]) -> PoolBeside:
        """Return a pool, as read or as adapted to a programme, beside some teams."""
        from teamforge.challenge.programme.matching import pool_of_programme  # noqa: PLC0415 -- not for one challenge

        own = pool_of_programme(pool, programme)
        tables = {each.name: getattr(own, each.name) for each in fields(Pool)}
        return cls(**tables, programme=programme, others=others)

    @property
    def alone(self) -> Pool:
        """The pool of the programme, without the other teams."""
        return Pool(**{each.name: getattr(self, each.name) for each in fields(Pool)})

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """Every filled seat of the other teams."""
        found = []
        for challenge in self.programme.challenges:
            if challenge.id not in self.others:
                continue
            team, seats = self.others[challenge.id], {seat.id: seat for seat in challenge.seats}
            first = day_number(team.start)
            last = first + settled(self, challenge).on_site.days - 1
            found += [
                Visit(challenge, seats[seat], self.peers.position[peer], first, last) for seat, peer in team.seats
            ]
        return tuple(found)
