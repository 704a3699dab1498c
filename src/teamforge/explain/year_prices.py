"""What the places of peers are worth to a plan: the prices of its certificate, by peer and by role."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from teamforge.explain.prices import Concession, PeerPrice, Recruit, RolePrice, WeekPrice
from teamforge.page import Page, Section, Table
from teamforge.page.displayed import Displayed
from teamforge.page.model import numbers, texts
from teamforge.page.plain import Plain, frame
from teamforge.page.words import counted, days_in_words, listed
from teamforge.pool import Pool
from teamforge.result.plan import PlanData
from teamforge.spec.dates import date_of, monday_of
from teamforge.spec.words import capital, spoken
from teamforge.team import Team

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 20
"""The most peers, and the most weeks, that a page has."""
_OF_PEERS = ("year", "day", "per_peer")
"""The rows whose first id is a peer."""


@dataclass(frozen=True)
class YearPrices(Displayed, Plain):
    """
    What the places of peers are worth to a plan, and what challenges give up for each other.

    Parameters
    ----------
    programme_id
        The id of the programme.
    peers
        The peers with a price, the dearest first.
    roles
        The roles of these peers, the dearest first: where one more peer would help most.
    weeks
        The weeks in which the time of peers has a price, the dearest first.
    gives_up
        The challenges with no team, or with fewer points than when composed alone; those that lose most first.
    recruits
        What one more peer with each of the dearest roles would bring, if asked for.
    """

    programme_id: str
    peers: tuple[PeerPrice, ...]
    roles: tuple[RolePrice, ...]
    weeks: tuple[WeekPrice, ...]
    gives_up: tuple[Concession, ...]
    recruits: tuple[Recruit, ...] = ()

    def __repr__(self) -> str:
        """Return how many peers have a price."""
        return f"<YearPrices {self.programme_id}: {len(self.peers)} peers with a price>"

    def page(self) -> Page:
        """Return roles, peers and weeks with a price, and what challenges give up, with ids but no names."""
        lines = (
            "prices are points that one more place would be worth, at most",
            "whoever has no price is not scarce",
        )
        return Page(f"Prices of programme {self.programme_id}", lines, tuple(self._sections()))

    def _sections(self) -> Iterator[Section]:
        of_roles = (*texts("Role"), *numbers("Peers", "Serving", "With a price", "Highest price"))
        roles = tuple((capital(spoken(r.role)), r.peers, r.serving, r.priced, r.highest) for r in self.roles)
        yield Section("Who to recruit", table=Table(of_roles, roles))
        if self.recruits:
            items = tuple(
                f"one more {spoken(each.role)} like {each.like} would bring {_between(each.least, each.most)}"
                for each in self.recruits
            )
            yield Section("What one more would bring", items=items)
        of_peers = (*texts("Peer"), *numbers("One more place", "Days", "Teams"))
        peers = tuple((each.peer_id, each.places, each.days, each.teams) for each in self.peers[:_SHOWN])
        yield Section("Peers", _more(self.peers), table=Table(of_peers, peers))
        if self.weeks:
            of_weeks = (*texts("Week of"), *numbers("Price", "Peers"))
            weeks = tuple((days_in_words(each.week, each.week), each.price, each.peers) for each in self.weeks[:_SHOWN])
            yield Section("Weeks", _more(self.weeks), table=Table(of_weeks, weeks))
        if self.gives_up:
            columns = (*texts("Challenge"), *numbers("Fewer than alone"), *texts("Left to others"))
            rows = tuple(
                (each.challenge_id, each.loss, tuple(f"{peer} to {listed(own)}" for peer, own in each.to))
                for each in self.gives_up
            )
            yield Section("What challenges give up", table=Table(columns, rows))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per peer: ``peer_id``, ``places``, ``days``, ``teams``."""
        return frame(self.peers, ("peer_id", "places", "days", "teams"))


def _between(least: int, most: int) -> str:
    """Return points from the least to the most, in words."""
    if most == 0:
        return "no more points"
    return f"{counted(least, 'point')}" if least == most else f"from {least:,} to {counted(most, 'point')}"


def _more(shown: Sequence[object]) -> tuple[str, ...]:
    return (f"the {_SHOWN} dearest of {len(shown):,}",) if len(shown) > _SHOWN else ()


