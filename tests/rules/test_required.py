"""Every required seat is filled, and every seat that a pin names."""

from __future__ import annotations

import pytest

from teamforge.team import Team
from tests.rules.valid_team import (
    START,
    broken,
    make_challenge,
    make_team,
)
from tests.world import World, seat

# What it compiles to


def test_seats() -> None:
    """As the seats say, and where a pin is."""
    seats = [seat("s"), seat("t", required=False), seat("u", required=False)]
    assert World(seats=seats, pins={"u": "A"}).peer("A").problem.required == (True, False, True)


# What the verifier says


@pytest.mark.parametrize("seat", ["lead", "elected", "vcs", "manager"])
def test_verdict(seat: str) -> None:
    """Every required seat has a peer; it may be left empty once it is not required."""
    assert broken(team=make_team(**{seat: None})) == [("required", seat, ())]
    assert broken(challenge=make_challenge(seats={seat: {"required": False}}), team=make_team(**{seat: None})) == []
    assert broken(challenge=make_challenge(seats={"spare": {"required": True}})) == [("required", "spare", ())]


def test_nobody() -> None:
    """A team of nobody breaks `required` for every required seat."""
    assert broken(team=Team(START, ())) == [("required", seat, ()) for seat in ("lead", "elected", "vcs", "manager")]


# Both


def test_both_sides_agree() -> None:
    """The first seat must be filled, the second may stay empty."""
    world = World(seats=[seat("s"), seat("t", required=False)]).peer("A").peer("B")
    assert world.agreement() == (4, 5)
