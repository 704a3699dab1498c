"""Seats and peers of a team: they exist, and a seat has one peer."""

from __future__ import annotations

from teamforge.team import Team
from tests.rules.valid_team import (
    START,
    broken,
    make_team,
)


def test_unknown_seat() -> None:
    """A seat that the challenge has not is no seat; one it has may be filled."""
    assert broken(team=make_team(chair="S")) == [("unknown_seat", "chair", ("S",))]
    assert broken(team=make_team(spare="S")) == []
    assert broken(team=make_team(Spare="S")) == [("unknown_seat", "Spare", ("S",))]


def test_unknown_peer() -> None:
    """A peer who is not in the pool is nobody; ids compare exactly."""
    assert broken(team=make_team(spare="nobody")) == [("unknown_peer", "spare", ("nobody",))]
    assert broken(team=make_team(lead="l")) == [("unknown_peer", "lead", ("l",))]


def test_unknown_seat_and_peer() -> None:
    """Both are listed."""
    found = broken(team=make_team(chair="nobody"))
    assert found == [("unknown_seat", "chair", ("nobody",)), ("unknown_peer", "chair", ("nobody",))]


def test_seat_twice() -> None:
    """A seat has at most one peer."""
    team = Team(START, (*make_team().seats, ("vcs", "S")))
    assert broken(team=team) == [("seat_twice", "vcs", ("V", "S"))]


def test_pair_twice() -> None:
    """The same peer twice on the same seat is listed once."""
    team = Team(START, (*make_team().seats, ("vcs", "V")))
    assert broken(team=team) == [("seat_twice", "vcs", ("V", "V"))]


def test_order_of_seats() -> None:
    """The order of the pairs does not matter."""
    assert broken(team=Team(START, make_team().seats[::-1])) == []
