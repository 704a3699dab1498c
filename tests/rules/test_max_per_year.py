"""`max_per_year`: no member has more engagements in a programme year than they want."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
    make_team,
)
from tests.world import World, seat

# What it compiles to


def test_closed_windows() -> None:
    """Engagements that start in the programme year of the window; a cap of 0 closes every window."""
    on_site = {"days": 1, "windows": ["2027-03-31", "2027-04-01"]}
    for start, expected in (("2026-03-31", ".."), ("2026-04-01", "x."), ("2027-03-31", "x."), ("2027-04-01", ".x")):
        world = World(on_site=on_site).peer("A").booking("A", start, "2027-05-30", status="done")
        assert expected == world.closed("max_per_year")
    assert World(on_site=on_site).peer("A", most=0).closed("max_per_year") == "xx"
    world = World(on_site=on_site).peer("A", most=2).booking("A", "2026-05-01", "2026-05-02", status="done")
    assert world.closed("max_per_year") == ".."
    world = World(on_site=on_site).peer("A", most=2).booking("A", "2026-05-01", "2026-05-02", status="done")
    assert world.booking("A", "2026-06-01", "2026-06-02").closed("max_per_year") == "x."
    world = World(on_site=on_site).peer("A", most=2).booking("A", "2026-05-01", "2026-05-02", of="c")
    assert world.booking("A", "2026-06-01", "2026-06-02", of="c").closed("max_per_year") == ".."


# What the verifier says


JUNE = make_team(date(2027, 6, 8))
"""The valid team from Tuesday 8 to Thursday 10 June 2027: in the same programme year, far from April."""


CAPPED = [("max_per_year", "elected", ("E",))]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2027-03-31", "2027-04-05", []),
        ("2027-04-01", "2027-04-05", CAPPED),
        ("2028-03-31", "2028-04-05", CAPPED),
        ("2028-04-01", "2028-04-05", []),
    ],
)
@pytest.mark.parametrize("status", ["done", "confirmed", "proposed"])
def test_cap_in_the_programme_year(start: str, end: str, status: str, found: list[Any]) -> None:
    """With one engagement a year a second may not start in the programme year of the window."""
    pool = make_pool(peers={"E": {"most": 1}}, engagements=[("E", "OV", start, end, status)])
    assert broken(pool, team=JUNE) == found


@pytest.mark.parametrize(("start", "found"), [(date(2027, 3, 31), []), (date(2027, 4, 1), CAPPED)])
def test_programme_year_of_the_window(start: date, found: list[Any]) -> None:
    """A window on 31 March is of the year before; on 1 April the engagement in May shares its year."""
    pool = make_pool(peers={"E": {"most": 1}}, engagements=[("E", "OV", "2027-05-05", "2027-05-06", "confirmed")])
    on_site = {"days": 1, "windows": (date(2027, 3, 31), date(2027, 4, 1))}
    assert broken(pool, make_challenge(on_site=on_site), make_team(start)) == found


def test_window_over_the_turn_of_the_year() -> None:
    """A window from 31 March to 2 April is of the year in which it starts."""
    visit = [("E", "OV", "2027-05-05", "2027-05-06", "confirmed")]
    assert broken(make_pool(peers={"E": {"most": 1}}, engagements=visit), team=make_team(date(2027, 3, 31))) == []


def test_cap_reached() -> None:
    """Two a year: one engagement leaves room for this, two do not; with 0 there is none at all."""
    one = ("E", "OV", "2027-09-01", "2027-09-02", "confirmed")
    two = ("E", "OV", "2027-10-01", "2027-10-02", "proposed")
    assert broken(make_pool(engagements=[one])) == []
    assert broken(make_pool(engagements=[one, two])) == CAPPED
    assert broken(make_pool(peers={"E": {"most": 0}})) == CAPPED


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # One engagement by its id, counted at its earliest start, in the year before.
        ([("2027-03-30", "2027-03-31", "done", "A"), ("2027-09-01", "2027-09-02", "confirmed", "A")], []),
        # The earliest row does not count, so the engagement starts in September.
        ([("2027-03-30", "2027-03-31", "cancelled", "A"), ("2027-09-01", "2027-09-02", "confirmed", "A")], CAPPED),
        ([("2027-01-30", "2027-01-31", "proposed", "A"), ("2027-09-01", "2027-09-02", "confirmed", "A")], CAPPED),
        # Without an id they are two.
        ([("2027-03-30", "2027-03-31", "done"), ("2027-09-01", "2027-09-02", "confirmed")], CAPPED),
        # This challenge's own.
        ([("2027-09-01", "2027-09-02", "confirmed", "this")], []),
    ],
)
def test_counted_once(rows: list[tuple[Any, ...]], found: list[Any]) -> None:
    """Rows with one challenge id are one engagement, at the earliest start among those that count."""
    pool = make_pool(peers={"E": {"most": 1}}, engagements=[("E", "OV", *row) for row in rows])
    assert broken(pool, team=JUNE) == found


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("OV", "2027-09-01", "2027-09-02", "done"), ("OS", "2027-09-01", "2027-09-02", "done")], []),
        ([("OV", "2027-09-01", "2027-09-02", "done"), ("OS", "2027-09-01", "2027-09-03", "done")], CAPPED),
        ([("OV", "2027-09-01", "2027-09-02", "done", "A"), ("OS", "2027-09-01", "2027-09-02", "done", "A")], []),
        ([("OV", "2027-09-01", "2027-09-02", "done", "A"), ("OS", "2027-09-01", "2027-09-02", "done", "B")], CAPPED),
        ([("OV", "2027-09-01", "2027-09-02", "done", "A"), ("OS", "2027-09-01", "2027-09-02", "done")], CAPPED),
    ],
)
def test_two_hosts(rows: list[tuple[Any, ...]], found: list[Any]) -> None:
    """Rows without an id and with the same dates are one engagement at two hosts; here two is the cap."""
    assert broken(make_pool(engagements=[("E", *row) for row in rows]), team=JUNE) == found


# Both


def test_both_sides_agree() -> None:
    """Windows of two programme years: A is booked in the second, B wants none, the manager has no cap."""
    seats = [seat("s"), seat("m", counts=False)]
    world = World(on_site={"days": 1, "windows": ["2027-03-31", "2027-04-01"]}, seats=seats)
    world.peer("A").booking("A", "2027-09-01", "2027-09-02").peer("B", most=0).peer("C")
    assert world.agreement() == (6, 26)
