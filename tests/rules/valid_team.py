"""
One valid team in a world of its own, and how to change one thing about it.

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
from importlib import import_module
from typing import Any

from teamforge.challenge import Challenge
from teamforge.pool import Pool
from teamforge.spec.rulebook import RULEBOOK
from teamforge.team import Team
from teamforge.verify import breakdown, score, violations
from tests.world import World

START = date(2027, 4, 13)
"""The first day on site of the valid team."""

_SEATS: tuple[dict[str, Any], ...] = (
    {"id": "lead", "accepts": {"chief_executive": 100, "director": 60}, "leads": True, "authority": True},
    {"id": "elected", "accepts": {"elected_member": 100}, "political": True, "authority": True},
    {"id": "vcs", "accepts": {"vcs_leader": 100}},
    {"id": "spare", "accepts": {"vcs_leader": 50, "elected_member": 30}, "required": False, "political": True},
    {"id": "manager", "accepts": {"challenge_manager": 100}, "counts": False},
)
_ORGANISATIONS: Mapping[str, Mapping[str, str | None]] = {
    "H": {"kind": "county", "region": "north west", "control": "blue"},
    "I": {"kind": "icb", "region": "north west"},
    "C": {"kind": "ccg", "region": "north west"},
    "B": {"kind": "ccg", "region": "north west"},
    "OL": {"kind": "unitary", "region": "south east", "control": "red"},
    "OE": {"kind": "district", "region": "south east", "control": "green"},
    "OV": {"kind": "vcs"},
    "OS": {"kind": "vcs", "region": "south east"},
    "ICS": {"kind": "ics", "region": "north west"},
    "FAR": {"kind": "county", "region": "london", "control": "red"},
}
_PEERS: Mapping[str, Mapping[str, Any]] = {
    "L": {"roles": ("chief_executive",), "at": "OL"},
    "E": {"roles": ("elected_member",), "at": "OE", "group": "green"},
    "V": {"roles": ("vcs_leader",), "at": "OV"},
    "S": {"roles": ("elected_member", "vcs_leader"), "at": "OS"},
    "M": {"roles": ("challenge_manager",)},
    "X": {"roles": ("chief_executive",), "at": "H"},
}
_RELATIONS = (("C", "predecessor_of", "I", "2030-01-01", "2030-01-02"), ("B", "predecessor_of", "C"))
_ALWAYS = ("2026-01-01", "2030-12-31")


def make_pool(
    *,
    peers: Mapping[str, Mapping[str, Any]] | None = None,
    without: Iterable[str] = (),
    availability: Iterable[tuple[Any, ...]] = (),
    organisations: Mapping[str, Mapping[str, str | None]] | None = None,
    relations: Iterable[tuple[Any, ...]] = (),
    interests: Iterable[tuple[Any, ...]] = (),
    engagements: Iterable[tuple[Any, ...]] = (),
) -> Pool:
    """
    Return the pool of the valid team with some things changed.

    Parameters
    ----------
    peers
        Peer to what is changed, as `World.peer` takes it.
    without
        Columns of `peers` to leave out: `challenges_done`, `declared_on`.
    availability
        Rows `peer, start, end, available`; a peer named here has these rows only, another one is
        available from 2026 to 2030. `(peer,)` alone: no row at all.
    organisations
        Organisation to `kind`, `region`, `control` to change.
    relations
        More rows `source, kind, target, start, end`.
    interests
        Rows `peer, kind, target, start, end`; the target is a peer if it is one's id.
    engagements
        Rows `peer, host, start, end, status, challenge_id`.
    """
    world = World(hosts=["H", "I"])
    for name, cells in _ORGANISATIONS.items():
        world.organisation(name, **{**cells, **(organisations or {}).get(name, {})})
    for name in {**_PEERS, **(peers or {})}:
        world.peer(name, most=2, **_PEERS.get(name, {})).peer(name, **(peers or {}).get(name, {}))
    world.leave_out(*without)
    spells = list(availability)
    for spell in spells:
        if len(spell) > 1:
            peer, start, end, available = spell
            world.free(peer, start, end, available=available)
    for name in world.people.keys() - {spell[0] for spell in spells}:
        world.free(name, *_ALWAYS)
    for row in (*_RELATIONS, *relations):
        world.relation(*row)
    for row in interests:
        world.interest(*row)
    for peer, host, start, end, *more in engagements:
        world.booking(peer, start, end, host, *more)
    return world.pool


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


FULL = make_team(spare="S")
"""The valid team with S on the spare seat: four members."""


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


def entries(
    criterion: str, pool: Pool | None = None, challenge: Challenge | None = None, team: Team | None = None
) -> list[tuple[int, str | None, str | None]]:
    """Return points, peer and seat of the entries of one criterion."""
    ledger = score(pool or make_pool(), challenge or make_challenge(), team or make_team())
    return [(entry.points, entry.peer_id, entry.seat) for entry in ledger if entry.criterion == criterion]


def firing(rule: str) -> dict[str, Any]:
    """Return what makes a rule fire for the manager, or for the manager and E, as the rule's own test says."""
    found: dict[str, Any] = import_module(f"tests.rules.test_{rule}").FIRING
    return found


def waiver_of(rule: str, /, **fields: Any) -> dict[str, Any]:
    """Return a waiver of what `FIRING` has."""
    pair = {"other_peer": "M", "peer": "E"} if RULEBOOK.conflicts[rule].pair else {"peer": "M"}
    return {"rule": rule, "by": "a person", "reason": "a reason", "on": date(2027, 2, 1), **pair, **fields}
