"""`overlap`: nobody is engaged elsewhere on a day of the window."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.patterns import (
    booked,
)
from tests.rules.valid_team import (
    broken,
    make_pool,
)
from tests.world import World

FIVE = {"days": 1, "earliest": "2027-04-12", "latest": "2027-04-16"}
"""Five windows of a day: 12 to 16 April."""


# What it compiles to


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2027-04-14", "2027-04-14", ".xx."),
        ("2027-04-11", "2027-04-12", "x..."),
        ("2027-04-16", "2027-04-20", "...x"),
        ("2027-04-01", "2027-04-30", "xxxx"),
        ("2027-04-11", "2027-04-11", "...."),
        ("2027-04-17", "2027-04-17", "...."),
    ],
)
def test_closed_windows(start: str, end: str, expected: str) -> None:
    """Windows of two days from 12, 13, 14 and 15 April."""
    assert expected == booked(start, end).closed("overlap")


def test_each_row_speaks_for_itself() -> None:
    """Two rows of one engagement close the windows of both."""
    world = World(on_site=FIVE).peer("A", most=9)
    world.booking("A", "2027-04-12", "2027-04-12", of="c").booking("A", "2027-04-15", "2027-04-15", of="c")
    assert world.closed("overlap") == "x..x."
    assert booked("2027-04-12", "2027-04-16", status="cancelled").closed("overlap") == "...."


# What the verifier says


@pytest.mark.parametrize(
    ("start", "end", "free"),
    [
        ("2027-04-08", "2027-04-12", True),
        ("2027-04-08", "2027-04-13", False),
        ("2027-04-14", "2027-04-14", False),
        ("2027-04-01", "2027-04-30", False),
        ("2027-04-15", "2027-04-20", False),
        ("2027-04-16", "2027-04-20", True),
    ],
)
def test_overlap_of_the_manager(start: str, end: str, free: bool) -> None:  # noqa: FBT001 -- a table
    """No engagement overlaps the window; a seat without `counts` has neither rest nor cap."""
    pool = make_pool(peers={"M": {"most": 0}}, engagements=[("M", "OV", start, end, "confirmed")])
    assert broken(pool) == ([] if free else [("overlap", "manager", ("M",))])


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        (("2027-04-15", "2027-04-20", "confirmed"), True),
        (("2027-04-15", "2027-04-20", "done"), True),
        (("2027-04-15", "2027-04-20", "proposed"), True),
        (("2027-04-15", "2027-04-20", "cancelled"), False),
        (("2027-04-15", "2027-04-20", "confirmed", "this"), False),
        (("2027-04-15", "2027-04-20", "confirmed", "This"), True),
        (("2027-02-01", "2027-04-20", "proposed"), True),
        (("2027-01-31", "2027-04-20", "proposed"), False),
        (("2027-01-31", "2027-04-20", "confirmed"), True),
    ],
)
def test_engagements_that_count(row: tuple[Any, ...], counts: bool) -> None:  # noqa: FBT001 -- a table
    """Cancelled, proposed with a start before `as_of`, this challenge's own: these count for nothing."""
    pool = make_pool(engagements=[("E", "OV", *row)])
    assert broken(pool) == ([("overlap", "elected", ("E",))] if counts else [])


# Both


def test_both_sides_agree() -> None:
    """Four windows of two days, of which the engagement on the 14th closes two."""
    world = booked("2027-04-14", "2027-04-14", rules={"rest": {"rest_days": 0}}).peer("B")
    assert world.agreement() == (6, 6)
