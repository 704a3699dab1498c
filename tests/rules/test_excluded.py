"""`excluded`: nobody that the challenge excludes."""

from __future__ import annotations

import pytest

from tests.rules.valid_team import (
    broken,
    make_challenge,
)
from tests.world import World

# What it compiles to


def test_stops() -> None:
    """Whoever is named."""
    world = World(exclude=[{"peer": "B", "reason": "declined"}]).peer("A").peer("B")
    assert world.stopped() == {"excluded": [("B", "s")]}


# What the verifier says


SEATS = [("lead", "L"), ("elected", "E"), ("vcs", "V"), ("manager", "M")]


@pytest.mark.parametrize(("seat", "peer"), SEATS)
def test_verdict(seat: str, peer: str) -> None:
    """Nobody excluded is on a team."""
    challenge = make_challenge(exclude=({"peer": peer, "reason": "withdrawn"},))
    assert broken(challenge=challenge) == [("excluded", seat, (peer,))]
    assert broken(challenge=make_challenge(exclude=({"peer": "S", "reason": "withdrawn"},))) == []


# Both


def test_both_sides_agree() -> None:
    """B is excluded."""
    world = World(exclude=[{"peer": "B", "reason": "declined"}]).peer("A").peer("B")
    assert world.agreement() == (1, 2)
