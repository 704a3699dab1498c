"""`fresh`: members who have done little of late, by the share of their yearly engagements that is left."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    entries,
    make_challenge,
    make_pool,
    points,
)
from tests.world import OPEN, THREE, World, seat, team

# What it compiles to


def test_points_of_candidates() -> None:
    """N is 2, r since 2026-01-12: 5000·(most − r)/(most·2); 2 of 3 left is 1666.7."""
    world = World(seats=THREE)
    world.peer("A").peer("B", most=3).peer("C", most=2).peer("D", most=3)
    world.booking("A", "2026-01-11", "2026-01-13", status="done")
    world.booking("B", "2026-01-12", "2026-01-13", status="done")
    world.booking("C", "2026-02-01", "2026-02-02", status="done").booking("C", "2028-06-01", "2028-06-02")
    world.booking("D", "2026-02-01", "2026-02-02", of="c").booking("D", "2026-03-01", "2026-03-02", of="c")
    points = {pair: value for pair, value in world.points_of("fresh").items() if pair[1] != "t"}
    assert points == {("A", "s"): 2500, ("B", "s"): 1667, ("D", "s"): 1667}


def test_never_negative() -> None:
    """More engagements than may be leave 0; a seat that does not count has no points."""
    world = World(seats=[seat("s"), seat("m", counts=False)]).peer("A", most=1)
    world.booking("A", "2026-02-01", "2026-02-02", status="done").booking("A", "2026-03-01", "2026-03-02")
    assert world.points_of("fresh") == {}


# What the verifier says


@pytest.mark.parametrize(
    ("rows", "cap", "expected"),
    [
        # 1 February 2026 is 365 days before `as_of`: what starts on it is not after it.
        ([("2026-02-01", "2026-02-03", "done")], 2, 1250),
        ([("2026-02-02", "2026-02-03", "done")], 2, 625),
        ([("2027-09-01", "2027-09-02", "proposed")], 2, 625),
        ([("2026-03-01", "2026-03-02", "cancelled")], 2, 1250),
        ([("2026-03-01", "2026-03-02", "proposed")], 2, 1250),
        ([("2026-03-01", "2026-03-02", "done", "this")], 2, 1250),
        # One engagement, counted at its earliest start, before the year; or in it, and then once.
        ([("2026-01-20", "2026-01-22", "done", "A"), ("2026-05-01", "2026-05-02", "done", "A")], 2, 1250),
        ([("2026-04-20", "2026-04-22", "done", "A"), ("2026-05-01", "2026-05-02", "done", "A")], 2, 625),
        ([("2026-04-20", "2026-04-22", "done"), ("2026-05-01", "2026-05-02", "done")], 2, 0),
        ([("2026-04-20", "2026-04-22", "done"), ("2026-05-01", "2026-05-02", "done")], 1, 0),
        # 5000·2/(3·4) = 833.33; 5000·1/(3·4) = 416.67.
        ([("2026-04-20", "2026-04-22", "done")], 3, 833),
        ([("2026-04-20", "2026-04-22", "done"), ("2026-05-01", "2026-05-02", "done")], 3, 417),
        # 5000·7/(16·4) = 546.875.
        ([(f"2026-{month:02}-20", f"2026-{month:02}-22", "done") for month in range(3, 12)], 16, 547),
    ],
)
def test_points(rows: list[tuple[Any, ...]], cap: int, expected: int) -> None:
    """Of V: round(5000·max(0, max_per_year - r)/(max_per_year·4)); L and E have 1250 each; the manager none."""
    pool = make_pool(peers={"V": {"most": cap}}, engagements=[("V", "OS", *row) for row in rows])
    assert points(pool)["fresh"] == 2500 + expected


def test_rounds_half_up() -> None:
    """Weight 1 and three left of four: 1000·3/(4·4) = 187.5 → 188."""
    pool = make_pool(peers={"V": {"most": 4}}, engagements=[("V", "OS", "2026-05-01", "2026-05-02", "done")])
    found = entries("fresh", pool=pool, challenge=make_challenge(rules={"fresh": {"weight": 1}}))
    assert found == [(250, "L", "lead"), (250, "E", "elected"), (188, "V", "vcs")]


# Both


def test_both_sides_agree() -> None:
    """One with every engagement left, one with two of three, one with none."""
    world = team("A", seats=OPEN).peer("B", most=3).peer("C")
    world.booking("B", "2026-01-12", "2026-01-13", status="done").booking(
        "C", "2026-02-01", "2026-02-02", status="done"
    )
    assert world.agreement() == (21, 43)


MUTANTS = mutants_of(
    "problem/criteria/fresh.py",
    ("fresh: a day too many", "bookings.start > since", "bookings.start >= since"),
    ("fresh: only once a year", "np.maximum(1, most) * compilation.n", "compilation.n"),
)
