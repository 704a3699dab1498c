"""What one more place of a peer, of a role or in a week is worth to a plan: the parts of `year_prices`' answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from teamforge.page.plain import Plain


@dataclass(frozen=True, slots=True)
class PeerPrice(Plain):
    """
    What one more place of a peer would be worth to the plan, at most.

    Parameters
    ----------
    peer_id
        The peer.
    places
        Points for one more visit in a year, or on the plan if it limits visits; without the points for `fresh` that a
        higher `max_per_year` brings by itself.
    days
        Points for being in two places at once, or for less rest.
    teams
        How many teams of the plan they are on.
    """

    peer_id: str
    places: int
    days: int
    teams: int


@dataclass(frozen=True, slots=True)
class RolePrice(Plain):
    """
    How scarce a role is.

    Parameters
    ----------
    role
        The role.
    peers, serving
        How many trained and active peers have it, and how many of these are on a team of the plan.
    priced
        How many of its peers have a price.
    highest
        The highest price of a place or of the days of one of them, in points.
    dearest
        The peer with that price.
    """

    role: str
    peers: int
    serving: int
    priced: int
    highest: int
    dearest: str


@dataclass(frozen=True, slots=True)
class WeekPrice(Plain):
    """
    What the time of peers is worth in a week.

    Parameters
    ----------
    week
        The Monday of the week.
    price
        The most points gained if each of these peers could be in two places at once.
    peers
        How many peers have a price that week.
    """

    week: date
    price: int
    peers: int


@dataclass(frozen=True, slots=True)
class Concession(Plain):
    """
    What a challenge gives up for the others.

    Parameters
    ----------
    challenge_id
        The challenge.
    loss
        How many points fewer it has than when composed alone; None if it has no team.
    to
        Peers on its best team when composed alone who serve elsewhere instead, each with those challenges.
    """

    challenge_id: str
    loss: int | None
    to: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Recruit(Plain):
    """
    What one more peer with a role would bring, with the year planned again.

    Parameters
    ----------
    role
        The role.
    like
        The peer whose skills, record, organisation and free days the new one has, without ties and engagements.
    least, most
        The least and the most points that the best plan gains (proved).
    """

    role: str
    like: str
    least: int
    most: int
