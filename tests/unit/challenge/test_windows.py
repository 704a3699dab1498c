"""Windows: which starts are candidates, which are valid, and why the others are refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from teamforge.challenge.windows import Windows, find_windows
from teamforge.spec.dates import to_date
from tests.world import World


def windows(days: int = 3, avoid: tuple[Any, ...] = (), lead: dict[str, int] | None = None, **dates: Any) -> Windows:
    """Return the windows of a challenge decided on Monday 11 January 2027."""
    on_site = {"days": days, "avoid": avoid, **dates}
    return find_windows(World(on_site=on_site, **({} if lead is None else {"lead_time": lead})).challenge)


def starts(found: Windows) -> list[str]:
    """Return the valid starts."""
    return [str(to_date(start)) for start in found.starts.tolist()]


def reasons(found: Windows) -> dict[str, str]:
    """Return why which start is refused."""
    return {str(to_date(start)): reason for start, reason in found.refused.items()}


def test_from_earliest_to_latest() -> None:
    """Every start whose days all lie within; Monday 12 to Friday 16 April leave Monday to Wednesday."""
    found = windows(earliest="2027-04-12", latest="2027-04-16")
    assert starts(found) == ["2027-04-12", "2027-04-13", "2027-04-14"]
    assert [str(to_date(end)) for end in found.ends.tolist()] == ["2027-04-14", "2027-04-15", "2027-04-16"]
    assert starts(windows(earliest="2027-04-12", latest="2027-04-13")) == []
    assert starts(windows(earliest="2027-04-12", latest="2027-04-14")) == ["2027-04-12"]


def test_listed_once_and_in_order() -> None:
    """Duplicates and the order of the list mean nothing."""
    found = windows(windows=["2027-04-20", "2027-04-13", "2027-04-20"])
    assert starts(found) == ["2027-04-13", "2027-04-20"]
    assert len(found) == 2


@pytest.mark.parametrize(("days", "latest"), [(1, 16), (2, 15), (3, 14), (4, 13), (5, 12)])
def test_no_window_runs_into_a_weekend(days: int, latest: int) -> None:
    """A window of five days starts on Mondays alone; Saturday and Sunday are no starts."""
    found = windows(days, earliest="2027-04-10", latest="2027-04-25")
    first_week = [start for start in starts(found) if start < "2027-04-19"]
    assert first_week == [f"2027-04-{day}" for day in range(12, latest + 1)]
    assert {"runs into a weekend"} == set(found.refused.values())
    assert len(found) + len(found.refused) == 17 - days


def test_bank_holidays() -> None:
    """Good Friday and Easter Monday 2027 are 26 and 29 March, the early May one the 3rd."""
    found = windows(earliest="2027-03-22", latest="2027-04-01")
    assert starts(found) == ["2027-03-22", "2027-03-23", "2027-03-30"]
    assert reasons(found)["2027-03-24"] == "meets a bank holiday"
    assert reasons(found)["2027-03-29"] == "meets a bank holiday"
    assert found.holidays == (date(2027, 3, 26), date(2027, 3, 29))
    assert starts(windows(1, windows=["2027-05-03", "2027-05-04"])) == ["2027-05-04"]


def test_holidays_to_the_last_candidate_day() -> None:
    """A holiday on the last day of the last candidate is seen: Friday 26 March ends the window of the 24th."""
    found = windows(windows=["2027-03-24"])
    assert (starts(found), found.holidays) == ([], (date(2027, 3, 26),))
    assert windows(windows=["2027-03-23"]).holidays == ()


def test_avoided() -> None:
    """Days and ranges, both ends included, whichever day of the window they meet."""
    for avoid, expected in (
        ("2027-04-11", True),
        ("2027-04-12", False),
        ("2027-04-13", False),
        ("2027-04-14", False),
        ("2027-04-15", True),
        ({"start": "2027-04-01", "end": "2027-04-11"}, True),
        ({"start": "2027-04-01", "end": "2027-04-12"}, False),
        ({"start": "2027-04-14", "end": "2027-04-30"}, False),
        ({"start": "2027-04-15", "end": "2027-04-30"}, True),
        ({"start": "2027-04-01", "end": "2027-04-30"}, False),
    ):
        found = windows(windows=["2027-04-12"], avoid=(avoid,))
        assert expected == (starts(found) == ["2027-04-12"])
        assert expected or reasons(found) == {"2027-04-12": "meets a date to avoid"}


def test_lead_time() -> None:
    """Eight weeks after Monday 11 January is Monday 8 March, twelve Monday 5 April."""
    found = windows(1, earliest="2027-03-05", latest="2027-03-09")
    assert starts(found) == ["2027-03-08", "2027-03-09"]
    assert reasons(found)["2027-03-05"] == "is less than 8 weeks after 2027-01-11"
    found = windows(1, earliest="2027-04-02", latest="2027-04-06")
    assert dict(zip(starts(found), found.advised.tolist(), strict=True)) == {
        "2027-04-02": False,
        "2027-04-05": True,
        "2027-04-06": True,
    }
    assert starts(windows(1, windows=["2027-01-11"], lead={"minimum_weeks": 0, "advised_weeks": 0})) == ["2027-01-11"]


def test_the_programme_year_of_each_window() -> None:
    """It is that of the start: from 1 April."""
    found = windows(1, windows=["2027-03-31", "2027-04-01"])
    assert found.programme_years.tolist() == [2026, 2027]


def test_none_at_all() -> None:
    """No candidate is no fault."""
    found = windows(5, earliest="2027-04-12", latest="2027-04-13")
    assert (len(found), found.refused, found.holidays) == (0, {}, ())
