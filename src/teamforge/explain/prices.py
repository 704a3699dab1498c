"""What one more place of a peer, of a role or in a week is worth to a plan: the parts of `year_prices`' answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from teamforge.page.plain import Plain

__all__ = ["Concession", "PeerPrice", "Recruit", "RolePrice", "WeekPrice"]


@dataclass(frozen=True, slots=True)
class PeerPrice(Plain):
    """
    What one more place of a peer would be worth to the plan, at most.

    Parameters
    ----------
    peer_id
        The peer.
    places
        Points of one more visit in a year, or on the plan where there is a limit.
    days
        Points of being in two places at once, or of less rest.
    teams
        On how many teams of the plan they are.
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
        That peer.
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
        Its Monday.
    price
        Points that it would be worth, at most, if each of these peers could be in two places at once.
    peers
        How many they are.
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
        How many points fewer it has than alone; None where it has no team.
    to
        Peers of its best team alone who serve elsewhere instead: each with the challenges.
    """

    challenge_id: str
    loss: int | None
    to: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Recruit(Plain):
    """
    What one more peer of a role would bring, planned anew.

    Parameters
    ----------
    role
        The role.
    like
        The peer that the new one is like in skills, record, organisation and free days; without ties and engagements.
    least, most
        Points that the best plan gains, at least and at most (proved).
    """

    role: str
    like: str
    least: int
    most: int
