"""`trained` and `active`: everybody on the team is both, on every seat."""

from __future__ import annotations

import pytest

from tests.rules.valid_team import (
    broken,
    make_pool,
)
from tests.world import OPEN, World, seat, team

# What it compiles to


@pytest.mark.parametrize("state", ["trained", "active"])
def test_stops(state: str) -> None:
    """On every seat, counting or not."""
    world = World(seats=[seat("s"), seat("m", counts=False)]).peer("A").peer("B", **{state: False})
    assert world.stopped() == {state: [("B", "s"), ("B", "m")]}
    assert world.candidates() == [("A", "s"), ("A", "m")]


# What the verifier says


SEATS = [("lead", "L"), ("elected", "E"), ("vcs", "V"), ("manager", "M")]


@pytest.mark.parametrize(("seat", "peer"), SEATS)
@pytest.mark.parametrize("rule", ["trained", "active"])
def test_verdict(rule: str, seat: str, peer: str) -> None:
    """Every peer, the manager too, is trained and active."""
    assert broken(make_pool(peers={peer: {rule: False}})) == [(rule, seat, (peer,))]
    assert broken(make_pool(peers={"S": {rule: False}})) == []


def test_every_reason_is_kept() -> None:
    """Not the first alone."""
    world = World(exclude=[{"peer": "A", "reason": "declined"}]).peer("A", trained=False, active=False, at="H")
    assert set(world.stopped()) == {"trained", "active", "excluded", "current_tie"}


# Both


def test_both_sides_agree() -> None:
    """One is neither, one is untrained, one is not active."""
    world = team("A", seats=OPEN).peer("B", trained=False).peer("C", active=False)
    assert world.agreement() == (1, 63)
