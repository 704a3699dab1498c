"""`eligible`: a peer has a role that the seat accepts."""

from __future__ import annotations

import pytest

from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
)
from tests.world import World, seat

# What it compiles to


def test_pairs() -> None:
    """The largest fit over the roles of a peer; whoever has none is not even a pair."""
    seats = [
        {"id": "s", "accepts": {"chief_executive": 60, "director": 100}},
        {"id": "t", "accepts": {"vcs_leader": 30}},
    ]
    world = World(seats=seats).peer("A", roles=("chief_executive", "director")).peer("B", roles=("vcs_leader",))
    world.peer("C", roles=("director", "vcs_leader")).peer("D", roles=("astronaut",)).peer("E")
    eligibility = world.eligibility
    pairs = zip(eligibility.peers.tolist(), eligibility.seat.tolist(), eligibility.fit.tolist(), strict=True)
    assert sorted(pairs) == [(0, 0, 100), (1, 1, 30), (2, 0, 100), (2, 1, 30), (4, 0, 60)]
    assert world.stopped() == {}


# What the verifier says


SEATS = [("lead", "L"), ("elected", "E"), ("vcs", "V"), ("manager", "M")]


@pytest.mark.parametrize(("seat", "peer"), SEATS)
@pytest.mark.parametrize("roles", [(), ("director_of_nothing",)])
def test_verdict(roles: tuple[str, ...], seat: str, peer: str) -> None:
    """A peer without a role that the seat accepts is not eligible."""
    assert broken(make_pool(peers={peer: {"roles": roles}})) == [("eligible", seat, (peer,))]


def test_any_role() -> None:
    """One accepted role among several is enough; case and blanks of the challenge do not matter."""
    assert broken(make_pool(peers={"L": {"roles": ("chair", "director")}})) == []
    seats = {"vcs": {"accepts": {" VCS_Leader ": 1}}}
    assert broken(challenge=make_challenge(seats=seats)) == []


# Both


def test_both_sides_agree() -> None:
    """One has both roles, one the second, one none."""
    world = World(seats=[seat("s"), seat("t", "director", required=False)])
    world.peer("A", roles=("chief_executive", "director")).peer("B", roles=("director",)).peer("C", roles=())
    assert world.agreement() == (2, 14)
