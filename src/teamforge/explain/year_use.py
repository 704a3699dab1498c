"""Who is over- and under-used by a plan: how often each peer serves in a programme year, and who serves nowhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from teamforge.challenge.programme.matching import pool_of_programme
from teamforge.explain.pool_report import with_a_role
from teamforge.page import Column, Page, Section, Table
from teamforge.page.listing import Listing
from teamforge.page.model import numbers, texts
from teamforge.page.plain import Plain, frame, plain
from teamforge.page.words import counted
from teamforge.pool.bookings import bookings_of
from teamforge.result.plan import PlanData
from teamforge.spec.dates import day_number, programme_year, programme_years
from teamforge.spec.words import capital, spoken

if TYPE_CHECKING:
    import pandas as pd

    from teamforge.pool import Pool

_SHOWN = 30
"""The most peers that a page has."""


@dataclass(frozen=True, slots=True)
class PeerUse(Plain):
    """
    How often a peer serves in a programme year, once the plan is carried out.

    Parameters
    ----------
    peer_id
        The peer.
    year
        The year in which the programme year begins, on 1 April.
    teams
        How many teams of the plan they are on whose visits start in it.
    elsewhere
        How many of their other engagements start in it.
    max_per_year
        The most engagements they take in a year.
    """

    peer_id: str
    year: int
    teams: int
    elsewhere: int
    max_per_year: int

    @property
    def full(self) -> bool:
        """Whether they serve as often as they are willing to, or more often (on seats that do not count)."""
        return self.teams + self.elsewhere >= self.max_per_year


@dataclass(frozen=True, eq=False, repr=False)
class YearUse(Listing[PeerUse]):
    """
    How often the peers on the teams of a plan serve, the busiest first, and who could serve but does not.

    Parameters
    ----------
    uses
        One for each peer and programme year.
    idle
        The ids of the peers who are trained and active, have a role that a seat of the programme accepts, are
        willing to serve, and have no engagement in any programme year of the plan.
    pool
        The pool.
    """

    uses: tuple[PeerUse, ...]
    idle: tuple[str, ...]
    pool: Pool

    _LIST = "uses"

    def __repr__(self) -> str:
        """Return sizes, and nobody's data."""
        return f"<YearUse: {'; '.join(self.in_words)}>"

    @cached_property
    def full(self) -> tuple[PeerUse, ...]:
        """The uses of peers who serve as often as they are willing to."""
        return tuple(each for each in self.uses if each.full)

    @property
    def in_words(self) -> tuple[str, ...]:
        """The sizes, each in words."""
        teams = Counter[str]()
        for each in self.uses:
            teams[each.peer_id] += each.teams
        often = sum(count > 1 for count in teams.values())
        full = len({each.peer_id for each in self.full})
        return (
            f"{counted(len(teams), 'peer')} on a team, {often or 'none'} of them on more than one",
            f"{full or 'none'} of them as often as they are willing to serve in a year",
            f"{counted(len(self.idle), 'other peer')} could serve too: trained, active, in a role that a seat accepts",
        )

    @cached_property
    def idle_by_role(self) -> tuple[tuple[str, int], ...]:
        """The roles of the idle, and how many have each, the commonest first."""
        roles, position = self.pool.peers.roles, self.pool.peers.position
        count = Counter(role for peer in self.idle for role in roles.value(position[peer]) or ())
        return tuple(sorted(count.items(), key=lambda each: (-each[1], each[0])))

    def page(self) -> Page:
        """Return a page with those who serve as often as they are willing to, and the roles of the idle."""
        columns = (Column("Peer"), *(Column(each, number=True) for each in ("Year", "Teams", "Elsewhere", "At most")))
        rows = tuple((each.peer_id, each.year, each.teams, each.elsewhere, each.max_per_year) for each in self.full)
        roles = tuple((capital(spoken(role)), count) for role, count in self.idle_by_role)
        caption = f"The first {_SHOWN} of {len(rows):,}" if len(rows) > _SHOWN else ""
        sections = (
            Section("As often as they are willing to", table=Table(columns, rows[:_SHOWN], caption=caption)),
            Section("Could serve and do not", table=Table((*texts("Role"), *numbers("Peers")), roles)),
        )
        shown = tuple(each for each in sections if each.table and each.table.rows)
        return Page("Who is over- and under-used", tuple(map(capital, self.in_words)), shown)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return {"uses": plain(self.uses), "idle": list(self.idle)}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per peer and programme year: `peer_id`, `year`, `teams`, `elsewhere`, `max_per_year`."""
        return frame(self.uses, ("peer_id", "year", "teams", "elsewhere", "max_per_year"))


def year_use(plan: PlanData) -> YearUse:
    """Return who is over- and under-used by a plan; empty if no challenge has a team."""
    pool = pool_of_programme(plan.pool, plan.programme)
    teams: Counter[tuple[str, int]] = Counter()
    for each in plan.challenges:
        if each.window is not None and not each.over:
            teams.update((m.peer_id, programme_year(day_number(each.window.start))) for m in each.members)
    bookings = bookings_of(pool, plan.programme.as_of)
    engaged = Counter(zip(bookings.peer.tolist(), programme_years(bookings.start).tolist(), strict=True))
    position, most = pool.peers.position, pool.peers.max_per_year
    uses = [
        PeerUse(peer, year, count, engaged[position[peer], year], int(most[position[peer]]))
        for (peer, year), count in teams.items()
    ]
    uses.sort(key=lambda each: (-each.teams - each.elsewhere, each.peer_id, each.year))
    years = {year for _, year in teams}
    busy = {position[peer] for peer, _ in teams} | {peer for peer, year in engaged if year in years}
    accepted = {role for challenge in plan.programme.challenges for seat in challenge.seats for role in seat.accepts}
    able = with_a_role(pool, accepted) & pool.peers.trained & pool.peers.active & (most > 0)
    idle = [str(pool.peers.ids[place]) for place in np.flatnonzero(able).tolist() if place not in busy] if years else []
    return YearUse(tuple(uses), tuple(sorted(idle)), pool)
