"""One team before one challenge: who sits where, and which of their engagements count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from teamforge.spec.dates import day_number
from teamforge.spec.vocabulary import fold
from teamforge.verify.ground import Ground
from teamforge.verify.people import Engagement, Person

if TYPE_CHECKING:
    from teamforge.challenge import Challenge, Seat
    from teamforge.pool import Pool
    from teamforge.team import Team

__all__ = ["Case", "Seated", "fit", "half_up"]


class Seated(NamedTuple):
    """A seat of the challenge and a peer of the pool who is on it."""

    seat: Seat
    person: Person


@dataclass(frozen=True, eq=False)
class Case:
    """
    What is to be verified: a team, and the ground it is verified against.

    Days are day numbers, organisations and peers positions, as in the pool.
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
        return range(first, first + self.challenge.on_site.days)

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Peer id to person, for everybody on the team whom the pool knows."""
        return self.ground.people(peer_id for _, peer_id in self.team.seats)

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

    def engagements(self, person: Person) -> tuple[Engagement, ...]:
        """Return the rows of a person that count, where dates, hosts or status matter."""
        return tuple(row for row in person.engagements if self.ground.counts(row))

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
