"""Why there is no team: what random problems seldom have."""

from __future__ import annotations

from teamforge.forge import compose
from tests.unit.worlds import World, seat, waiver

SEATS = [seat("a", "x"), seat("b", "y")]


def names(world: World) -> set[str]:
    diagnosis = compose(world.pool, world.challenge).diagnosis
    assert diagnosis is not None
    assert diagnosis.core.minimal
    return {each.name for each in diagnosis.core.requirements}


def test_two_who_must_not_meet() -> None:
    """The only two there are have a dispute: no waiver of a hard rule is offered, but a seat may stay empty."""
    world = World(seats=SEATS).peer("A", roles=("x",)).peer("B", roles=("y",)).interest("A", "dispute", "B")
    assert names(world) == {"a", "b", "pair_tie"}
    diagnosis = compose(world.pool, world.challenge).diagnosis
    assert diagnosis is not None
    assert {each.kinds for each in diagnosis.relaxations} == {("seat",)}
    assert "waive" not in " ".join(map(str, diagnosis.relaxations))


def friends(**challenge: object) -> World:
    """Return the only two there are, who are friends."""
    world = World(seats=SEATS, **challenge).peer("A", roles=("x",)).peer("B", roles=("y",))
    return world.interest("A", "friendship", "B")


def test_two_friends_need_a_waiver_that_names_both() -> None:
    world = friends()
    assert names(world) == {"a", "b", "pair_friendship"}
    diagnosis = compose(world.pool, world.challenge).diagnosis
    assert diagnosis is not None
    (found,) = (each for each in diagnosis.relaxations if each.kinds == ("waiver",))
    assert "waive pair_friendship for A and B" in found.text
    waived = friends(waivers=[waiver("A", "pair_friendship", other_peer="B")])
    assert compose(waived.pool, waived.challenge).points == found.points
