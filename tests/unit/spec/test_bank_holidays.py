"""The bank holidays that are written down against the package they come from."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

from holidays import country_holidays

from teamforge.spec.bank_holidays import YEARS, bank_holidays


def test_they_are_englands() -> None:
    """Easter, the spring and summer bank holidays, Christmas on a Saturday with its two days in lieu."""
    expected = ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]
    found = sorted(bank_holidays(date(2027, 1, 1), date(2027, 12, 31)))
    weekdays = [day for day in found if day.weekday() < 5]
    assert [day.strftime("%m-%d") for day in weekdays] == expected
    assert date(2027, 3, 17) not in found, "Northern Ireland's"
    assert date(2027, 1, 4) not in found, "Scotland's"


def test_they_are_those_of_the_range_and_no_more() -> None:
    first = date(2027, 3, 26)
    assert bank_holidays(first, first) == {first}
    assert bank_holidays(first + timedelta(1), first + timedelta(2)) == frozenset()
    assert date(2028, 1, 3) in bank_holidays(date(2027, 12, 31), date(2028, 1, 31))


def test_every_year_written_down_is_as_the_package_has_it() -> None:
    """Whoever moves the pin of `holidays` sees here what changed."""
    known = country_holidays("GB", subdiv="ENG", years=YEARS)
    assert bank_holidays(date(min(YEARS), 1, 1), date(max(YEARS), 12, 31)) == set(known)


def test_other_years_are_asked_of_the_package() -> None:
    """Also where a range begins within the years written down."""
    before, after = min(YEARS) - 1, max(YEARS) + 1
    assert bank_holidays(date(before, 12, 25), date(before, 12, 31)) == {date(before, 12, 25), date(before, 12, 26)}
    assert date(after, 1, 1) <= min(day for day in bank_holidays(date(after - 1, 12, 29), date(after, 12, 31)))
    code = "import sys; from datetime import date; from teamforge.spec.bank_holidays import bank_holidays\n"
    asked = f"bank_holidays(date({max(YEARS)}, 1, 1), date({max(YEARS)}, 12, 31)); print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code + asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
