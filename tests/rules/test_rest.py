"""`rest`: whole days between a member's engagements and the window."""

from __future__ import annotations

import pytest

from tests.rules.patterns import (
    booked,
)
from tests.rules.valid_team import (
    broken,
    make_challenge,
    make_pool,
)
from tests.world import World, seat

# What it compiles to


@pytest.mark.parametrize(
    ("start", "end", "rest", "expected"),
    [
        ("2027-04-09", "2027-04-10", 2, "x..."),
        ("2027-04-09", "2027-04-10", 1, "...."),
        ("2027-04-09", "2027-04-10", 3, "xx.."),
        ("2027-04-18", "2027-04-19", 2, "...x"),
        ("2027-04-18", "2027-04-19", 1, "...."),
        ("2027-04-18", "2027-04-19", 3, "..xx"),
        ("2027-04-14", "2027-04-14", 0, "...."),
        ("2027-04-14", "2027-04-14", 1, "x..x"),
        ("2027-03-01", "2027-03-28", 14, "...."),
        ("2027-03-01", "2027-03-29", 14, "x..."),
    ],
)
def test_closed_windows(start: str, end: str, rest: int, expected: str) -> None:
    """Whole days between: from the 10th to the 12th lies one. What overlaps a window is `overlap` and not `rest`."""
    assert expected == booked(start, end, rules={"rest": {"rest_days": rest}}).closed("rest")


# What the verifier says


@pytest.mark.parametrize(
    ("start", "end", "rested"),
    [
        ("2027-03-20", "2027-03-29", True),
        ("2027-03-20", "2027-03-30", False),
        ("2027-04-08", "2027-04-12", False),
        ("2027-04-16", "2027-04-16", False),
        ("2027-04-29", "2027-05-10", False),
        ("2027-04-30", "2027-05-10", True),
    ],
)
def test_verdict(start: str, end: str, rested: bool) -> None:  # noqa: FBT001 -- a table
    """From 30 March (exclusive) to 13 April there are 13 whole days, from 29 March 14; so after the window."""
    pool = make_pool(engagements=[("E", "OV", start, end, "proposed")])
    assert broken(pool) == ([] if rested else [("rest", "elected", ("E",))])


def test_rest_days() -> None:
    """The challenge says how many; with 0 an engagement may end the day before."""
    pool = make_pool(engagements=[("E", "OV", "2027-04-08", "2027-04-12", "done")])
    assert broken(pool, make_challenge(rules={"rest": {"rest_days": 0}})) == []
    assert broken(pool, make_challenge(rules={"rest": {"rest_days": 1}})) == [("rest", "elected", ("E",))]


def test_each_row_speaks_for_itself() -> None:
    """A later row of an engagement can break the rest though its first is long over."""
    rows = [("E", "OV", "2027-01-05", "2027-01-06", "done", "A"), ("E", "OV", "2027-04-08", "2027-04-09", "done", "A")]
    assert broken(make_pool(engagements=rows)) == [("rest", "elected", ("E",))]


# Both


def test_both_sides_agree() -> None:
    """Members rest, the manager need not."""
    world = World(
        on_site={"days": 2, "earliest": "2027-04-12", "latest": "2027-04-16"},
        seats=[seat("s"), seat("m", counts=False)],
        rules={"rest": {"rest_days": 3}},
    )
    world.peer("A", most=9).booking("A", "2027-04-09", "2027-04-10").peer("B")
    assert world.agreement() == (6, 30)
