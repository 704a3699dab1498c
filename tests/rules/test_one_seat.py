"""One seat a peer."""

from __future__ import annotations

from tests.rules.valid_team import (
    broken,
    make_team,
)
from tests.world import OPEN, World, team

# What it compiles to


def test_tallies() -> None:
    """A tally for each peer with several candidates; of one alone none is needed."""
    world = team("A", "B").peer("C", roles=("vcs_leader",))
    assert world.tallied("one_seat") == [(["A"] * 3, (), 0, 1), (["B"] * 3, (), 0, 1)]
    assert World().peer("A").tallied("one_seat") == []


# What the verifier says


def test_peer_twice() -> None:
    """No peer has two seats, though eligible for both."""
    assert broken(team=make_team(vcs="S", spare="S")) == [("peer_twice", None, ("S",))]
    assert broken(team=make_team(vcs="S")) == []


# Both


def test_both_sides_agree() -> None:
    """Nobody sits twice: of 27 ways to fill three seats 6 are left, two of them with one seat empty."""
    world = team("A", "B", seats=OPEN)
    assert world.agreement() == (6, 21)
