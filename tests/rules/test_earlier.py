"""`earlier`: the earlier of the windows that keep the advised weeks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.mutants.mutant import mutants_of
from tests.rules.valid_team import (
    START,
    make_challenge,
    make_team,
    points,
)
from tests.world import World

# What it compiles to


def earlier(*starts: str, **fields: Any) -> list[int]:
    """Return the points of one-day windows."""
    points = World(on_site={"days": 1, "windows": list(starts)}, **fields).peer().problem.terms["earlier"].windows
    assert points is not None
    return [int(value) for value in points]


def test_points_of_windows() -> None:
    """2000·(M−1−i)/(M−1): of three 2000, 1000, 0, of four 2000, 1333, 667, 0, of one all of it."""
    assert earlier("2027-04-05", "2027-04-06", "2027-04-20") == [2000, 1000, 0]
    assert earlier("2027-04-05", "2027-04-06", "2027-04-07", "2027-04-08") == [2000, 1333, 667, 0]
    assert earlier("2027-04-06") == [2000]


def test_advised_windows_alone() -> None:
    """Those before 5 April have 0, and are not counted among the M; nor is a refused start."""
    assert earlier("2027-03-30", "2027-04-05", "2027-04-10", "2027-04-12") == [0, 2000, 0]
    assert earlier("2027-03-30", "2027-04-12") == [0, 2000]
    assert earlier("2027-03-30") == [0]


def test_windows_round_half_up() -> None:
    """With weight 1 and the 18 windows of 5 to 28 April: 1000·16/17 = 941.2, …, 1000·(17 − i)/17."""
    days = [f"2027-04-{day:02}" for day in range(5, 29)]
    found = earlier(*days, rules={"earlier": {"weight": 1}})
    assert found == [(2000 * (17 - place) + 17) // 34 for place in range(18)]
    # Of 17: 1000·15/16 = 937.5 is 938.
    assert earlier(*days[:-1], rules={"earlier": {"weight": 1}})[1] == 938


# What the verifier says


LISTED = (date(2027, 5, 11), date(2027, 4, 26), date(2027, 5, 4), START, date(2027, 5, 3), date(2027, 5, 11))
"""Five starts: one before the twelve weeks from 1 February are over on 26 April, one a bank holiday."""


@pytest.mark.parametrize(
    ("windows", "start", "expected"),
    [
        # M = 3: 26 April, 4 May, 11 May are worth 2000·2/2, 2000·1/2 and 0.
        (LISTED, date(2027, 4, 26), 2000),
        (LISTED, date(2027, 5, 4), 1000),
        (LISTED, date(2027, 5, 11), 0),
        # Before the advised weeks: 0.
        (LISTED, START, 0),
        # The only window has them all.
        ((START, date(2027, 4, 26)), date(2027, 4, 26), 2000),
        # M = 4: 2000·2/3 = 1333.33; 2000·1/3 = 666.67.
        ((*LISTED, date(2027, 6, 1)), date(2027, 5, 4), 1333),
        ((*LISTED, date(2027, 6, 1)), date(2027, 5, 11), 667),
    ],
)
def test_points(windows: tuple[date, ...], start: date, expected: int) -> None:
    """Of the M valid windows that keep the advised weeks the i-th is worth round(2000·(M - 1 - i)/(M - 1))."""
    challenge = make_challenge(on_site={"windows": windows})
    assert points(challenge=challenge, team=make_team(start))["earlier"] == expected


def test_at_the_advised_weeks() -> None:
    """From 2 February, 26 April is 83 days ahead: not twelve weeks."""
    challenge = make_challenge(as_of=date(2027, 2, 2), on_site={"windows": LISTED})
    assert points(challenge=challenge, team=make_team(date(2027, 4, 26)))["earlier"] == 0
    assert points(challenge=challenge, team=make_team(date(2027, 5, 4)))["earlier"] == 2000


def test_rounds_half_up() -> None:
    """With weight 1 and 17 one-day windows, the 16th is worth 1000·1/16 = 62.5 → 63."""
    on_site = {"days": 1, "earliest": date(2027, 5, 4), "latest": date(2027, 5, 26)}
    challenge = make_challenge(on_site=on_site, rules={"earlier": {"weight": 1}})
    assert points(challenge=challenge, team=make_team(date(2027, 5, 25)))["earlier"] == 63


# Both


def test_both_sides_agree() -> None:
    """Four windows, the first of them at short notice."""
    world = World(on_site={"days": 1, "windows": ["2027-03-30", "2027-04-05", "2027-04-06", "2027-04-20"]}).peer("A")
    world.peer("B")
    assert world.agreement() == (8, 4)


MUTANTS = mutants_of(
    "problem/criteria/earlier.py",
    ("earlier: later", "steps = last - np", "steps = 0 + np"),
    (
        "earlier: windows of short notice too",
        "np.flatnonzero(compilation.windows.advised)",
        "np.arange(len(compilation.windows))",
    ),
)
