"""The headings of a poll: which are days, in every form that people and tools write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.pool.headings import could_be_month_first, day_of_heading, mend_heading
from teamforge.spec.dates import day_number
from teamforge.tables.text import fold_header

APRIL_13 = day_number(date(2027, 4, 13))
LONDON = ZoneInfo("Europe/London")

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
FORMS: dict[str, Callable[[date], str]] = {
    "ISO": "{:%Y-%m-%d}".format,
    "day first": "{:%d/%m/%Y}".format,
    "without noughts": lambda day: f"{day.day}/{day.month}/{day.year}",
    "timestamp": "{:%Y-%m-%dT00:00}".format,
    "timestamp of pandas": "{:%Y-%m-%d 00:00:00}".format,
    "timestamp of JavaScript": "{:%Y-%m-%dT00:00:00.000Z}".format,
    "timestamp with an offset": "{:%Y-%m-%dT00:00:00+01:00}".format,
    "Excel": lambda day: f"{day.day}/{day.month}/{day.year} 0:00",
    "Rallly": "{:%a %-d %b %Y}".format,
    "Framadate": "{:%A %e %B %Y}".format,
    "Framadate, in full": "{:%A, %B %e, %Y}".format,
    "Google Forms": "{:%d %b %Y}".format,
    "a grid of Google Forms": "When are you free? [Please tick] [{:%a %d %b %Y}]".format,
    "a grid of Google Forms, as a date": "Free [{:%d/%m/%Y}]".format,
    "American": "{:%B %-d, %Y}".format,
    "Nextcloud's sheet": "{:%a, %-d %b %Y, 00:00}".format,
    "Nextcloud's sheet in America": "{:%a, %b %-d, %Y, 12:00 AM}".format,
    "Excel's own": "{:%d-%b-%Y}".format,
    "ordinal": lambda day: f"{day:%A} {day.day}{ordinal(day.day)} of {day:%B} {day.year}",
    "Nextcloud's CSV in England": lambda day: interval(midnight(day), midnight(day + timedelta(days=1))),
    "Nextcloud's CSV in UTC": lambda day: f"{day}T00:00:00.000Z - {day + timedelta(days=1)}T00:00:00.000Z",
}


def ordinal(number: int) -> str:
    return "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def interval(start: datetime, end: datetime) -> str:
    return f"{start:%Y-%m-%dT%H:%M:%S.000Z} - {end:%Y-%m-%dT%H:%M:%S.000Z}"


@given(DAYS, st.sampled_from(sorted(FORMS)), st.sampled_from([str, str.upper, str.lower, "  {} ".format]))
def test_every_form_of_a_day_is_that_day(day: date, form: str, written: Callable[[str], str]) -> None:
    if "Nextcloud's CSV" in form:  # before 1972 England's offset changed by other rules, and lasted whole years
        day = day.replace(year=2000 + day.year % 100, day=min(day.day, 28))
    assert day_of_heading(fold_header(written(FORMS[form](day)))) == day_number(day)


@pytest.mark.parametrize(
    "heading",
    [
        *("tue 13 april 2027", "tues 13 apr 2027", "13 apr. 2027", "tuesday 13th april 2027", "apr 13th 2027"),
        *("13-apr-2027", "tue, 13 apr 2027 00:00:00", "2027-04-12t23:00:00.000z/2027-04-13t23:00:00.000z"),
        "2027-04-12t23:00:00z - 2027-04-13t23:00:00z",
    ],
)
def test_more_ways_to_write_a_day(heading: str) -> None:
    assert day_of_heading(heading) == APRIL_13


@pytest.mark.parametrize(
    "heading",
    [
        *("", "comment", "13 april", "april 2027", "tue 13 apr", "13 apr 27", "13/04/27", "04/13/2027", "31/04/2027"),
        *(
            "mon 13 apr 2027",
            "tue 31 feb 2027",
            "2027-04-13t09:00",
            "tue 13 apr 2027 09:00",
            "tue 13 apr 2027 12:00 pm",
        ),
        *("13 avr 2027", "tue 13 apr 2027 - wed 14 apr 2027", "13 aprilis 2027", "tuesdays 13 april 2027", "day 13"),
        *("2027-04-12t23:00:00.000z", "2027-04-12t23:00:00.000z - 2027-04-14t23:00:00.000z"),  # two days
        "2027-04-13t08:00:00.000z - 2027-04-13t09:00:00.000z",
        "2027-04-12t22:00:00.000z - 2027-04-13t22:00:00.000z",  # a day of Berlin
        "2027-04-13t08:00:00.000z - 2027-04-14t08:00:00.000z",
        "2027-99-13t00:00:00.000z - 2027-99-14t00:00:00.000z",
        "0001-01-01t00:00:00.000z - 0001-01-01t00:00:00.000z",
    ],
)
def test_what_is_no_day(heading: str) -> None:
    assert day_of_heading(heading) is None


def test_a_day_in_words_whose_weekday_is_wrong_is_none() -> None:
    right = [f"{name} 13 apr 2027" for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]
    assert [day_of_heading(each) is not None for each in right] == [False, True, *[False] * 5]


@pytest.mark.parametrize(
    ("heading", "mend"),
    [
        ("2027-04-13t09:00", "ask for whole days, and leave out the time of day"),
        ("13/04/27", "write the year with four digits, or delete the column"),
        ("mon 13 apr 2027", "correct the heading, or delete the column"),
    ],
)
def test_each_kind_of_slip_has_its_remedy(heading: str, mend: str) -> None:
    assert mend_heading(heading) == mend


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["03/04/2027", "04/04/2027"], True),
        (["03/04/2027 00:00"], True),
        (["03/04/2027", "13/04/2027"], False),
        (["04/04/2027", "05/05/2027"], False),  # the same both ways
        (["2027-04-03", "3 apr 2027"], False),
        ([], False),
    ],
)
def test_whether_days_and_months_could_be_exchanged(headings: list[str], *, expected: bool) -> None:
    assert could_be_month_first(headings) is expected


@given(st.text(max_size=60) | st.from_regex(r"[a-z0-9 ,:/tz.-]{0,40}", fullmatch=True))
def test_any_text_is_a_day_or_none(text: str) -> None:
    found = day_of_heading(fold_header(text))
    assert found is None or isinstance(found, int)
