"""Seats and who may sit on them (SPEC.md section 4, rules 1 and 2)."""

from __future__ import annotations

from typing import Any

import pytest

from teamforge.team import Team

from .building import START, broken, make_challenge, make_pool, make_team

SEATS = [("lead", "L"), ("elected", "E"), ("vcs", "V"), ("manager", "M")]


def test_unknown_seat() -> None:
    """A seat that the challenge has not is no seat; one it has may be filled."""
    assert broken(team=make_team(chair="S")) == [("unknown_seat", "chair", ("S",))]
    assert broken(team=make_team(spare="S")) == []
    assert broken(team=make_team(Spare="S")) == [("unknown_seat", "Spare", ("S",))]


def test_unknown_peer() -> None:
    """A peer whom the pool has not is nobody; ids compare exactly."""
    assert broken(team=make_team(spare="nobody")) == [("unknown_peer", "spare", ("nobody",))]
    assert broken(team=make_team(lead="l")) == [("unknown_peer", "lead", ("l",))]


def test_unknown_seat_and_peer() -> None:
    """Both are told."""
    found = broken(team=make_team(chair="nobody"))
    assert found == [("unknown_seat", "chair", ("nobody",)), ("unknown_peer", "chair", ("nobody",))]


def test_seat_twice() -> None:
    """A seat has at most one peer."""
    team = Team(START, (*make_team().seats, ("vcs", "S")))
    assert broken(team=team) == [("seat_twice", "vcs", ("V", "S"))]


def test_pair_twice() -> None:
    """The same peer twice on the same seat is told once."""
    team = Team(START, (*make_team().seats, ("vcs", "V")))
    assert broken(team=team) == [("seat_twice", "vcs", ("V", "V"))]


def test_peer_twice() -> None:
    """No peer has two seats, though eligible for both."""
    assert broken(team=make_team(vcs="S", spare="S")) == [("peer_twice", None, ("S",))]
    assert broken(team=make_team(vcs="S")) == []


@pytest.mark.parametrize("seat", ["lead", "elected", "vcs", "manager"])
def test_required(seat: str) -> None:
    """Every required seat has a peer; it may be left empty once it is not required."""
    assert broken(team=make_team(**{seat: None})) == [("required", seat, ())]
    assert broken(challenge=make_challenge(seats={seat: {"required": False}}), team=make_team(**{seat: None})) == []
    assert broken(challenge=make_challenge(seats={"spare": {"required": True}})) == [("required", "spare", ())]


def test_nobody() -> None:
    """A team of nobody breaks `required` for every required seat."""
    assert broken(team=Team(START, ())) == [("required", seat, ()) for seat, _ in SEATS]


@pytest.mark.parametrize(("seat", "peer"), SEATS)
@pytest.mark.parametrize("rule", ["trained", "active"])
def test_trained_and_active(rule: str, seat: str, peer: str) -> None:
    """Every peer, the manager too, is trained and active."""
    assert broken(make_pool(peers={peer: {rule: False}})) == [(rule, seat, (peer,))]
    assert broken(make_pool(peers={"S": {rule: False}})) == []


@pytest.mark.parametrize(("seat", "peer"), SEATS)
@pytest.mark.parametrize("roles", [(), ("director_of_nothing",)])
def test_eligible(roles: tuple[str, ...], seat: str, peer: str) -> None:
    """A peer without a role that the seat accepts is not eligible."""
    assert broken(make_pool(peers={peer: {"roles": roles}})) == [("eligible", seat, (peer,))]


def test_eligible_by_any_role() -> None:
    """One accepted role among several is enough; case and blanks of the challenge do not matter."""
    assert broken(make_pool(peers={"L": {"roles": ("chair", "director")}})) == []
    seats = {"vcs": {"accepts": {" VCS_Leader ": 1}}}
    assert broken(challenge=make_challenge(seats=seats)) == []


@pytest.mark.parametrize(("seat", "peer"), SEATS)
def test_excluded(seat: str, peer: str) -> None:
    """Nobody excluded is on a team."""
    challenge = make_challenge(exclude=({"peer": peer, "reason": "withdrawn"},))
    assert broken(challenge=challenge) == [("excluded", seat, (peer,))]
    assert broken(challenge=make_challenge(exclude=({"peer": "S", "reason": "withdrawn"},))) == []


@pytest.mark.parametrize(
    ("pins", "found"),
    [
        ({"vcs": "V"}, []),
        ({"vcs": "S"}, [("pin", "vcs", ("S",))]),
        ({"spare": "S"}, [("pin", "spare", ("S",))]),
        ({"manager": "M", "lead": "X"}, [("pin", "lead", ("X",))]),
    ],
)
def test_pin(pins: dict[str, str], found: list[Any]) -> None:
    """A pinned peer is on the seat, even on one that may stay empty."""
    assert broken(challenge=make_challenge(pins=pins)) == found


def test_pinned_elsewhere() -> None:
    """A pinned peer on another seat does not hold the pin."""
    assert broken(challenge=make_challenge(pins={"spare": "S"}), team=make_team(vcs="S")) == [("pin", "spare", ("S",))]


def test_order_of_seats() -> None:
    """The order of the pairs does not matter."""
    assert broken(team=Team(START, make_team().seats[::-1])) == []
