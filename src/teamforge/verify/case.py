"""One team for one challenge: who sits where, and which of their engagements count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from teamforge.spec.dates import day_number
from teamforge.spec.vocabulary import fold
from teamforge.verify.ground import Ground
from teamforge.verify.history import Engagement
from teamforge.verify.people import Person

if TYPE_CHECKING:
    from teamforge.challenge import Challenge, Seat
    from teamforge.pool import Pool
    from teamforge.team import Team


class FilledSeat(NamedTuple):
    """A seat of the challenge, and the peer of the pool who sits on it."""

    seat: Seat
    person: Person


@dataclass(frozen=True, eq=False)
class Case:
    """
    A team to verify, and what to verify it against.

    Days are day numbers; organisations and peers are positions in the tables of the pool.
    """

    ground: Ground
    team: Team

    @property
    def pool(self) -> Pool:
        """The pool."""
        return self.ground.pool

    @property
    def challenge(self) -> Challenge:
        """The challenge."""
        return self.ground.challenge

    @cached_property
    def window(self) -> range:
        """The days on site."""
        first = day_number(self.team.start)
        return range(first, first + self.ground.days)

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Everybody on the team who is in the pool, by peer id."""
        return self.ground.people(peer_id for _, peer_id in self.team.seats)

    @cached_property
    def seated(self) -> tuple[FilledSeat, ...]:
        """The known peers on known seats, each pair once, in the order of the challenge's seats."""
        return tuple(
            FilledSeat(seat, self.people[peer_id])
            for seat in self.challenge.seats
            for seat_id, peer_id in dict.fromkeys(self.team.seats)
            if seat_id == seat.id and peer_id in self.people
        )

    @cached_property
    def members(self) -> tuple[FilledSeat, ...]:
        """The members: the peers on seats with `counts`, each once."""
        once: dict[str, FilledSeat] = {}
        for one in self.seated:
            if one.seat.counts:
                once.setdefault(one.person.peer_id, one)
        return tuple(once.values())

    def engagements(self, person: Person) -> tuple[Engagement, ...]:
        """Return the engagements of a person that count, row by row, for rules about dates, hosts or status."""
        return tuple(row for row in person.engagements if self.ground.counts(row))

    def starts(self, person: Person) -> tuple[int, ...]:
        """Return the start of each engagement that counts: the earliest one if it has several rows."""
        earliest: dict[object, int] = {}
        for row in self.engagements(person):
            one = (row.start, row.end) if row.challenge_id is None else row.challenge_id
            earliest[one] = min(row.start, earliest.get(one, row.start))
        return tuple(sorted(earliest.values()))

    def region(self, person: Person) -> str | None:
        """Return the region of a person's organisation; None if it is not known."""
        return None if person.organisation is None else self.pool.organisations.region[person.organisation]


def fit(person: Person, seat: Seat) -> int | None:
    """Return the largest fit of the peer's roles on the seat; None if the seat accepts none of them."""
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
