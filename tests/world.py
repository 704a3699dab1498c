"""
A small world to change in one place at a time: peers, organisations and a challenge, straight into columns.

The host is `H`, the decision is on Monday 11 January 2027, and the one window is Monday 12 to Wednesday 14 April.
Peers are faultless unless a test says otherwise. No file or frame is read.

Every question of a rule can be asked of one world: what it finds, who it stops, what it compiles to, what the
verifier says of a team, and whether both say the same of every team.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from teamforge.challenge import Challenge
from teamforge.conflicts import Conflicts
from teamforge.errors import InternalError
from teamforge.pool import Availability, Categorical, Engagements, Interests, Organisations, Peers, Pool, Relations
from teamforge.problem import Choice, Eligibility, Instance, Problem, compile_problem, eligibility_of, prepare
from teamforge.spec.dates import ALWAYS, FOREVER, parse_day, to_date
from teamforge.team import Team
from teamforge.verify import Checker

AS_OF = "2027-01-11"
"""The decision."""
HORIZON = "2028-01-11"
"""365 days later: the last day of what is current."""

_CHALLENGE: Mapping[str, Any] = {
    "id": "this",
    "hosts": ["H"],
    "as_of": AS_OF,
    "on_site": {"windows": ["2027-04-12"]},
    "scope": {"prevention": 10},
    "seats": [{"id": "s", "accepts": {"chief_executive": 100}}],
    "unknown_availability": "free",
}
_PEER: Mapping[str, Any] = {
    "at": None,
    "roles": ("chief_executive",),
    "trained": True,
    "active": True,
    "group": None,
    "done": 1,
    "most": 1,
    "declared": "2026-12-01",
    "prevention": 0,
    "housing": 0,
    "language": (),
    "name": None,
}
_COLUMNS = (
    *("peer_id", "name", "organisation_id", "roles", "trained", "active", "political_group", "challenges_done"),
    *("max_per_year", "declared_on", "theme:prevention", "theme:housing", "language"),
)


def seat(seat_id: str, role: str = "chief_executive", fit: int = 100, **flags: Any) -> dict[str, Any]:
    """Return a seat that accepts one role."""
    return {"id": seat_id, "accepts": {role: fit}} | flags


def waiver(peer: str, rule: str, on: str = AS_OF, **fields: str) -> dict[str, str]:
    """Return a waiver in force, unless its fields say otherwise."""
    return {"peer": peer, "rule": rule, "by": "the chair", "reason": "long ago", "on": on} | fields


def day(text: str | None, blank: int = ALWAYS) -> int:
    """Return the day number of an ISO date."""
    number = blank if text is None else parse_day(text)
    assert number is not None
    return number


THREE = [seat("s"), seat("t"), seat("m", counts=False)]
"""Two seats that count and one that does not: n is 2."""

OPEN = [seat("s"), seat("t", required=False), seat("m", counts=False, required=False)]
"""The same, of which the first alone must be filled: two peers can do that in 6 ways, three in 21, four in 52."""


def team(*peers: str, **challenge: Any) -> World:
    """Return a world of some peers who may hold any of three seats."""
    world = World(**{"seats": THREE, **challenge})
    for peer in peers:
        world.peer(peer)
    return world


class World:
    """A pool and a challenge in the making; what is named is there."""

    def __init__(self, **challenge: Any) -> None:
        """Start without peers, with some fields of the challenge replaced."""
        self.fields: dict[str, Any] = {**_CHALLENGE, **challenge}
        self.people: dict[str, dict[str, Any]] = {}
        self.places: dict[str, tuple[str | None, str | None, str | None]] = {}
        self.tables: dict[str, list[tuple[Any, ...]]] = {
            name: [] for name in ("relations", "interests", "engagements", "availability")
        }
        self.without: frozenset[str] = frozenset()
        self.warnings: tuple[str, ...] = ()
        for host in self.fields["hosts"]:
            self._place(host)

    def _place(self, name: str | None) -> None:
        if name is not None:
            self.places.setdefault(name, (None, None, None))

    def peer(self, peer_id: str = "A", **cells: Any) -> World:
        """Change a peer, or add one: `at` an organisation, `group`, `done`, `most`, `declared`, levels, …"""
        self.people[peer_id] = {**_PEER, **self.people.get(peer_id, {}), **cells}
        self._place(self.people[peer_id]["at"])
        return self

    def leave_out(self, *columns: str) -> World:
        """Leave columns of the peers out: `challenges_done`, `declared_on`."""
        self.without |= set(columns)
        return self

    def organisation(
        self, name: str, kind: str | None = None, region: str | None = None, control: str | None = None
    ) -> World:
        """Describe an organisation."""
        self.places[name] = (kind, region, control)
        return self

    def relation(self, source: str, kind: str, target: str, start: str | None = None, end: str | None = None) -> World:
        """Add a relation; its row is 2, 3, …, in the order added, as in every table."""
        self._place(source)
        self._place(target)
        self.tables["relations"].append((source, kind, target, start, end))
        return self

    def interest(self, peer: str, kind: str, target: str, start: str | None = None, end: str | None = None) -> World:
        """Add an interest in a peer, if the target is one by now, or else in an organisation."""
        if target not in self.people:
            self._place(target)
        self.tables["interests"].append((peer, kind, target, start, end))
        return self

    def booking(
        self, peer: str, start: str, end: str, host: str = "Y", status: str = "confirmed", of: str | None = None
    ) -> World:
        """Add an engagement, `of` a challenge."""
        self._place(host)
        self.tables["engagements"].append((peer, host, start, end, status, of))
        return self

    def free(self, peer: str, start: str, end: str, *, available: bool = True) -> World:
        """Add a row of availability."""
        self.tables["availability"].append((peer, start, end, available))
        return self

    @cached_property
    def challenge(self) -> Challenge:
        """The challenge; the world is not changed after this."""
        return Challenge.model_validate(self.fields)

    @cached_property
    def pool(self) -> Pool:
        """The pool; the world is not changed after this."""
        at = {name: place for place, name in enumerate(self.places)}
        of = {name: place for place, name in enumerate(self.people)}

        def cells(column: str) -> list[Any]:
            return [person[column] for person in self.people.values()]

        bonds, ties, visits, spells = (self.tables[name] for name in self.tables)
        return Pool(
            peers=Peers(
                ids=np.array(list(self.people), dtype=object),
                names=_coded(cells("name")),
                organisation=_ints(at.get(name, -1) for name in cells("at")),
                roles=_coded(cells("roles")),
                trained=np.array(cells("trained"), dtype=np.bool_),
                active=np.array(cells("active"), dtype=np.bool_),
                political_group=_coded(cells("group")),
                challenges_done=None if "challenges_done" in self.without else _ints(cells("done")),
                max_per_year=_ints(cells("most")),
                declared_on=None if "declared_on" in self.without else _ints(day(text) for text in cells("declared")),
                levels={theme: np.array(cells(theme), dtype=np.int8) for theme in ("prevention", "housing")},
                attributes={"language": _coded(cells("language"))},
                papers={},
                columns=frozenset(_COLUMNS) - self.without,
                row=_ints(range(2, len(of) + 2)),
            ),
            availability=Availability(
                peer=_ints(of[row[0]] for row in spells),
                start=_ints(day(row[1]) for row in spells),
                end=_ints(day(row[2]) for row in spells),
                available=np.array([row[3] for row in spells], dtype=np.bool_),
                row=_ints(range(2, len(spells) + 2)),
            ),
            organisations=Organisations(
                ids=tuple(at),
                names=(None,) * len(at),
                kind=tuple(place[0] for place in self.places.values()),
                region=tuple(place[1] for place in self.places.values()),
                political_control=tuple(place[2] for place in self.places.values()),
                given=True,
            ),
            relations=Relations(
                source=_ints(at[row[0]] for row in bonds),
                kind=_coded(row[1] for row in bonds),
                target=_ints(at[row[2]] for row in bonds),
                start=_ints(day(row[3]) for row in bonds),
                end=_ints(day(row[4], FOREVER) for row in bonds),
                row=_ints(range(2, len(bonds) + 2)),
            ),
            interests=Interests(
                peer=_ints(of[row[0]] for row in ties),
                kind=_coded(row[1] for row in ties),
                organisation=_ints(-1 if row[2] in of else at[row[2]] for row in ties),
                other_peer=_ints(of.get(row[2], -1) for row in ties),
                start=_ints(day(row[3]) for row in ties),
                end=_ints(day(row[4], FOREVER) for row in ties),
                row=_ints(range(2, len(ties) + 2)),
            ),
            engagements=Engagements(
                peer=_ints(of[row[0]] for row in visits),
                host=_ints(at[row[1]] for row in visits),
                start=_ints(day(row[2]) for row in visits),
                end=_ints(day(row[3]) for row in visits),
                status=_coded(row[4] for row in visits),
                challenge_id=_coded(row[5] for row in visits),
                row=_ints(range(2, len(visits) + 2)),
            ),
            warnings=self.warnings,
        )

    @cached_property
    def given(self) -> Instance:
        """Pool and challenge with what follows from them."""
        return prepare(self.pool, self.challenge)

    @property
    def conflicts(self) -> Conflicts:
        """The findings."""
        return self.given.conflicts

    @cached_property
    def eligibility(self) -> Eligibility:
        """The eligibility pairs."""
        return eligibility_of(self.given)

    @cached_property
    def problem(self) -> Problem:
        """The compiled problem."""
        return compile_problem(self.given, self.eligibility)

    def fired(self, rule: str) -> list[str]:
        """Return the peers that a rule fires for, waived or not; the two of a pair joined by a plus sign."""
        found = self.conflicts.findings()
        return ["+".join(finding.peers) for finding in found if finding.rule == rule]

    def paths(self, rule: str) -> list[str]:
        """Return the evidence of a rule in words."""
        found = self.conflicts.findings()
        return [str(path) for finding in found if finding.rule == rule for path in finding.evidence]

    def sources(self, rule: str) -> list[list[tuple[str | None, int | None]]]:
        """Return the evidence of a rule by table and row, path by path."""
        found = [finding for finding in self.conflicts.findings() if finding.rule == rule]
        paths = [path for finding in found for path in finding.evidence]
        return [[(step.table, step.row) for step in path.steps if step.table] for path in paths]

    def candidates(self) -> list[tuple[str, str]]:
        """Return peer and seat of each candidate of the problem, in its order."""
        problem = self.problem
        peers = problem.peer_ids[problem.peers].tolist()
        return [(peer, problem.seats[place]) for peer, place in zip(peers, problem.seat.tolist(), strict=True)]

    def points_of(self, name: str) -> dict[tuple[str, str], int]:
        """Return the points of a term, candidate by candidate, those that have any."""
        points = self.problem.terms[name].points
        assert points is not None
        return {pair: value for pair, value in zip(self.candidates(), points.tolist(), strict=True) if value}

    def tallied(self, name: str) -> list[tuple[list[str], tuple[int, ...], int, int | None]]:
        """Return the tallies of a term or a rule: the peers of each, its gains and bounds."""
        term = self.problem.terms.get(name)
        families = self.problem.rules if term is None else term.tallies
        ids = self.problem.peer_ids[self.problem.peers]
        return [
            (sorted(ids[family.of(tally)].tolist()), family.gains, family.minimum, family.maximum)
            for family in families
            if term is not None or family.name == name
            for tally in range(len(family))
        ]

    def gives_nothing(self, name: str) -> bool:
        """Return whether a term gives nobody points, whoever is chosen."""
        term = self.problem.terms[name]
        own = [each for each in (term.points, term.windows) if each is not None]
        return not any(each.any() for each in own) and not any(any(t.gains) for t in term.tallies) and not term.constant

    def cost(self, name: str, *pairs: tuple[str, str]) -> int:
        """Return what a term adds to the points of some pairs of peer and seat."""
        term = self.problem.terms[name]
        places = list(chosen(self.problem, *pairs))
        own = 0 if term.points is None else int(term.points[places].sum())
        picked = np.isin(np.arange(len(self.problem)), places)
        return own + term.constant + sum(tallies.points(picked) for tallies in term.tallies)

    def stopped(self) -> dict[str, list[tuple[str, str]]]:
        """Return the pairs of peer and seat that each rule stops, for rules that stop any."""
        eligibility = self.eligibility
        ids = self.pool.peers.ids[eligibility.peers].tolist()
        seats = [self.challenge.seat_ids[place] for place in eligibility.seat.tolist()]
        found = {
            rule: [pair for pair, stops in zip(zip(ids, seats, strict=True), column.tolist(), strict=True) if stops]
            for rule, column in eligibility.stops.items()
        }
        return {rule: pairs for rule, pairs in found.items() if pairs}

    def closed(self, rule: str, peer: str = "A") -> str:
        """Return the windows that a rule closes to a peer, a cross each."""
        row = self.eligibility.free_peers.tolist().index(self.pool.peers.position[peer])
        return "".join("x" if each else "." for each in self.eligibility.closed[rule][row].tolist())

    def serves(self) -> dict[tuple[str, str], str]:
        """Return the windows in which each candidate can serve, a dash each."""
        marks = ["".join("-" if each else "." for each in row) for row in self.problem.serves.tolist()]
        return dict(zip(self.candidates(), marks, strict=True))

    def agreement(self) -> tuple[int, int]:
        """
        Return how many teams are valid and how many are not, of all there could be.

        The compiled problem and the verifier each judge every team; they must agree whether it is valid, and on its
        points.
        """
        problem, checker = self.problem, Checker(self.pool, self.challenge)
        place = {pair: candidate for candidate, pair in enumerate(self.candidates())}
        verdicts = []
        for window, start in enumerate(problem.starts.tolist()):
            for peers in product([None, *self.people], repeat=len(problem.seats)):
                seats = tuple((seat, peer) for seat, peer in zip(problem.seats, peers, strict=True) if peer is not None)
                choice = Choice(window, tuple(place.get((peer, seat), -1) for seat, peer in seats))
                holds = -1 not in choice.candidates and problem.holds(choice)
                read = _points_of(checker, Team(_date(start), seats))
                assert read == (problem.score(choice) if holds else None), seats
                verdicts.append(holds)
        return sum(verdicts), len(verdicts) - sum(verdicts)


def _date(number: int) -> date:
    found = to_date(number)
    assert found is not None
    return found


def _points_of(checker: Checker, team: Team) -> int | None:
    """Return the points of a team as the verifier reads them; None if it is not valid."""
    try:
        return checker.check(team).points
    except InternalError:
        return None


def chosen(problem: Problem, *pairs: tuple[str, str]) -> tuple[int, ...]:
    """Return the candidates that are pairs of a peer and a seat."""
    ids = problem.peer_ids[problem.peers].tolist()
    known = [(peer, problem.seats[place]) for peer, place in zip(ids, problem.seat.tolist(), strict=True)]
    return tuple(known.index(pair) for pair in pairs)


def _ints(numbers: Iterable[int]) -> np.ndarray[Any, np.dtype[np.int32]]:
    return np.array(list(numbers), dtype=np.int32)


def _coded(cells: Iterable[Any]) -> Categorical[Any]:
    """Return a column of cells as codes; None and an empty tuple are blank."""
    column = [cell or None for cell in cells]
    values = tuple(dict.fromkeys(cell for cell in column if cell is not None))
    return Categorical(_ints(-1 if cell is None else values.index(cell) for cell in column), values)
