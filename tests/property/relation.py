"""
What the metamorphic relations share: a problem to start from, changes to its raw rows, a test made of each relation.

A relation compares the engine's answer before and after a change. It tells whether its premise was met (a team was
there to be changed, the removed peer was not in it, …); the test fails as well when that was so too seldom: far
below its share in the full run, so that 25 examples never miss it by chance.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from random import Random
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from teamforge import Result
from tests.oracle import brute
from tests.oracle.generator import make_problem
from tests.oracle.reading import folded

from .engine import Tables, compose_raw, team_of

DRAWS = 5
"""The most problems that are drawn until one has a team; most of the time the first one has."""
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
_ORGANISATIONS = ("organisation_id", "host_organisation_id", "source", "target")
_PEERS = ("peer_id", "other_peer_id")
Record = Callable[[str, object], None]


def relation(least: float) -> Callable[[Callable[[Random], bool]], Callable[[Record], None]]:
    """Return a test of a relation, whose premise must be met in at least this share of the examples."""

    def decorate(holds: Callable[[Random], bool]) -> Callable[[Record], None]:
        def test(record_property: Record) -> None:
            met: list[bool] = []

            def example(rng: Random) -> None:
                met.append(holds(rng))
                event(f"premise met: {met[-1]}")

            # The name is part of what Hypothesis draws by, and of where it keeps what failed.
            example.__name__ = example.__qualname__ = holds.__name__
            example.__module__ = holds.__module__
            settings(suppress_health_check=_SLOW)(given(rng=st.randoms(use_true_random=False))(example))()
            record_property("examples", len(met))
            record_property("premise met", sum(met))
            assert sum(met) >= least * len(met), f"premise met in {sum(met)} of {len(met)} examples"

        test.__name__, test.__qualname__ = holds.__name__, holds.__qualname__
        test.__module__, test.__doc__ = holds.__module__, holds.__doc__
        return test

    return decorate


@dataclass
class Raw:
    """Raw rows and a raw challenge, to be changed; column names are in small letters."""

    tables: Tables
    challenge: dict[str, Any]

    def copy(self) -> Raw:
        """Return a copy that can be changed by itself."""
        return deepcopy(self)

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows of a table."""
        return self.tables.setdefault(table, [])

    @property
    def peers(self) -> list[str]:
        """The ids of the peers."""
        return [row["peer_id"] for row in self.rows("peers")]

    def peer(self, peer: str) -> dict[str, str]:
        """Return the row of a peer."""
        return next(row for row in self.rows("peers") if row["peer_id"] == peer)

    def named(self, table: str, peer: str) -> list[dict[str, str]]:
        """Return the rows of a table that name a peer."""
        return [row for row in self.rows(table) if peer in (row.get(column) for column in _PEERS)]

    def add(self, table: str, **cells: str) -> None:
        """Add a row; cells that are not given are blank."""
        columns = {column for row in self.rows(table) for column in row}
        self.rows(table).append(dict.fromkeys(columns, "") | cells)

    def listed(self, field_: str) -> list[dict[str, Any]]:
        """Return a list of the challenge."""
        found: list[dict[str, Any]] = self.challenge.setdefault(field_, [])
        return found

    def rule(self, name: str) -> dict[str, Any]:
        """Return what the challenge says of a rule."""
        found: dict[str, Any] = self.challenge.setdefault("rules", {}).setdefault(name, {})
        return found

    def at_host(self, peer: str) -> bool:
        """Return whether a peer works for a host: their engagements make `reciprocal_review` fire for others."""
        return self.peer(peer).get("organisation_id", "") in self.challenge["hosts"]

    def remove(self, peer: str) -> None:
        """Remove a peer, and every row and every part of the challenge that names them."""
        for table in ("peers", "availability", "interests", "engagements"):
            self.tables[table] = [row for row in self.rows(table) if row not in self.named(table, peer)]
        for field_ in ("exclude", "waivers"):
            kept = [entry for entry in self.listed(field_) if peer not in (entry["peer"], entry.get("other_peer"))]
            self.challenge[field_] = kept

    def pair(self, one: str, other: str) -> None:
        """Add a dispute between two peers, which blocks the pair where `pair_tie` is hard."""
        self.add("interests", peer_id=one, other_peer_id=other, kind="dispute")

    def rename(self, people: dict[str, str], places: dict[str, str]) -> None:
        """Give peers and organisations other ids, everywhere."""
        for rows in self.tables.values():
            for row in rows:
                row |= {column: people.get(row[column], row[column]) for column in _PEERS if column in row}
                row |= {column: places.get(row[column], row[column]) for column in _ORGANISATIONS if column in row}
        self.challenge["hosts"] = [places.get(host, host) for host in self.challenge["hosts"]]
        self.challenge["pins"] = {seat: people[peer] for seat, peer in self.challenge.get("pins", {}).items()}
        for field_ in ("exclude", "waivers"):
            for entry in self.listed(field_):
                entry |= {key: people[entry[key]] for key in ("peer", "other_peer") if key in entry}
        for rule in self.listed("team_rules"):
            ids = {"peer_id": people, "organisation_id": places}.get(folded(rule["attribute"]), {})
            if "value" in rule:
                rule["value"] = ids.get(rule["value"], rule["value"])


@dataclass
class Case:
    """A problem and the engine's answer."""

    raw: Raw
    options: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def result(self) -> Result:
        """The engine's answer."""
        return compose_raw(self.raw.tables, self.raw.challenge, **self.options)

    @property
    def opt(self) -> float:
        """The most points of a team; −∞ if there is none. It is proved."""
        assert self.result.status in {"optimal", "infeasible"}
        return -inf if self.result.points is None else self.result.points

    @property
    def team(self) -> brute.Team | None:
        """The team chosen."""
        return team_of(self.result)

    @property
    def members(self) -> dict[str, str]:
        """Seat to peer; empty without a team."""
        return {member.seat: member.peer_id for member in self.result.members}

    @cached_property
    def oracle(self) -> brute.Answer:
        """The oracle's answer."""
        return brute.solve(self.raw.tables, self.raw.challenge)

    def same_as(self, other: Case) -> bool:
        """Return whether both have the same team and the same points for the same reasons."""
        ours, theirs = self.result, other.result
        return (ours.status, self.team, ours.breakdown) == (theirs.status, other.team, theirs.breakdown)


def case(rng: Random, prepare: Callable[[Raw], object] = lambda _: None) -> Case:
    """
    Return a problem, one with a team wherever that can be drawn.

    Parameters
    ----------
    prepare
        Changes the problem before it is solved for the first time.

    Notes
    -----
    Hypothesis draws the number of the problem and every choice of the change. Drawing each of the thousand choices
    of a problem through it takes ten times as long, and most of what it then makes up has no team.
    """
    for _ in range(DRAWS):
        problem = make_problem(Random(rng.getrandbits(64)))
        tables = {
            name: [{folded(key): cell for key, cell in row.items()} for row in rows]
            for name, rows in problem.tables.items()
        }
        raw = Raw(tables, deepcopy(problem.challenge))
        prepare(raw)
        drawn = Case(raw)
        if drawn.oracle.points is not None:
            break
    return drawn
