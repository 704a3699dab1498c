"""
One valid team made by hand, and how to change one thing about it.

The review is of the county H and the integrated care board I (which followed C, which followed B) from
Tuesday 13 to Thursday 15 April 2027, decided on Monday 1 February 2027. Four seats count, the
manager's does not:

======== ====== ========================== =====================================
seat     peer   role                       organisation
======== ====== ========================== =====================================
lead     L      chief_executive            OL, unitary, south east
elected  E      elected_member, of green   OE, district, south east
vcs      V      vcs_leader                 OV, vcs, region unknown
spare    (S)    elected_member, vcs_leader OS, vcs, south east; left empty
manager  M      challenge_manager          none
======== ====== ========================== =====================================

X is a peer of the county itself and sits nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np

from teamforge.challenge import Challenge
from teamforge.pool import Availability, Categorical, Engagements, Interests, Organisations, Peers, Pool, Relations
from teamforge.spec.dates import ALWAYS, FOREVER, parse_day
from teamforge.team import Team
from teamforge.verify import breakdown, score, violations

__all__ = ["START", "broken", "day", "make_challenge", "make_pool", "make_team", "points", "rows"]

START = date(2027, 4, 13)
"""The first day on site of the valid team."""

_SEATS: tuple[dict[str, Any], ...] = (
    {"id": "lead", "accepts": {"chief_executive": 100, "director": 60}, "leads": True, "authority": True},
    {"id": "elected", "accepts": {"elected_member": 100}, "political": True, "authority": True},
    {"id": "vcs", "accepts": {"vcs_leader": 100}},
    {"id": "spare", "accepts": {"vcs_leader": 50, "elected_member": 30}, "required": False, "political": True},
    {"id": "manager", "accepts": {"challenge_manager": 100}, "counts": False},
)
_ORGANISATIONS: tuple[tuple[str, str | None, str | None, str | None], ...] = (
    ("H", "county", "north west", "blue"),
    ("I", "icb", "north west", None),
    ("C", "ccg", "north west", None),
    ("B", "ccg", "north west", None),
    ("OL", "unitary", "south east", "red"),
    ("OE", "district", "south east", "green"),
    ("OV", "vcs", None, None),
    ("OS", "vcs", "south east", None),
    ("ICS", "ics", "north west", None),
    ("FAR", "county", "london", "red"),
)
_PEERS: dict[str, dict[str, Any]] = {
    "L": {"roles": ("chief_executive",), "organisation_id": "OL"},
    "E": {"roles": ("elected_member",), "organisation_id": "OE", "political_group": "green"},
    "V": {"roles": ("vcs_leader",), "organisation_id": "OV"},
    "S": {"roles": ("elected_member", "vcs_leader"), "organisation_id": "OS"},
    "M": {"roles": ("challenge_manager",), "organisation_id": None},
    "X": {"roles": ("chief_executive",), "organisation_id": "H"},
}
_BLANK: dict[str, Any] = {
    "trained": True,
    "active": True,
    "political_group": None,
    "challenges_done": 1,
    "max_per_year": 2,
    "declared_on": "2026-12-01",
    "prevention": 0,
    "housing": 0,
    "language": (),
}
_RELATIONS = (("C", "predecessor_of", "I", "2030-01-01", "2030-01-02"), ("B", "predecessor_of", "C"))


def rows(table: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Return rows of equal width: what is left out at the end is blank."""
    return [[*row, *[None] * (width - len(row))] for row in table]


def day(text: str | None, blank: int) -> int:
    """Return the day number of an ISO date."""
    number = blank if text is None else parse_day(text)
    assert number is not None
    return number


def _ints(numbers: Iterable[int]) -> np.ndarray[Any, np.dtype[np.int32]]:
    return np.array(list(numbers), dtype=np.int32)


def _coded(cells: Iterable[Any]) -> Categorical[Any]:
    """Return a column of cells as codes; None and an empty tuple are blank."""
    column = [cell or None for cell in cells]
    values = tuple(dict.fromkeys(cell for cell in column if cell is not None))
    return Categorical(_ints(-1 if cell is None else values.index(cell) for cell in column), values)


