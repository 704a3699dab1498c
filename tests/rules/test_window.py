"""The window of a team: a candidate start, and valid (SPEC.md section 2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from teamforge.verify.windows import candidates, valid_windows
from tests.rules.valid_team import (
    START,
    broken,
    make_challenge,
    make_team,
)

EARLIEST, LATEST = date(2027, 3, 1), date(2027, 6, 30)


def faults(start: date = START, **on_site: Any) -> int:
    """Return how many rules the valid team breaks at this start; each of them is about the window."""
    if "windows" not in on_site:
        on_site = {"earliest": EARLIEST, "latest": LATEST, **on_site}
    found = broken(challenge=make_challenge(on_site=on_site), team=make_team(start))
    assert set(found) <= {("window", None, ())}
    return len(found)


def test_valid_team() -> None:
    """The team that all tests begin from breaks nothing."""
    assert broken() == []


@pytest.mark.parametrize(("earliest", "found"), [(START, 0), (START + timedelta(1), 1)])
def test_before_the_first_possible_day(earliest: date, found: int) -> None:
    """The first day on site is `earliest` or later."""
    assert faults(earliest=earliest) == found


@pytest.mark.parametrize(("latest", "found"), [(date(2027, 4, 15), 0), (date(2027, 4, 14), 1)])
def test_after_the_last_possible_day(latest: date, found: int) -> None:
    """The last day on site is `latest` or earlier."""
    assert faults(latest=latest) == found


def test_listed() -> None:
    """With `windows` only a listed start is a candidate."""
    assert faults(windows=(START,)) == 0
    assert faults(windows=(START + timedelta(1),)) == 1
    assert faults(windows=()) == 1


def test_nonsense_start() -> None:
    """The first and last dates there are, are no candidates."""
    for start in (date.min, date(9999, 12, 1)):
        rules = [rule for rule, _, _ in broken(team=make_team(start))]
        assert rules[0] == "window"


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (date(2027, 4, 14), 0),
        (date(2027, 4, 15), 1),
        (date(2027, 4, 16), 2),
        (date(2027, 4, 17), 2),
        (date(2027, 4, 18), 1),
        (date(2027, 4, 19), 0),
    ],
)
def test_weekend(start: date, found: int) -> None:
    """Three days from Thursday 15 April to Sunday 18 touch a weekend, and so would two weeks."""
    assert faults(start) == found
    assert faults(start, windows=(start,)) == found


def test_five_days() -> None:
    """Five days are a Monday to a Friday."""
    assert faults(date(2027, 4, 12), days=5) == 0
    assert faults(date(2027, 4, 13), days=5) == 1


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (date(2027, 4, 28), 0),
        (date(2027, 5, 3), 1),
        (date(2027, 5, 4), 0),
        (date(2027, 5, 31), 1),
        (date(2027, 6, 1), 0),
    ],
)
def test_bank_holiday(start: date, found: int) -> None:
    """Mondays 3 and 31 May 2027 are bank holidays of England."""
    assert faults(start) == found


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2027, 4, 16), date(2027, 4, 20), 0),
        (date(2027, 4, 15), date(2027, 4, 20), 1),
        (date(2027, 4, 1), date(2027, 4, 12), 0),
        (date(2027, 4, 1), date(2027, 4, 13), 1),
        (date(2027, 4, 14), date(2027, 4, 14), 1),
    ],
)
def test_avoided(first: date, last: date, found: int) -> None:
    """Nobody is on site on an avoided day; both its ends are inclusive."""
    assert faults(avoid=({"start": first, "end": last},)) == found


@pytest.mark.parametrize(("as_of", "rules"), [(date(2027, 2, 16), []), (date(2027, 2, 17), [("window", None, ())])])
def test_too_early(as_of: date, rules: list[Any]) -> None:
    """A window starts at least 8·7 = 56 days after `as_of`."""
    assert broken(challenge=make_challenge(as_of=as_of)) == rules


def test_minimum_weeks() -> None:
    """13 April is 71 days after 1 February: 10 weeks, not 11; no minimum lets the day itself be."""
    for weeks, count in ((10, 0), (11, 1)):
        lead_time = {"minimum_weeks": weeks}
        assert len(broken(challenge=make_challenge(lead_time=lead_time))) == count
    lead_time = {"minimum_weeks": 0}
    assert broken(challenge=make_challenge(as_of=START, lead_time=lead_time)) == []
    assert len(broken(challenge=make_challenge(as_of=START + timedelta(1), lead_time=lead_time))) == 1


def test_candidates() -> None:
    """A range has every start whose days lie in it; a list each start once, in date order."""
    on_site = {"earliest": date(2027, 4, 12), "latest": date(2027, 4, 16)}
    assert [start.day for start in candidates(make_challenge(on_site=on_site))] == [12, 13, 14]
    listed = {"windows": (date(2027, 4, 20), START, date(2027, 4, 20))}
    assert candidates(make_challenge(on_site=listed)) == (START, date(2027, 4, 20))
    twice = {"days": 1, "earliest": START, "latest": START}
    assert candidates(make_challenge(on_site=twice)) == (START,)
    short = {"earliest": START, "latest": START}
    assert candidates(make_challenge(on_site=short)) == ()


def test_turn_of_the_year() -> None:
    """Monday 1 January 2029 is a bank holiday, Tuesday 2 January is not."""
    for day, found in ((1, 1), (2, 0)):
        start = date(2029, 1, day)
        assert faults(start, windows=(start,), days=1) == found


def test_valid_windows() -> None:
    """From 12 to 20 April three days on site can start on the 12th to the 14th, and not over the weekend."""
    on_site = {"earliest": date(2027, 4, 12), "latest": date(2027, 4, 20)}
    assert [start.day for start in valid_windows(make_challenge(on_site=on_site))] == [12, 13, 14]
