"""`seat_fit`: how well each peer's roles fit the seat, the manager's too."""

from __future__ import annotations

from teamforge.challenge import Seat
from teamforge.team import Team
from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    FULL,
    START,
    entries,
    make_challenge,
    make_pool,
)
from tests.world import World, seat

# What it compiles to


def test_points_of_candidates() -> None:
    """6000·fit/(100·3): 100 is 2000, 60 is 1200, 33 is 660; every seat counts, the manager's too."""
    seats = [
        {"id": "s", "accepts": {"chief_executive": 100, "director": 60}},
        seat("t", fit=33),
        seat("m", "director", counts=False),
    ]
    world = World(seats=seats).peer("A", roles=("director", "chief_executive")).peer("B", roles=("director",))
    assert world.points_of("seat_fit") == {
        ("A", "s"): 2000,
        ("B", "s"): 1200,
        ("A", "t"): 660,
        ("A", "m"): 2000,
        ("B", "m"): 2000,
    }


def test_candidates_round_half_up() -> None:
    """1000·5/(100·4) = 12.5 is 13."""
    world = World(seats=[seat(name, fit=5) for name in "stuv"], rules={"seat_fit": {"weight": 1}}).peer()
    assert set(world.points_of("seat_fit").values()) == {13}


# What the verifier says


def test_points() -> None:
    """L as a director 60: 6000·60/500 = 720; S on spare by the better of two roles, 50: 600; the manager too."""
    pool = make_pool(peers={"L": {"roles": ("director",)}})
    expected = [
        (720, "L", "lead"),
        (1200, "E", "elected"),
        (1200, "V", "vcs"),
        (600, "S", "spare"),
        (1200, "M", "manager"),
    ]
    assert entries("seat_fit", pool=pool, team=FULL) == expected


def test_rounds_half_up() -> None:
    """Of 16 seats a fit of 100 with weight 1 is 1000/16 = 62.5 → 63; a fit of 60 is 37.5 → 38."""
    accepts = {"chief_executive": 100, "director": 60}
    seats = tuple(Seat(id=f"s{place}", accepts=accepts) for place in range(16))
    challenge = make_challenge(rules={"seat_fit": {"weight": 1}}).model_copy(update={"seats": seats})
    team = Team(START, (("s0", "L"),))
    assert entries("seat_fit", challenge=challenge, team=team) == [(63, "L", "s0")]
    director = make_pool(peers={"L": {"roles": ("director",)}})
    assert entries("seat_fit", pool=director, challenge=challenge, team=team) == [(38, "L", "s0")]


def test_not_eligible() -> None:
    """A peer without a role for the seat has no fit to it."""
    pool = make_pool(peers={"L": {"roles": ()}})
    assert [peer for _, peer, _ in entries("seat_fit", pool=pool)] == ["E", "V", "M"]


# Both


def test_both_sides_agree() -> None:
    """The better of two roles, and a seat that does not count."""
    world = World(
        seats=[
            {"id": "s", "accepts": {"chief_executive": 100, "director": 60}},
            seat("m", "director", 33, counts=False),
        ]
    )
    world.peer("A", roles=("director", "chief_executive")).peer("B", roles=("director",))
    world.peer("C", roles=("vcs_leader",))
    assert world.agreement() == (2, 14)


MUTANTS = mutants_of(
    "problem/criteria/seat_fit.py",
    ("seat_fit: of counting seats", "len(compilation.challenge.seats)", "compilation.n"),
)
