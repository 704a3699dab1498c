"""What a programme needs of a pool, and where the pool has too little: the parts of `check_programme`'s answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from teamforge.page.plain import Plain
from teamforge.page.words import counted, days_in_words, listed
from teamforge.spec.words import spoken


@dataclass(frozen=True, slots=True)
class SeatDemand(Plain):
    """
    What a seat needs in the whole programme, and what the pool has for it.

    Parameters
    ----------
    seat
        The id of the seat.
    challenges
        How many challenges must fill it.
    peers
        How many peers could have it in at least one of them.
    visits
        How many visits these peers may make together; None if the seat does not count, so that no yearly limit applies.
    wanted
        How many different peers have it on the best teams, each challenge composed alone.
    """

    seat: str
    challenges: int
    peers: int
    visits: int | None
    wanted: int


@dataclass(frozen=True, slots=True)
class SeatShortage(Plain):
    """
    Seats that the pool cannot fill, whatever the dates (a Hall violator).

    Parameters
    ----------
    seats
        How many of these seats there are, by seat id.
    challenges
        The challenges that have these seats.
    peers
        Everybody who could have one of them.
    visits
        The most seats that these peers can fill.
    """

    seats: dict[str, int]
    challenges: tuple[str, ...]
    peers: tuple[str, ...]
    visits: int

    @property
    def missing(self) -> int:
        """The least number of these seats that stay empty."""
        return sum(self.seats.values()) - self.visits

    def __str__(self) -> str:
        """Return the shortage as a sentence."""
        seats = listed([f"{counted(count, f'{spoken(seat)} seat')}" for seat, count in self.seats.items()])
        more = "" if self.visits == len(self.peers) else f", who can fill {self.visits:,}"
        least = -(-self.missing // len(self.seats))
        who = f"challenge {self.challenges[0]}" if len(self.challenges) == 1 else f"{least:,} of these challenges"
        have = "has" if sum(self.seats.values()) == 1 else "have"
        people = f"{counted(len(self.peers), 'person', 'people')}{more}" if self.peers else "nobody"
        return f"the {seats} {have} {people}: {who} at least must go without a team"


@dataclass(frozen=True, slots=True)
class CrowdedWeeks(Plain):
    """
    Weeks in which more visits need a seat than its peers have time for.

    Parameters
    ----------
    seat
        The id of the seat.
    first, last
        The Monday of the first week, and the Sunday of the last.
    challenges
        The challenges whose dates all lie in these weeks.
    peers
        Everybody who could have the seat on one of them.
    visits
        The most visits that these peers have time for, with their rest.
    """

    seat: str
    first: date
    last: date
    challenges: tuple[str, ...]
    peers: tuple[str, ...]
    visits: int

    def __str__(self) -> str:
        """Return the crowded weeks as a sentence."""
        when = days_in_words(self.first, self.last)
        people = f"{counted(len(self.peers), 'person', 'people')} with time for {counted(self.visits, 'visit')}"
        return f"{when}: {len(self.challenges):,} challenges need the seat {spoken(self.seat)}, and there is {people}"


@dataclass(frozen=True, slots=True)
class PeerDemand(Plain):
    """
    A peer who is on the best teams of more challenges than they may serve on, each challenge composed alone.

    Parameters
    ----------
    peer_id
        The peer.
    year
        The calendar year in which the programme year begins.
    challenges
        The challenges, in the order of the programme; only those where the peer's seat counts.
    visits
        How many more visits they may make in that year.
    """

    peer_id: str
    year: int
    challenges: tuple[str, ...]
    visits: int

    def __str__(self) -> str:
        """Return the demand as a sentence."""
        span = f"{self.year}/{(self.year + 1) % 100:02}"
        which = listed(self.challenges)
        return f"{which} want {self.peer_id}, who can make {counted(self.visits, 'more visit')} in {span}"


@dataclass(frozen=True, slots=True)
class WeekDemand(Plain):
    """
    How many challenges a week could have.

    Parameters
    ----------
    week
        The Monday of the week.
    possible
        How many challenges could be on site.
    expected
        How many to expect if every window of a challenge is equally likely, to one decimal.
    seat, peers
        The required seat with the fewest free peers that week, and how many there are.
    """

    week: date
    possible: int
    expected: float
    seat: str
    peers: int