def year_prices(plan: PlanData, alone: Mapping[str, Team | None]) -> YearPrices:
    """Return what places are worth to a plan, by its certificate; `alone` has the best team of each challenge alone."""
    prices: dict[str, dict[str, int]] = defaultdict(lambda: {"places": 0, "days": 0})
    weeks: dict[date, list[tuple[str, int]]] = defaultdict(list)
    for row in plan.certificate.rows:
        if row.kind in _OF_PEERS:
            prices[str(row.ids[0])]["days" if row.kind == "day" else "places"] += row.price
        if row.kind == "day":
            weeks[monday_of(date_of(int(row.ids[1])))].append((str(row.ids[0]), row.price))
    serving = Counter(peer for team in plan.teams.values() for _, peer in team.seats)
    peers = [PeerPrice(peer, own["places"], own["days"], serving[peer]) for peer, own in prices.items()]
    peers.sort(key=lambda each: (-each.places - each.days, each.peer_id))
    dear = [
        WeekPrice(week, sum(price for _, price in own), len({peer for peer, _ in own})) for week, own in weeks.items()
    ]
    return YearPrices(
        plan.programme_id,
        tuple(peers),
        tuple(_roles(plan, peers, serving)),
        tuple(sorted(dear, key=lambda each: (-each.price, each.week))),
        tuple(_given_up(plan, alone)),
    )


def _roles(plan: PlanData, priced: Sequence[PeerPrice], serving: Mapping[str, int]) -> list[RolePrice]:
    """Return the roles of some peers, the dearest first."""
    peers = plan.pool.peers
    ready = peers.trained & peers.active
    having: dict[str, list[str]] = defaultdict(list)
    for place in np.flatnonzero(ready).tolist():
        for role in peers.roles.value(place) or ():
            having[role].append(str(peers.ids[place]))
    by_role: dict[str, list[PeerPrice]] = defaultdict(list)
    for each in priced:
        for role in peers.roles.value(peers.position[each.peer_id]) or ():
            by_role[role].append(each)
    found = []
    for role, own in by_role.items():
        dearest = max(own, key=lambda each: max(each.places, each.days))
        highest = max(dearest.places, dearest.days)
        on_teams = sum(serving[peer] > 0 for peer in having[role])
        found.append(RolePrice(role, len(having[role]), on_teams, len(own), highest, dearest.peer_id))
    return sorted(found, key=lambda each: (-each.highest, each.role))


def _given_up(plan: PlanData, alone: Mapping[str, Team | None]) -> list[Concession]:
    """Return what challenges give up: first those without a team, then those that lose most."""
    serves: dict[str, list[str]] = defaultdict(list)
    for own, team in plan.teams.items():
        for _, peer in team.seats:
            serves[peer].append(own)
    found = []
    for each in plan.challenges:
        best = alone.get(each.challenge_id)
        if best is None or each.loss == 0:
            continue
        gone = [(peer, tuple(serves[peer])) for _, peer in best.seats if peer in serves]
        to = tuple((peer, own) for peer, own in gone if each.challenge_id not in own)
        found.append(Concession(each.challenge_id, each.loss, to))
    return sorted(found, key=lambda each: (each.loss is not None, -(each.loss or 0), each.challenge_id))


def with_one_more(pool: Pool, like: str) -> Pool:
    """Return a pool with a new peer who is like another: a colleague without ties, engagements or history."""
    import pandas as pd  # noqa: PLC0415 -- slow to import

    frames = pool.with_calendars(None).to_frames()
    new = f"{like}+1"
    while new in pool.peers.position:
        new += "+1"
    for table in ("peers", "availability"):
        frame = frames[table]
        twin = frame[frame["peer_id"] == like].assign(peer_id=new)
        frames[table] = pd.concat([frame, twin], ignore_index=True)
    # Frames have no calendars. Everybody keeps theirs, and the new peer gets a copy of the other's.
    theirs = [(len(pool.peers), calendar) for place, calendar in pool.calendars if place == pool.peers.position[like]]
    anew = Pool.from_frames(**frames)
    return replace(anew, calendars=(*pool.calendars, *theirs), warnings=pool.warnings)