def make_pool(
    *,
    peers: Mapping[str, Mapping[str, Any]] | None = None,
    without: Iterable[str] = (),
    availability: Iterable[tuple[Any, ...]] = (),
    organisations: Mapping[str, Mapping[str, Any]] | None = None,
    relations: Iterable[tuple[Any, ...]] = (),
    interests: Iterable[tuple[Any, ...]] = (),
    engagements: Iterable[tuple[Any, ...]] = (),
) -> Pool:
    """
    Return the pool of the valid team with some things changed.

    Parameters
    ----------
    peers
        Peer to cells to change; a new peer is added.
    without
        Columns of `peers` to leave out: `challenges_done`, `declared_on`.
    availability
        Rows `peer, start, end, available`; a peer named here has these rows only, another one is
        available from 2026 to 2030. `(peer,)` alone: no row at all.
    organisations
        Organisation to `kind`, `region`, `political_control` to change.
    relations
        More rows `source, kind, target, start, end`.
    interests
        Rows `peer, kind, target, start, end`; the target is a peer if it is one's id.
    engagements
        Rows `peer, host, start, end, status, challenge_id`.
    """
    people = {name: {**_BLANK, **cells} for name, cells in _PEERS.items()}
    for name, changed in (peers or {}).items():
        people[name] = {**_BLANK, "organisation_id": None, **people.get(name, {}), **changed}
    kinds = {row[0]: dict(zip(("kind", "region", "political_control"), row[1:], strict=True)) for row in _ORGANISATIONS}
    for name, changed in (organisations or {}).items():
        kinds[name] |= changed
    place, home = {name: row for row, name in enumerate(people)}, {name: row for row, name in enumerate(kinds)}

    def cells(column: str) -> list[Any]:
        return [person[column] for person in people.values()]

    named = {row[0] for row in availability}
    free = [(name, "2026-01-01", "2030-12-31", True) for name in people if name not in named]
    spells = [row for row in (*availability, *free) if len(row) > 1]
    bonds, ties, visits = rows((*_RELATIONS, *relations), 5), rows(interests, 5), rows(engagements, 6)
    return Pool(
        peers=Peers(
            ids=np.array(list(people), dtype=object),
            names=None,
            organisation=_ints(home.get(name, -1) for name in cells("organisation_id")),
            roles=_coded(cells("roles")),
            trained=np.array(cells("trained"), dtype=np.bool_),
            active=np.array(cells("active"), dtype=np.bool_),
            political_group=_coded(cells("political_group")),
            challenges_done=None if "challenges_done" in without else _ints(cells("challenges_done")),
            max_per_year=_ints(cells("max_per_year")),
            declared_on=None if "declared_on" in without else _ints(day(text, ALWAYS) for text in cells("declared_on")),
            levels={theme: np.array(cells(theme), dtype=np.int8) for theme in ("prevention", "housing")},
            attributes={"language": _coded(cells("language"))},
            columns=frozenset([*_BLANK, "peer_id", "roles", "organisation_id"]) - set(without),
            row=_ints(range(2, len(people) + 2)),
        ),
        availability=Availability(
            peer=_ints(place[row[0]] for row in spells),
            start=_ints(day(row[1], ALWAYS) for row in spells),
            end=_ints(day(row[2], FOREVER) for row in spells),
            available=np.array([row[3] for row in spells], dtype=np.bool_),
            row=_ints(range(2, len(spells) + 2)),
        ),
        organisations=Organisations(
            ids=tuple(kinds),
            names=(None,) * len(kinds),
            kind=tuple(cell["kind"] for cell in kinds.values()),
            region=tuple(cell["region"] for cell in kinds.values()),
            political_control=tuple(cell["political_control"] for cell in kinds.values()),
            given=True,
        ),
        relations=Relations(
            source=_ints(home[row[0]] for row in bonds),
            kind=_coded(row[1] for row in bonds),
            target=_ints(home[row[2]] for row in bonds),
            start=_ints(day(row[3], ALWAYS) for row in bonds),
            end=_ints(day(row[4], FOREVER) for row in bonds),
            row=_ints(range(2, len(bonds) + 2)),
        ),
        interests=Interests(
            peer=_ints(place[row[0]] for row in ties),
            kind=_coded(row[1] for row in ties),
            organisation=_ints(home.get(row[2], -1) for row in ties),
            other_peer=_ints(place.get(row[2], -1) for row in ties),
            start=_ints(day(row[3], ALWAYS) for row in ties),
            end=_ints(day(row[4], FOREVER) for row in ties),
            row=_ints(range(2, len(ties) + 2)),
        ),
        engagements=Engagements(
            peer=_ints(place[row[0]] for row in visits),
            host=_ints(home[row[1]] for row in visits),
            start=_ints(day(row[2], ALWAYS) for row in visits),
            end=_ints(day(row[3], FOREVER) for row in visits),
            status=_coded(row[4] for row in visits),
            challenge_id=_coded(row[5] for row in visits),
            row=_ints(range(2, len(visits) + 2)),
        ),
    )


def make_challenge(*, seats: Mapping[str, Mapping[str, Any]] | None = None, **fields: Any) -> Challenge:
    """Return the challenge of the valid team with some fields, or some cells of some of its seats, changed."""
    changed = [{**seat, **(seats or {}).get(seat["id"], {})} for seat in _SEATS]
    document: dict[str, Any] = {
        "id": "this",
        "hosts": ("H", "I"),
        "as_of": date(2027, 2, 1),
        "on_site": {"earliest": date(2027, 3, 1), "latest": date(2027, 6, 30)},
        "scope": {"prevention": 10},
        "seats": tuple(changed),
    }
    return Challenge.model_validate({**document, **fields})


def make_team(start: date = START, /, **seats: str | None) -> Team:
    """Return the valid team with another start, or other peers on some seats; None empties a seat."""
    filled = {"lead": "L", "elected": "E", "vcs": "V", "manager": "M", **seats}
    return Team(start, tuple((seat, peer) for seat, peer in filled.items() if peer is not None))


def broken(
    pool: Pool | None = None, challenge: Challenge | None = None, team: Team | None = None
) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Return the rules that a team breaks, with seat and peers; what is left out is as in the valid team."""
    found = violations(pool or make_pool(), challenge or make_challenge(), team or make_team())
    assert all(violation.message for violation in found)
    return [(violation.rule, violation.seat, violation.peers) for violation in found]


def points(pool: Pool | None = None, challenge: Challenge | None = None, team: Team | None = None) -> dict[str, int]:
    """Return the points of a team by criterion; what is left out is as in the valid team."""
    asked = challenge or make_challenge()
    return breakdown(asked, score(pool or make_pool(), asked, team or make_team()))
