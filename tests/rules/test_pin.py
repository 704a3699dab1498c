"""`pin`: a pinned peer is on the seat, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_team,
)
from tests.world import World, seat

# What it compiles to


def test_stops() -> None:
    """The seat takes nobody else, the peer no other seat; both may be stopped by it."""
    world = World(seats=[seat("s"), seat("t", required=False)], pins={"t": "B"}).peer("A").peer("B")
    assert world.stopped() == {"pin": [("B", "s"), ("A", "t")]}
    assert world.candidates() == [("A", "s"), ("B", "t")]
    assert world.problem.required == (True, True)


# What the verifier says


@pytest.mark.parametrize(
    ("pins", "found"),
    [
        ({"vcs": "V"}, []),
        ({"vcs": "S"}, [("pin", "vcs", ("S",))]),
        ({"spare": "S"}, [("pin", "spare", ("S",))]),
        ({"manager": "M", "lead": "X"}, [("pin", "lead", ("X",))]),
    ],
)
def test_verdict(pins: dict[str, str], found: list[Any]) -> None:
    """A pinned peer is on the seat, even on one that may stay empty."""
    assert broken(challenge=make_challenge(pins=pins)) == found


def test_pinned_elsewhere() -> None:
    """A pinned peer on another seat does not hold the pin."""
    assert broken(challenge=make_challenge(pins={"spare": "S"}), team=make_team(vcs="S")) == [("pin", "spare", ("S",))]


# Both


def test_both_sides_agree() -> None:
    """B holds the second seat, which could stay empty without the pin."""
    world = World(seats=[seat("s"), seat("t", required=False)], pins={"t": "B"}).peer("A").peer("B")
    assert world.agreement() == (1, 8)
