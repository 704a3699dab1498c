"""Rules of repetition, held against `dateutil.rrule`, and how much work they may make."""

from __future__ import annotations

import re
import time as clock
from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from teamforge.tables.calendars.lines import Unreadable
from teamforge.tables.calendars.recurrence import Allowance, RecurrenceRule
from teamforge.tables.calendars.rules import read_rule

YEAR = timedelta(days=366)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def listed(low: int, high: int, *, signed: bool = False) -> st.SearchStrategy[str]:
    numbers = st.integers(low, high)
    if signed:
        numbers = numbers | numbers.map(lambda number: -number)
    return st.lists(numbers, min_size=1, max_size=3, unique=True).map(lambda found: ",".join(map(str, found)))


PARTS: dict[str, dict[str, st.SearchStrategy[str]]] = {
    "DAILY": {"BYMONTH": listed(1, 12), "BYMONTHDAY": listed(1, 31, signed=True)},
    "WEEKLY": {"BYMONTH": listed(1, 12)},
    "MONTHLY": {"BYMONTH": listed(1, 12), "BYMONTHDAY": listed(1, 31, signed=True)},
    "YEARLY": {
        "BYMONTH": listed(1, 12),
        "BYMONTHDAY": listed(1, 31, signed=True),
        "BYYEARDAY": listed(1, 366, signed=True),
        "BYWEEKNO": listed(1, 53, signed=True),
    },
}


@st.composite
def rules(draw: st.DrawFn) -> tuple[datetime, str]:
    """A start and a rule that both can read in one way."""
    start = draw(st.datetimes(datetime(2020, 1, 1), datetime(2027, 12, 31))).replace(microsecond=0)  # noqa: DTZ001
    frequency = draw(st.sampled_from(sorted(PARTS)))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    for name, values in PARTS[frequency].items():
        if draw(st.integers(0, 2)) == 0:
            parts.append(f"{name}={draw(values)}")
    weeks = any(part.startswith("BYWEEKNO") for part in parts)
    # dateutil takes every day of a week where only its number is given; RFC 5545 takes the day of the start.
    if weeks or draw(st.booleans()):
        weekday = st.sampled_from(DAYS)
        # Where some days of BYDAY have a number and some have none, dateutil wants both to hold; either is enough.
        if frequency in {"MONTHLY", "YEARLY"} and not weeks and draw(st.booleans()):
            weekday = st.tuples(st.sampled_from(["1", "2", "-1", "+3", "5"]), weekday).map("".join)
        parts.append("BYDAY=" + ",".join(draw(st.lists(weekday, min_size=1, max_size=3, unique=True))))
    if draw(st.integers(0, 3)) == 0:
        parts.append(f"BYHOUR={draw(listed(0, 23))}")
    if draw(st.integers(0, 3)) == 0:
        parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    # The first week of a series is whole for RFC 5545; dateutil counts positions in it from the start on.
    if frequency != "WEEKLY" and len(parts) > 2 and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYSETPOS={draw(listed(1, 4, signed=True))}")
    if draw(st.booleans()):
        parts.append(
            draw(st.sampled_from(["COUNT=3", "COUNT=40", f"UNTIL={start + 400 * timedelta(days=1):%Y%m%dT%H%M%SZ}"]))
        )
    return start, ";".join(parts)


def theirs(start: datetime, rule: str, low: datetime, high: datetime) -> list[datetime]:
    found = []
    for moment in rrulestr(rule.replace("Z", ""), dtstart=start):
        if moment > high or moment.year > high.year:
            break
        if moment >= low:
            found.append(moment)
    return found


@given(rules(), st.integers(0, 900), st.integers(0, 900))
def test_a_rule_names_the_times_that_dateutil_finds(case: tuple[datetime, str], later: int, length: int) -> None:
    start, text = case
    rule = read_rule(text, start, whole_days=False)
    low = start + timedelta(days=later)
    high = low + timedelta(days=length)
    # dateutil looks on until the year 9999 where a rule has no more times: so it is asked only where there are some.
    endless = read_rule(re.sub(";(COUNT|UNTIL)=[^;]*", "", text), start, whole_days=False)
    assume(any(endless.between(high + YEAR, high + 30 * YEAR, Allowance(), lambda each: each)))
    ours = list(rule.between(low, high, Allowance(), lambda each: each))
    assert ours == sorted(set(ours))
    assert ours == theirs(start, text, low, high), text
    before = theirs(start, text, start, high)
    assert rule.latest(high, Allowance(), lambda each: each) == (before[-1] if before else None)


