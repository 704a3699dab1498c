"""`similar_authority`: members on authority seats from an organisation like a host."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    FULL,
    entries,
    make_challenge,
    make_pool,
    points,
)
from tests.world import THREE, World, seat

# What it compiles to


def test_points_of_candidates() -> None:
    """Two authority seats, one not counting: 6000/2 for a member of a host's kind or similar to one."""
    seats = [seat("s", authority=True), seat("t"), seat("m", counts=False, authority=True)]
    world = World(seats=seats, hosts=["H", "I"]).organisation("H").organisation("I", kind="county")
    world.organisation("X", kind="county").organisation("Y", kind="unitary").organisation("Z")
    world.relation("W", "similar_to", "H").relation("H", "similar_to", "V", None, "2027-01-10")
    for peer, at in zip("ABCDEF", ("X", "Y", "Z", "W", "V", None), strict=True):
        world.peer(peer, at=at)
    assert world.points_of("similar_authority") == {("A", "s"): 3000, ("D", "s"): 3000}


def test_without_authority_seats() -> None:
    """No points, and no division by none."""
    world = World(seats=THREE).organisation("H", kind="county").organisation("X", kind="county").peer("A", at="X")
    assert world.gives_nothing("similar_authority")


def test_related_to_hosts() -> None:
    """The organisations that a current relation of a kind ties to a host, for `similar_authority`."""
    world = World().peer(at="X").relation("X", "similar_to", "H").relation("H", "similar_to", "Y")
    world.relation("Z", "similar_to", "H", None, "2027-01-10").relation("W", "neighbour_of", "H")
    found = [world.pool.organisations.ids[place] for place in world.conflicts.related_to_hosts("similar_to")]
    assert sorted(found) == ["X", "Y"]


# What the verifier says


@pytest.mark.parametrize(
    ("kinds", "relations", "expected"),
    [
        ({}, [], 0),
        ({"OL": "county"}, [], 3000),
        ({"OL": "icb"}, [], 3000),
        ({"OL": "county", "OE": "county"}, [], 6000),
        ({"OV": "county"}, [], 0),
        ({"OL": "ccg"}, [], 0),
        ({"OL": None, "H": None}, [], 0),
        ({}, [("OL", "similar_to", "H")], 3000),
        ({}, [("I", "similar_to", "OL")], 3000),
        ({}, [("OL", "similar_to", "C")], 0),
        ({}, [("OL", "similar_to", "H", "2028-02-01")], 3000),
        ({}, [("OL", "similar_to", "H", "2028-02-02")], 0),
        ({}, [("OL", "similar_to", "H", None, "2027-02-01")], 3000),
        ({}, [("OL", "similar_to", "H", None, "2027-01-31")], 0),
        ({"OL": "county"}, [("OL", "similar_to", "H")], 3000),
    ],
)
def test_points(kinds: dict[str, str | None], relations: list[tuple[Any, ...]], expected: int) -> None:
    """Two authority seats, L's and E's: each of a host's kind or similar to a host is worth round(6000/2) = 3000."""
    pool = make_pool(organisations={name: {"kind": kind} for name, kind in kinds.items()}, relations=relations)
    assert points(pool, team=FULL)["similar_authority"] == expected


def test_every_authority_seat_counts() -> None:
    """With the manager's there are three: 6000/3 = 2000, and the manager is no member."""
    pool = make_pool(peers={"M": {"at": "FAR"}}, organisations={"OL": {"kind": "county"}})
    challenge = make_challenge(seats={"manager": {"authority": True}})
    assert entries("similar_authority", pool=pool, challenge=challenge) == [(2000, "L", "lead")]


# Both


def test_both_sides_agree() -> None:
    """One of a host's kind, one similar to a host, one that is neither."""
    seats = [seat("s", authority=True), seat("t"), seat("m", counts=False, authority=True)]
    world = World(seats=seats).organisation("H", kind="county").organisation("X", kind="county")
    world.relation("Y", "similar_to", "H").peer("A", at="X").peer("B", at="Y").peer("C", at="Z")
    assert world.agreement() == (6, 58)


MUTANTS = mutants_of(
    "problem/criteria/similar_authority.py",
    (
        "similar_authority: kinds alone",
        '    similar[compilation.conflicts.related_to_hosts("similar_to")] = True\n',
        "",
    ),
    ("similar_authority: on any seat", ' & compilation.on_seats("authority")', ""),
)
