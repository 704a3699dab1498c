"""What the places of peers are worth to a plan: the prices of its certificate, by peer and by role."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teamforge.page import Column, Page, Section, Table
from teamforge.page.displayed import Displayed
from teamforge.page.plain import Plain
from teamforge.result.plan import PlanData

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PeerPrice", "RolePrice", "YearPrices", "year_prices"]

_OF_PEERS = ("year", "day", "per_peer")
"""The rows whose first id is a peer."""


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
    peers
        How many of its peers have a price.
    highest
        The highest price of a place or of the days of one of them, in points.
    """

    role: str
    peers: int
    highest: int


@dataclass(frozen=True)
class YearPrices(Displayed, Plain):
    """
    What the places of peers are worth to a plan.

    Parameters
    ----------
    programme_id
        Of the programme.
    peers
        Those with a price, the dearest first.
    roles
        Those of these peers, the dearest first: where one more peer would help most.
    """

    programme_id: str
    peers: tuple[PeerPrice, ...]
    roles: tuple[RolePrice, ...]

    def __repr__(self) -> str:
        """Return how many peers have a price."""
        return f"<YearPrices {self.programme_id}: {len(self.peers)} peers with a price>"

    def page(self) -> Page:
        """Return the roles and the peers with a price; ids and no names."""
        columns = (Column("Role"), Column("Peers", number=True), Column("Highest price", number=True))
        roles = Table(columns, tuple((each.role, each.peers, each.highest) for each in self.roles))
        of_peers = (
            *(Column("Peer"), Column("One more place", number=True)),
            *(Column("Days", number=True), Column("Teams", number=True)),
        )
        peers = Table(of_peers, tuple((each.peer_id, each.places, each.days, each.teams) for each in self.peers))
        line = "points that one more place would be worth, at most; who has no price is not scarce"
        sections = (Section("Roles", table=roles), Section("Peers", table=peers))
        return Page(f"Prices of programme {self.programme_id}", (line,), sections)

    def to_frame(self) -> pd.DataFrame:
        """Return a row a peer: ``peer_id``, ``places``, ``days``, ``teams``."""
        import pandas as pd  # noqa: PLC0415 -- slow to import

        columns = ["peer_id", "places", "days", "teams"]
        return pd.DataFrame([each.to_dict() for each in self.peers], columns=columns)


def year_prices(plan: PlanData) -> YearPrices:
    """Return what the places of peers are worth to a plan, by the prices of its certificate."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: {"places": 0, "days": 0})
    for row in plan.certificate.rows:
        if row.kind in _OF_PEERS:
            found[str(row.ids[0])]["days" if row.kind == "day" else "places"] += row.price
    peers = [
        PeerPrice(peer, own["places"], own["days"], sum(peer in _members(plan, each) for each in plan.teams))
        for peer, own in found.items()
    ]
    peers.sort(key=lambda each: (-each.places - each.days, each.peer_id))
    roles: dict[str, list[int]] = defaultdict(list)
    for each in peers:
        for role in plan.pool.peers.roles.value(plan.pool.peers.position[each.peer_id]) or ():
            roles[role].append(max(each.places, each.days))
    scarce = [RolePrice(role, len(prices), max(prices)) for role, prices in roles.items()]
    scarce.sort(key=lambda each: (-each.highest, each.role))
    return YearPrices(plan.programme_id, tuple(peers), tuple(scarce))


def _members(plan: PlanData, challenge_id: str) -> set[str]:
    return {peer for _, peer in plan.teams[challenge_id].seats}
