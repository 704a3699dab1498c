"""A problem in the making: its calendar, its raw rows and the words to fill cells with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

Row = dict[str, str]
Edge = tuple[dt.date | None, dt.date | None]

REGIONS = ("East of England", "London", "North West")
KINDS = ("county", "unitary", "district", "nhs_trust")
GROUPS = ("Labour", "Conservative", "Green")
THEMES = ("prevention", "integration", "leadership")
ROLES = ("chief_executive", "elected_member", "vcs_leader", "icb_chair", "public_health_consultant")
TABLES = ("peers", "availability", "organisations", "relations", "interests", "engagements")

EASTER_MONDAY = dt.date(2027, 3, 29)
MAY_DAY = dt.date(2027, 5, 3)
ANCHORS = (
    *(EASTER_MONDAY, EASTER_MONDAY, EASTER_MONDAY - dt.timedelta(days=5), MAY_DAY, MAY_DAY - dt.timedelta(days=4)),
    *(dt.date(2027, 4, 12), dt.date(2027, 4, 19), dt.date(2027, 5, 31), dt.date(2027, 4, 1), dt.date(2028, 5, 1)),
)
LEAP_DAY = dt.date(2028, 2, 29)


def chance(rng: Random, share: float) -> bool:
    """True in this share of the cases."""
    return rng.random() < share


def moved(date: dt.date, days: int) -> dt.date:
    """The date some days later."""
    return date + dt.timedelta(days=days)


def years_earlier(date: dt.date, years: int) -> dt.date:
    """The same day and month some years earlier, or 28 February."""
    leap = (date.month, date.day) == (2, 29)
    return dt.date(date.year - years, date.month, 28 if leap else date.day)


@dataclass
class Draft:
    """What has been written so far; `conflicts` are the rules, with their peers, that probably fire."""

    rng: Random
    as_of: dt.date = dt.date(2027, 1, 11)
    days: int = 3
    starts: list[dt.date] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in TABLES})
    challenge: dict[str, Any] = field(default_factory=dict)
    seats: list[dict[str, Any]] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    ancestors: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    conflicts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def peers(self) -> list[str]:
        """The ids of the peers."""
        return [row["peer_id"] for row in self.tables["peers"]]

    def row(self, peer: str) -> Row:
        """The row of a peer."""
        return next(row for row in self.tables["peers"] if row["peer_id"] == peer)

    def add(self, table: str, **cells: object) -> None:
        """One more row; None is a blank cell."""
        self.tables[table].append({column: "" if cell is None else str(cell) for column, cell in cells.items()})

    def spelt(self, word: str) -> str:
        """A word of a vocabulary, now and then in other letters or with spaces around it."""
        if not chance(self.rng, 0.08):
            return word
        return self.rng.choice((word.upper(), word.capitalize(), f" {word}", f"{word} "))

    def touching_host(self) -> str:
        """A host or one of their predecessors."""
        return self.rng.choice([*self.hosts, *self.hosts, *self.ancestors])

    def window(self) -> Edge:
        """The first and last day of some candidate window."""
        start = self.rng.choice(self.starts)
        return start, moved(start, self.days - 1)

    def current_edge(self) -> Edge:
        """Dates near the limits of what is current: most are, some just are not."""
        rng, today = self.rng, self.as_of
        horizon = moved(today, 365)
        long_ago = moved(today, -rng.randint(400, 4000))
        return rng.choice(
            (
                *((None, None), (long_ago, None), (None, today), (long_ago, moved(today, 30))),
                *((long_ago, today), (horizon, None), (horizon, moved(horizon, 5)), (moved(today, 60), None)),
                *((long_ago, moved(today, -1)), (None, moved(today, -1)), (moved(horizon, 1), None)),
                (moved(horizon, 1), moved(horizon, 9)),
            )
        )

    def past_edge(self, years: int) -> Edge:
        """Dates near the limits of what ended within some years: most did, some just did not."""
        limit = years_earlier(self.as_of, years)
        end = self.rng.choice(
            (limit, moved(limit, 1), limit, moved(limit, -1), moved(self.as_of, -1), moved(self.as_of, -200))
        )
        return self.rng.choice((None, moved(end, -self.rng.randint(0, 900)))), end
