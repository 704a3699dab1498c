"""Availability, engagements, rest and the yearly cap (SPEC.md section 4, rules 3 and 4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from .building import broken, make_challenge, make_pool, make_team

JUNE = make_team(date(2027, 6, 8))
"""The valid team from Tuesday 8 to Thursday 10 June 2027: in the same programme year, far from April."""


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
def test_availability(spells: list[tuple[Any, ...]], free: bool, seat: str, peer: str) -> None:  # noqa: FBT001 -- a table
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
    pool = make_pool(peers={"M": {"max_per_year": 0}}, engagements=[("M", "OV", start, end, "confirmed")])
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
def test_rest(start: str, end: str, rested: bool) -> None:  # noqa: FBT001 -- a table
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
    pool = make_pool(peers={"E": {"max_per_year": 1}}, engagements=[("E", "OV", start, end, status)])
    assert broken(pool, team=JUNE) == found


@pytest.mark.parametrize(("start", "found"), [(date(2027, 3, 31), []), (date(2027, 4, 1), CAPPED)])
def test_programme_year_of_the_window(start: date, found: list[Any]) -> None:
    """A window on 31 March is of the year before; on 1 April the engagement in May shares its year."""
    pool = make_pool(
        peers={"E": {"max_per_year": 1}}, engagements=[("E", "OV", "2027-05-05", "2027-05-06", "confirmed")]
    )
    on_site = {"days": 1, "windows": (date(2027, 3, 31), date(2027, 4, 1))}
    assert broken(pool, make_challenge(on_site=on_site), make_team(start)) == found


def test_window_over_the_turn_of_the_year() -> None:
    """A window from 31 March to 2 April is of the year in which it starts."""
    visit = [("E", "OV", "2027-05-05", "2027-05-06", "confirmed")]
    assert (
        broken(make_pool(peers={"E": {"max_per_year": 1}}, engagements=visit), team=make_team(date(2027, 3, 31))) == []
    )


def test_cap_reached() -> None:
    """Two a year: one engagement leaves room for this, two do not; with 0 there is none at all."""
    one = ("E", "OV", "2027-09-01", "2027-09-02", "confirmed")
    two = ("E", "OV", "2027-10-01", "2027-10-02", "proposed")
    assert broken(make_pool(engagements=[one])) == []
    assert broken(make_pool(engagements=[one, two])) == CAPPED
    assert broken(make_pool(peers={"E": {"max_per_year": 0}})) == CAPPED


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
    pool = make_pool(peers={"E": {"max_per_year": 1}}, engagements=[("E", "OV", *row) for row in rows])
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
