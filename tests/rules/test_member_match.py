"""`member_match`: a member on a political seat is of the group that controls the host."""

from __future__ import annotations

import pytest

from teamforge.verify import score
from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    FULL,
    entries,
    make_challenge,
    make_pool,
    points,
)
from tests.world import World, seat

# What it compiles to


POLITICAL = [seat("s", political=True), seat("t"), seat("m", counts=False, political=True)]


def test_tallies() -> None:
    """8000, once, for members on political seats of the group that controls the host."""
    world = World(seats=POLITICAL).organisation("H", control="labour")
    world.peer("A", group="labour").peer("B", group="green").peer("C")
    assert world.tallied("member_match") == [(["A"], (8000,), 0, None)]


def test_the_first_host_that_is_controlled() -> None:
    """No overall control and blank are passed over."""
    for first, second, expected in (
        ("green", "labour", ["B"]),
        (None, "labour", ["A"]),
        ("no overall control", "labour", ["A"]),
    ):
        world = World(seats=POLITICAL, hosts=["H", "I"]).organisation("H", control=first)
        world.organisation("I", control=second).peer("A", group="labour").peer("B", group="green")
        assert [(expected, (8000,), 0, None)] == world.tallied("member_match")


def test_nobody() -> None:
    """No such host: no points, not even for the unknown."""
    for control in (None, "no overall control"):
        world = World(seats=POLITICAL).organisation("H", control=control).peer("A", group="no overall control")
        assert world.peer("B").gives_nothing("member_match")


# What the verifier says


@pytest.mark.parametrize(
    ("control", "group", "matches"),
    [
        ({}, "blue", True),
        ({}, "green", False),
        ({}, None, False),
        # The first host whose control is known and is somebody's.
        ({"H": "no overall control", "I": "red"}, "red", True),
        ({"H": None, "I": "red"}, "red", True),
        ({"H": "blue", "I": "red"}, "red", False),
        ({"H": None}, None, False),
        ({"H": "no overall control"}, "no overall control", False),
        # The control of a predecessor is nobody's.
        ({"H": None, "C": "red"}, "red", False),
    ],
)
def test_points(control: dict[str, str | None], group: str | None, matches: bool) -> None:  # noqa: FBT001 -- a table
    """8·1000 if E on the political seat is of the group that controls the host."""
    organisations = {name: {"control": held} for name, held in control.items()}
    pool = make_pool(peers={"E": {"group": group}}, organisations=organisations)
    assert entries("member_match", pool=pool) == ([(8000, "E", "elected")] if matches else [])


def test_once() -> None:
    """Two that match are worth no more than one; on other seats nobody matches."""
    both = make_pool(peers={"E": {"group": "blue"}, "S": {"group": "blue"}})
    assert points(both, team=FULL)["member_match"] == 8000
    spare = make_pool(peers={"S": {"group": "blue"}})
    assert entries("member_match", pool=spare, team=FULL) == [(8000, "S", "spare")]
    others = make_pool(peers={"L": {"group": "blue"}, "M": {"group": "blue"}})
    assert points(others, team=FULL)["member_match"] == 0
    manager = make_challenge(seats={"manager": {"political": True}})
    assert points(others, manager, FULL)["member_match"] == 0


def test_details_name_no_group() -> None:
    """Political opinion is special category data: no entry names a group."""
    pool = make_pool(peers={"E": {"group": "blue"}, "S": {"group": "blue"}})
    assert not any("blue" in entry.detail for entry in score(pool, make_challenge(), FULL))


# Both


def test_both_sides_agree() -> None:
    """One who matches, one who does not, one of no known group."""
    world = World(seats=POLITICAL).organisation("H", control="labour").peer("A", group="labour")
    world.peer("B", group="green").peer("C")
    assert world.agreement() == (6, 58)


MUTANTS = mutants_of(
    "problem/criteria/member_match.py",
    ("member_match: on any seat", ' & compilation.on_seats("political")', ""),
    ("member_match: nobody controls", '{None, "", NO_CONTROL}', '{None, ""}'),
    ("member_match: each who matches", "(weight,)", "(weight, weight)"),
)
