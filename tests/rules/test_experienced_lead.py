"""`experienced_lead`: the member on a leads seat has done two challenges or more."""

from __future__ import annotations

from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    entries,
    make_challenge,
    make_pool,
    points,
)
from tests.world import World, seat

# What it compiles to


def test_tallies() -> None:
    """3000, once, for a member on a leads seat with two challenges done; one is too few."""
    seats = [seat("s", leads=True), seat("t", leads=True), seat("u"), seat("m", counts=False, leads=True)]
    world = World(seats=seats).peer("A", done=2).peer("B", done=1).peer("C", done=7)
    assert world.tallied("experienced_lead") == [(["A", "A", "C", "C"], (3000,), 0, None)]


def test_without_the_column() -> None:
    """Nobody is experienced."""
    world = World(seats=[seat("s", leads=True)]).peer(done=9).leave_out("challenges_done")
    assert world.gives_nothing("experienced_lead")


# What the verifier says


def test_points() -> None:
    """3·1000 if the member on a leads seat has done two challenges; once, if several."""
    assert points(make_pool(peers={"L": {"done": 1}}))["experienced_lead"] == 0
    two = make_pool(peers={"L": {"done": 2}})
    assert entries("experienced_lead", pool=two) == [(3000, "L", "lead")]
    assert points(make_pool(peers={"L": {"done": 2}}, without=["challenges_done"]))["experienced_lead"] == 0
    assert points(make_pool(peers={"E": {"done": 9}}))["experienced_lead"] == 0
    several = make_challenge(seats={"elected": {"leads": True}, "manager": {"leads": True}})
    both = make_pool(peers={"L": {"done": 2}, "E": {"done": 2}, "M": {"done": 2}})
    assert points(both, several)["experienced_lead"] == 3000
    assert points(make_pool(peers={"M": {"done": 2}}), several)["experienced_lead"] == 0


# Both


def test_both_sides_agree() -> None:
    """Two leads seats, of which one counts; two, one and seven challenges done."""
    world = World(seats=[seat("s", leads=True), seat("t"), seat("m", counts=False, leads=True)]).peer("A", done=2)
    world.peer("B", done=1).peer("C", done=7)
    assert world.agreement() == (6, 58)


MUTANTS = mutants_of(
    "problem/criteria/experienced_lead.py",
    ("experienced_lead: one will do", "CHALLENGES = 2", "CHALLENGES = 1"),
)
