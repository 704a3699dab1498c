"""The dates around a visit: counted from its first day, and never at a weekend or on a bank holiday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.report.sheet.milestones import MILESTONES, working_day

STARTS = st.dates(date(2026, 1, 1), date(2040, 12, 31)).filter(lambda day: day.weekday() < 5)


def test_the_dates_of_a_visit_worked_out_by_hand() -> None:
    """Tuesday 13 April 2027: 16, 2 and 1 weeks before are Tuesdays, a year after is a Thursday."""
    days = {each.name: each.day(date(2027, 4, 13)) for each in MILESTONES}
    assert days == {
        "Scoping meeting": date(2026, 12, 22),
        "Papers out to the team": date(2027, 3, 30),
        "Team call": date(2027, 4, 6),
        "Progress review": date(2028, 4, 13),
    }


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2027, 3, 29), date(2027, 3, 25)),  # Easter Monday: past Easter and Good Friday
        (date(2026, 12, 28), date(2026, 12, 24)),  # Boxing Day is kept on that Monday, Christmas is on Friday
        (date(2027, 1, 1), date(2026, 12, 31)),
        (date(2027, 5, 2), date(2027, 4, 30)),
        (date(2027, 5, 4), date(2027, 5, 4)),
    ],
)
def test_they_move_earlier_past_weekends_and_bank_holidays(day: date, moved: date) -> None:
    assert working_day(day) == moved


def test_papers_for_a_visit_after_easter_move_too() -> None:
    papers = next(each for each in MILESTONES if each.name.startswith("Papers"))
    assert papers.day(date(2027, 4, 12)) == date(2027, 3, 25)


@given(STARTS)
def test_each_is_a_weekday_not_after_its_offset_and_within_a_week_of_it(start: date) -> None:
    for each in MILESTONES:
        exact = start + timedelta(weeks=each.weeks) if each.weeks else start.replace(year=start.year + 1, day=1)
        day = each.day(start)
        assert day.weekday() < 5
        if each.weeks:
            assert timedelta(0) <= exact - day <= timedelta(days=6)


@given(STARTS)
def test_they_keep_their_order(start: date) -> None:
    days = [each.day(start) for each in MILESTONES]
    assert days == sorted(days)
    assert days[2] < start < days[3]
