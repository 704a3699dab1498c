"""The tables and the challenge together, and the few things every rule looks up in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from . import challenge as asked
from . import reading
from .challenge import Raw, Seat, Settings, TeamRule
from .reading import Availability, Engagement, Interest, Organisation, Peer, Relation, Tables


@dataclass(frozen=True, eq=False)
class Problem:
    """Raw input, and the names of rules and criteria to leave out; two are the same when they are one object."""

    tables: Tables
    challenge: Raw
    without: frozenset[str] = frozenset()

    @cached_property
    def as_of(self) -> dt.date:
        """The date of the decision."""
        return reading.known_day(self.challenge["as_of"])

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """The host system H, the lead host first."""
        return tuple(host.strip() for host in self.challenge["hosts"])

    @cached_property
    def rules(self) -> Settings:
        """The rulebook."""
        return asked.rulebook(self.challenge, self.without)

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """The seats."""
        return asked.seats(self.challenge)

    @cached_property
    def n(self) -> int:
        """The number of seats with `counts`, required or not; 1 if there is none."""
        return sum(seat.counts for seat in self.seats) or 1

    @cached_property
    def pins(self) -> dict[str, str]:
        """Seat id to peer id."""
        return {seat.strip(): peer.strip() for seat, peer in self.challenge.get("pins", {}).items()}

    @cached_property
    def excluded(self) -> frozenset[str]:
        """Peers withdrawn, declined or objected to."""
        return frozenset(raw["peer"].strip() for raw in self.challenge.get("exclude", ()))

    @cached_property
    def waived(self) -> frozenset[tuple[str, frozenset[str]]]:
        """Rule and peers of every waiver in force."""
        return asked.waived(self.challenge)

    @cached_property
    def team_rules(self) -> tuple[TeamRule, ...]:
        """The team rules."""
        return asked.team_rules(self.challenge)

    @cached_property
    def scope(self) -> dict[str, int]:
        """Theme to weight."""
        return {reading.folded(theme): weight for theme, weight in self.challenge["scope"].items()}

    @cached_property
    def windows(self) -> tuple[dt.date, ...]:
        """The starts of the valid windows, in date order; the one that people confirmed, whatever it is."""
        if "confirmed" in self.challenge:
            return (self.challenge["confirmed"],)
        return asked.valid_windows(self.challenge, self.without)

    @cached_property
    def advised(self) -> tuple[dt.date, ...]:
        """The valid windows that keep `advised_weeks`, in date order."""
        return asked.advised_windows(self.challenge, self.windows)

    def days(self, start: dt.date) -> tuple[dt.date, ...]:
        """The days on site of a window."""
        return asked.days_on_site(self.challenge, start)

    @cached_property
    def peers(self) -> dict[str, Peer]:
        """Every peer by id."""
        return {peer.id: peer for peer in map(reading.peer, self._rows("peers"))}

    @cached_property
    def declarations_given(self) -> bool:
        """Whether there is a column `declared_on`."""
        return any("declared_on" in row for row in self._rows("peers"))

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Every organisation by id."""
        return {row["organisation_id"].strip(): reading.organisation(row) for row in self._rows("organisations")}

    def organisation(self, organisation_id: str) -> Organisation:
        """What is known about an organisation: nothing if it is blank or in no table."""
        return self.organisations.get(organisation_id, Organisation())

    @cached_property
    def availability(self) -> dict[str, list[Availability]]:
        """The availability rows of each peer."""
        return self._by_peer([reading.availability(row) for row in self._rows("availability")])

    @cached_property
    def interests(self) -> dict[str, list[Interest]]:
        """The interests declared by each peer."""
        return self._by_peer([reading.interest(row) for row in self._rows("interests")])

    @cached_property
    def engagements(self) -> dict[str, list[Engagement]]:
        """The rows of each peer that count: not cancelled, not proposed before `as_of`, not this challenge's own."""
        own = self.challenge["id"].strip()
        rows = [reading.engagement(row) for row in self._rows("engagements")]
        return self._by_peer(
            [
                row
                for row in rows
                if row.status != "cancelled"
                and not (row.status == "proposed" and row.start < self.as_of)
                and row.challenge != own
            ]
        )

    def starts(self, peer: Peer) -> list[dt.date]:
        """The starts of a peer's engagements."""
        return self._starts[peer.id]

    @cached_property
    def _starts(self) -> dict[str, list[dt.date]]:
        """Each engagement once, at the earliest start among its rows that count."""
        starts: dict[str, dict[tuple[object, ...], dt.date]] = {peer: {} for peer in self.peers}
        for peer, rows in self.engagements.items():
            for row in rows:
                starts[peer][row.identity] = min(row.start, starts[peer].get(row.identity, row.start))
        return {peer: list(of_peer.values()) for peer, of_peer in starts.items()}

    @cached_property
    def relations(self) -> list[Relation]:
        """Every relation."""
        return [reading.relation(row) for row in self._rows("relations")]

    @cached_property
    def hosts_and_predecessors(self) -> frozenset[str]:
        """H⁺: H and all their predecessors, transitively, whatever the dates."""
        found = set(self.hosts)
        while (
            more := {one.source for one in self.relations if one.kind == "predecessor_of" and one.target in found}
            - found
        ):
            found |= more
        return frozenset(found)

    @cached_property
    def host_regions(self) -> frozenset[str]:
        """The known regions of the hosts."""
        return frozenset(self.organisation(host).region for host in self.hosts) - {""}

    def _rows(self, table: str) -> list[reading.Row]:
        return self._folded[table]

    @cached_property
    def _folded(self) -> dict[str, list[reading.Row]]:
        names = ("peers", "availability", "organisations", "relations", "interests", "engagements")
        return {name: reading.rows_of(self.tables, name) for name in names}

    def _by_peer(self, rows: list[Any]) -> dict[str, list[Any]]:
        grouped: dict[str, list[Any]] = {peer: [] for peer in self.peers}
        for row in rows:
            grouped[row.peer].append(row)
        return grouped
