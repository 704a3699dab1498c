"""Dates against the opening section of SPEC.md."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.spec.dates import (
    ALWAYS,
    FOREVER,
    as_day,
    day_number,
    parse_day,
    programme_year,
    programme_years,
    to_date,
    years_before,
)

DAYS = st.dates()
LEAST, MOST = date(1, 1, 1), date(9999, 12, 31)


@given(DAYS)
def test_a_day_number_and_its_date_are_the_same(day: date) -> None:
    assert to_date(day_number(day)) == day
    assert np.datetime64(day_number(day), "D") == np.datetime64(day)


@pytest.mark.parametrize("day", [LEAST, MOST])
def test_never_and_always_are_no_date(day: date) -> None:
    assert ALWAYS < day_number(day) < FOREVER
    assert to_date(ALWAYS) is None
    assert to_date(FOREVER) is None


@given(DAYS)
def test_every_way_to_write_a_date_means_it(day: date) -> None:
    plain = f"{day.day}/{day.month}/{day.year:04}"
    padded = f"{day.day:02}/{day.month:02}/{day.year:04}"
    for text in (day.isoformat(), plain, padded):
        for behind in ("", "T00:00", " 00:00", "T00:00:00", " 00:00:00", " 00:00:00.000000"):
            assert parse_day(text + behind) == day_number(day)
            assert as_day(f" {text}{behind}\n") == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2027-13-01",
        "2027-02-29",
        "13/13/2027",
        "31/04/2027",
        "2027-1-1",
        "27-01-01",
        "1/1/27",
        "0000-01-01",
        "2027/01/01",
        "01-01-2027",
        "2027-01-01T09:00:00",
        "2027-01-01T00:00:01",
        "2027-01-01T",
        "2027-01-01 00",
        "٢٠٢٧-٠١-٠١",
        "today",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_day(text) is None
    assert as_day(text) is None


@pytest.mark.parametrize("value", [None, True, 20270101, 1.5, [], datetime(2027, 1, 1, 0, 1)])  # noqa: DTZ001 -- as in files
def test_what_is_no_date_of_another_type(value: object) -> None:
    assert as_day(value) is None


def test_day_first_is_never_month_first() -> None:
    assert as_day("03/04/2026") == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2024, 2, 29), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
        (date(2023, 2, 28), 3, date(2020, 2, 28)),
        (date(2024, 3, 1), 1, date(2023, 3, 1)),
        (date(2027, 1, 11), 0, date(2027, 1, 11)),
        (date(2000, 2, 29), 100, date(1900, 2, 28)),
    ],
)
def test_years_before_is_the_same_day_and_month(day: date, years: int, expected: date) -> None:
    assert years_before(day, years) == expected


@given(DAYS)
def test_a_programme_year_runs_from_april_to_march(day: date) -> None:
    expected = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    assert programme_year(day_number(day)) == expected
    assert programme_years(np.array([day_number(day)], dtype=np.int32)).tolist() == [expected]