def test_a_rule_that_is_never_met_is_no_endless_work() -> None:
    """`dateutil` looks for 30 February until the year 9999."""
    start = datetime(2027, 1, 1)  # noqa: DTZ001
    began = clock.process_time()
    for text in (
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO",
        "FREQ=MONTHLY;BYSETPOS=99",
    ):
        rule = read_rule(text, start, whole_days=False)
        assert list(rule.between(start, start + 100 * YEAR, Allowance(), lambda each: each)) == []
        assert rule.latest(start + 100 * YEAR, Allowance(), lambda each: each) is None
    assert clock.process_time() - began < 30


def test_work_is_counted() -> None:
    start = datetime(2027, 1, 1)  # noqa: DTZ001
    rule = RecurrenceRule(start, "DAILY", count=10_000, months=(2,), month_days=(30,))
    with pytest.raises(Unreadable, match="fewer events"):
        list(rule.between(start, start + 200 * YEAR, Allowance(1000), lambda each: each))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "FREQ",
            "FREQ=",
            "INTERVAL=2",
            "FREQ=SOMETIMES",
            "FREQ=DAILY;FREQ=DAILY",
            "FREQ=DAILY;X=1",
            "FREQ=DAILY;COUNT",
        ),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=a", "FREQ=DAILY;COUNT=0"),
        *("FREQ=DAILY;COUNT=2;UNTIL=20270413", "FREQ=DAILY;UNTIL=", "FREQ=DAILY;UNTIL=soon", "FREQ=DAILY;BYDAY=XX"),
        *(
            "FREQ=DAILY;BYDAY=1MO",
            "FREQ=WEEKLY;BYDAY=1MO",
            "FREQ=YEARLY;BYWEEKNO=2;BYDAY=1MO",
            "FREQ=MONTHLY;BYDAY=0MO",
        ),
        *("FREQ=MONTHLY;BYDAY=54MO", "FREQ=MONTHLY;BYDAY=", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32"),
        *("FREQ=MONTHLY;BYYEARDAY=3", "FREQ=WEEKLY;BYMONTHDAY=3", "FREQ=DAILY;BYWEEKNO=3", "FREQ=YEARLY;BYMONTH=13"),
        *("FREQ=YEARLY;BYMONTH=1,", "FREQ=YEARLY;BYHOUR=24", "FREQ=DAILY;BYEASTER=0", "RSCALE=GREGORIAN;FREQ=DAILY"),
        *("FREQ=DAILY;WKST=8", "FREQ=DAILY;BYMONTH=١", "FREQ=DAILY;INTERVAL=99999999999999999999"),
        *(
            "FREQ=SECONDLY",
            "FREQ=MINUTELY",
            "FREQ=HOURLY",
            "FREQ=DAILY;COUNT=10001",
            "FREQ=DAILY;COUNT=99999999999999999",
        ),
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=" + ",".join(map(str, range(60))),
        "FREQ=DAILY;BYHOUR=" + ",".join("1" * 101),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_rule(text, datetime(2027, 1, 1), whole_days=False)  # noqa: DTZ001


def between(text: str, start: datetime, days: int) -> list[str]:
    rule = read_rule(text, start, whole_days=False)
    return [
        f"{moment:%d%b}" for moment in rule.between(start, start + timedelta(days=days), Allowance(), lambda each: each)
    ]


def test_where_dateutil_reads_otherwise() -> None:
    """RFC 5545 fills in the day of the week from the start, counts positions in whole weeks, and BYDAY is a list."""
    wednesday = datetime(2027, 3, 3, 9)  # noqa: DTZ001
    assert between("FREQ=YEARLY;BYWEEKNO=10", wednesday, 365) == ["10Mar"]
    assert between("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", wednesday, 15) == ["08Mar", "15Mar"]
    assert between("FREQ=YEARLY;BYMONTHDAY=3,4;BYDAY=WE,1TH", wednesday, 99) == ["03Mar"]


def test_a_rule_may_have_blanks_signs_and_any_case() -> None:
    start = datetime(2027, 3, 3, 9)  # noqa: DTZ001
    assert between("freq=monthly;Count=2;byday=+1we;", start, 99) == ["03Mar", "07Apr"]
