"""One window, one seat and one faultless peer, to be changed in one place at a time."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from . import brute
from .brute import Answer, Team

START = dt.date(2027, 4, 12)
ALONE = Team(START, (("s", "A"),))

CHALLENGE: dict[str, Any] = {
    "id": "this",
    "hosts": ["H"],
    "as_of": "2027-01-11",
    "on_site": {"windows": ["2027-04-12"]},
    "scope": {"prevention": 10},
    "seats": [{"id": "s", "accepts": {"chief_executive": 100}}],
    "unknown_availability": "free",
}
PEER = {
    "peer_id": "A",
    "organisation_id": "X",
    "roles": "chief_executive",
    "trained": "yes",
    "active": "yes",
    "political_group": "Labour",
    "challenges_done": "1",
    "max_per_year": "1",
    "declared_on": "2026-12-01",
    "sex": "F",
    "theme:prevention": "4",
}


class Tiny:
    """A problem to be changed: hosts are `H`, the peer `A` is of `X`."""

    def __init__(self, **challenge: Any) -> None:
        """Start from the one problem that has a team, with some fields of the challenge replaced."""
        self.challenge = copy.deepcopy(CHALLENGE) | challenge
        self.tables: dict[str, list[dict[str, str]]] = {"peers": [dict(PEER)]}

    def peer(self, peer_id: str = "A", **cells: str) -> Tiny:
        """Change a peer, or add one like the first; `theme` is the level in the one theme."""
        if "theme" in cells:
            cells["theme:prevention"] = cells.pop("theme")
        for row in self.tables["peers"]:
            if row["peer_id"] == peer_id:
                row.update(cells)
                return self
        self.tables["peers"].append(PEER | {"peer_id": peer_id} | cells)
        return self

    def without_column(self, column: str) -> Tiny:
        """Take a column out of the peers."""
        for row in self.tables["peers"]:
            del row[column]
        return self

    def row(self, table: str, **cells: str) -> Tiny:
        """Add a row to another table."""
        self.tables.setdefault(table, []).append(cells)
        return self

    def organisation(self, organisation_id: str, kind: str = "", region: str = "", control: str = "") -> Tiny:
        """Add an organisation."""
        cells = {"organisation_id": organisation_id, "kind": kind, "region": region, "political_control": control}
        return self.row("organisations", **cells)

    def booking(
        self, start: str, end: str, host: str = "Y", status: str = "confirmed", challenge_id: str = "", peer: str = "A"
    ) -> Tiny:
        """Add an engagement."""
        cells = {"start": start, "end": end, "status": status, "challenge_id": challenge_id}
        return self.row("engagements", peer_id=peer, host_organisation_id=host, **cells)

    def interest(
        self, kind: str, start: str = "", end: str = "", at: str = "H", other: str = "", peer: str = "A"
    ) -> Tiny:
        """Add an interest."""
        target = {"organisation_id": "" if other else at, "other_peer_id": other}
        return self.row("interests", peer_id=peer, kind=kind, start=start, end=end, **target)

    def relation(self, source: str, kind: str, target: str, start: str = "", end: str = "") -> Tiny:
        """Add a relation."""
        return self.row("relations", source=source, kind=kind, target=target, start=start, end=end)

    def free(self, start: str, end: str, status: str = "available") -> Tiny:
        """Add a row of availability."""
        return self.row("availability", peer_id="A", start=start, end=end, status=status)

    def solve(self) -> Answer:
        """The answer."""
        return brute.solve(self.tables, self.challenge)

    def windows(self) -> list[str]:
        """The valid windows."""
        return [start.isoformat() for start in self.solve().windows]

    def broken(self, *seats: tuple[str, str]) -> list[str]:
        """The rules broken by a team of the one window, by default `A` on `s`."""
        return brute.broken_rules(self.tables, self.challenge, Team(START, seats) if seats else ALONE)

    def points(self, *seats: tuple[str, str]) -> dict[str, int]:
        """The breakdown of a team of the one window, by default `A` on `s`."""
        return brute.breakdown(self.tables, self.challenge, Team(START, seats) if seats else ALONE)

    def fired(self, rule: str) -> set[Any]:
        """The findings of a rule."""
        return brute.fired(self.tables, self.challenge)[rule]


def seat(seat_id: str, role: str = "chief_executive", fit: int = 100, **flags: Any) -> dict[str, Any]:
    """A seat that accepts one role."""
    return {"id": seat_id, "accepts": {role: fit}} | flags
