"""`availability`: everybody is free on every day of the window."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
)
from tests.world import World, seat

FIVE = {"days": 1, "earliest": "2027-04-12", "latest": "2027-04-16"}
"""Five windows of a day: 12 to 16 April."""


# What it compiles to


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("2027-04-13", "2027-04-15", True),), "x...x"),
        ((("2027-04-13", "2027-04-13", True), ("2027-04-14", "2027-04-15", True)), "x...x"),
        ((("2027-04-13", "2027-04-16", True), ("2027-04-15", "2027-04-15", False)), "x..x."),
        ((("2027-04-14", "2027-04-14", False),), "..x.."),
        ((("2027-01-01", "2027-04-12", False), ("2027-04-16", "2028-01-01", False)), "x...x"),
        ((("2026-01-01", "2026-12-31", True),), "xxxxx"),
        ((("2026-01-01", "2026-12-31", False),), "....."),
        ((("2027-04-14", "2027-04-15", True), ("2027-04-14", "2027-04-14", True)), "xx..x"),
    ],
)
def test_closed_windows(rows: tuple[tuple[str, str, bool], ...], expected: str) -> None:
    """Available rows less unavailable ones; with unavailable ones alone every other day."""
    world = World(on_site=FIVE, unknown_availability="busy").peer("A")
    for start, end, available in rows:
        world.free("A", start, end, available=available)
    assert expected == world.closed("availability")


def test_no_rows() -> None:
    """No row: as the challenge says; the rows of others mean nothing."""
    for unknown, expected in (("busy", "xxxxx"), ("free", ".....")):
        world = World(on_site=FIVE, unknown_availability=unknown).peer("A").peer("B")
        assert expected == world.free("B", "2027-04-12", "2027-04-13").closed("availability")
        assert world.closed("availability", "B") == "..xxx"


def test_every_day_of_the_window() -> None:
    """Windows of two days: a free day between two busy ones is no window."""
    world = World(on_site={**FIVE, "days": 2}).peer("A")
    assert world.free("A", "2027-04-13", "2027-04-13", available=False).closed("availability") == "xx.."
    world = World(on_site={**FIVE, "days": 2}).peer("A").free("A", "2027-04-13", "2027-04-14")
    assert world.closed("availability") == "x.xx"


def test_who_can_serve_when() -> None:
    """Rest and cap bind members alone; whoever can serve in no window is no candidate."""
    world = World(on_site=FIVE, seats=[seat("s"), seat("m", counts=False)], rules={"rest": {"rest_days": 1}})
    world.peer("A", most=9).booking("A", "2027-04-13", "2027-04-13").peer("B", most=0)
    world.peer("C").free("C", "2027-04-17", "2027-04-30").peer("D", trained=False)
    assert world.serves() == {("A", "s"): "...--", ("A", "m"): "-.---", ("B", "m"): "-----"}


def test_nobody_and_no_window() -> None:
    """An empty problem is a problem."""
    world = World(on_site={"windows": ["2027-04-17"]}).peer("A")
    assert (len(world.problem), len(world.problem.starts)) == (0, 0)
    world = World().peer("A", trained=False)
    assert (len(world.problem), len(world.problem.starts)) == (0, 1)


# What the verifier says


@pytest.mark.parametrize(
    ("spells", "free"),
    [
        ([("2027-04-13", "2027-04-15", True)], True),
        ([("2027-04-14", "2027-04-15", True)], False),
        ([("2027-04-13", "2027-04-14", True)], False),
        ([("2027-04-01", "2027-04-13", True), ("2027-04-14", "2027-04-30", True)], True),
        ([("2027-04-01", "2027-04-13", True), ("2027-04-15", "2027-04-30", True)], False),
        ([("2027-04-01", "2027-04-30", True), ("2027-04-16", "2027-04-16", False)], True),
        ([("2027-04-01", "2027-04-30", True), ("2027-04-15", "2027-04-15", False)], False),
        ([("2027-04-15", "2027-04-15", False), ("2027-04-01", "2027-04-30", True)], False),
        ([("2027-04-16", "2027-04-20", False)], True),
        ([("2027-04-15", "2027-04-20", False)], False),
        ([("2027-04-01", "2027-04-12", False)], True),
        ([("2027-04-01", "2027-04-13", False)], False),
        ([("2027-01-01", "2027-01-31", True), ("2027-04-01", "2027-04-02", False)], False),
    ],
)
@pytest.mark.parametrize(("seat", "peer"), [("elected", "E"), ("manager", "M")])
def test_verdict(spells: list[tuple[Any, ...]], free: bool, seat: str, peer: str) -> None:  # noqa: FBT001 -- a table
    """A peer is free on the available days, less the unavailable ones; with only those, on every other day."""
    pool = make_pool(availability=[(peer, *spell) for spell in spells])
    for unknown in ("busy", "free"):
        challenge = make_challenge(unknown_availability=unknown)
        assert broken(pool, challenge) == ([] if free else [("availability", seat, (peer,))])


def test_unknown_availability() -> None:
    """A peer with no row is not free, unless the challenge says so."""
    pool = make_pool(availability=[("M",)])
    assert broken(pool) == [("availability", "manager", ("M",))]
    assert broken(pool, make_challenge(unknown_availability="free")) == []


# Both


def test_both_sides_agree() -> None:
    """Five windows: A is free in three of them, B in every one but two, of C nothing is known."""
    world = World(on_site=FIVE, unknown_availability="busy", seats=[seat("s"), seat("m", counts=False)])
    world.peer("A").free("A", "2027-04-13", "2027-04-15").peer("C")
    world.peer("B").free("B", "2027-04-13", "2027-04-14", available=False)
    assert world.agreement() == (2, 78)
