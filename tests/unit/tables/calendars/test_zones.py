"""Time zones: which are known, and what time a clock of one shows in England."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest

from teamforge.tables.calendars.lines import Component, components_of
from teamforge.tables.calendars.recurrence import Allowance
from teamforge.tables.calendars.zones import read_zones
from tests.unit.tables.calendars.files import days, faults

TWENTY_TO_TEN = "DTSTART;TZID={0}:20270412T200000\nDTEND;TZID={0}:20270412T220000".format
APRIL = (datetime(2027, 4, 1, tzinfo=UTC).date(), datetime(2027, 4, 30, tzinfo=UTC).date())

# As Outlook writes it.
EASTERN = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16011104T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010311T020000
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE"""
# As Google writes it, with the offsets of years ago before.
LONDON = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:DAYLIGHT
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:STANDARD
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
DTSTART:19681026T230000
RDATE:19691026T230000
END:STANDARD
END:VTIMEZONE"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("America/New_York", "13Apr-13Apr"),
        ("america/new_york", "13Apr-13Apr"),
        ("Eastern Standard Time", "13Apr-13Apr"),  # Windows; in summer too
        ('"Eastern Standard Time"', "13Apr-13Apr"),
        ("eastern standard time", "13Apr-13Apr"),
        ("Etc/GMT+5", "13Apr-13Apr"),
        ("Europe/London", "12Apr-12Apr"),
        ("GMT Standard Time", "12Apr-12Apr"),
        ("BST", "12Apr-12Apr"),
        ('""', "12Apr-12Apr"),
        ("UTC", "12Apr-12Apr"),
        ("Asia/Tokyo", "12Apr-12Apr"),
    ],
)
def test_the_zones_that_are_known(tmp_path: Path, name: str, expected: str) -> None:
    assert days(tmp_path, TWENTY_TO_TEN(name), dates=APRIL) == [expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("GMT", ["12Apr-13Apr"]), ("UTC", ["12Apr-13Apr"]), ("BST", ["12Apr-12Apr"]), ("GB", ["12Apr-12Apr"])],
)
def test_gmt_is_an_hour_behind_england_in_summer(tmp_path: Path, name: str, expected: list[str]) -> None:
    event = f"DTSTART;TZID={name}:20270412T220000\nDTEND;TZID={name}:20270412T233000"
    assert days(tmp_path, event, dates=APRIL) == expected


@pytest.mark.parametrize(
    "name",
    [
        "(UTC-05:00) Eastern Time (US & Canada)",
        "(UTC+00:00) Dublin, Edinburgh, Lisbon, London",
        "/freeassociation.sourceforge.net/Tzfile/Europe/London",
        "Customized Time Zone",
        "tzone://Microsoft/Custom",
        "England",
        "localtime",
        "posix/Europe/London",
        "../../etc/passwd",
        "Europe/",
        "Mitteleuropäische Zeit",
    ],
)
def test_a_zone_that_is_not_known_is_a_fault_that_names_it(tmp_path: Path, name: str) -> None:
    (fault,) = faults(tmp_path, TWENTY_TO_TEN(f'"{name}"'))
    assert fault.value == name
    assert "001.ics, event 1, which starts on 2027-04-12" in fault.expected
    defined = EASTERN.format(name=name)
    assert days(tmp_path, TWENTY_TO_TEN(f'"{name}"'), dates=APRIL, more=defined) == ["13Apr-13Apr"]


def test_each_unknown_zone_is_told_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, *[TWENTY_TO_TEN("Nowhere")] * 30, TWENTY_TO_TEN("Elsewhere"))) == 2


@pytest.mark.parametrize("name", ["EXDATE", "RDATE", "RECURRENCE-ID", "DTEND"])
def test_wherever_a_zone_is_named_it_must_be_known(tmp_path: Path, name: str) -> None:
    (fault,) = faults(tmp_path, f"DTSTART:20270309T090000\n{name};TZID=Nowhere:20270309T090000")
    assert fault.value == "Nowhere"


@pytest.mark.parametrize("value", [";TZID=Nowhere:20270309T090000Z", ";TZID=Nowhere;VALUE=DATE:20270309"])
def test_a_zone_says_nothing_of_a_day_or_of_a_time_in_utc(tmp_path: Path, value: str) -> None:
    assert days(tmp_path, f"DTSTART{value}") == ["09Mar-09Mar"]


@pytest.mark.parametrize("end", ["", "DTEND;VALUE=DATE:20270414", "DURATION:P1D"])
@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Europe/London"])
def test_a_whole_day_is_that_day_wherever_its_zone_lies(tmp_path: Path, name: str, end: str) -> None:
    """`found.md`, K11."""
    for parameters in (f"TZID={name};VALUE=DATE", f"VALUE=DATE;TZID={name}", f"TZID={name}"):
        event = f"DTSTART;{parameters}:20270413\n{end}"
        assert days(tmp_path, event, dates=APRIL) == ["13Apr-13Apr"]


def test_what_the_file_defines_goes_before_what_is_known(tmp_path: Path) -> None:
    event = TWENTY_TO_TEN("Europe/London")
    assert days(tmp_path, event, dates=APRIL, more=EASTERN.format(name="europe/London")) == ["13Apr-13Apr"]


@pytest.mark.parametrize(
    "broken",
    [
        "BEGIN:VTIMEZONE\nTZID:{name}\nX-LIC-LOCATION:Europe/London\nEND:VTIMEZONE",
        EASTERN.replace("TZOFFSETTO:-0500", "TZOFFSETTO:later"),
        EASTERN.replace("TZOFFSETTO:-0500", "TZOFFSETTO:-2500"),
        EASTERN.replace("DTSTART:1601", "DTSTART:?"),
        EASTERN.replace("16011104T020000", "16011104"),
        EASTERN.replace("16011104T020000", "16011104T020000Z"),
        EASTERN.replace("FREQ=YEARLY", "FREQ=SOMETIMES"),
        EASTERN.replace("TZOFFSETFROM:-0400", ""),
    ],
)
def test_a_zone_that_is_not_defined_in_full_is_not_defined(tmp_path: Path, broken: str) -> None:
    event = TWENTY_TO_TEN("Europe/London")
    assert days(tmp_path, event, dates=APRIL, more=broken.format(name="Europe/London")) == ["12Apr-12Apr"]
    (fault,) = faults(tmp_path, TWENTY_TO_TEN("Nowhere"), more=broken.format(name="Nowhere"))
    assert fault.value == "Nowhere"


def test_a_zone_is_that_of_its_own_calendar_and_else_that_of_another_in_the_file(tmp_path: Path) -> None:
    from tests.unit.tables.calendars.files import calendar, days_of

    path = calendar(tmp_path / "1.ics", TWENTY_TO_TEN("Z"), more=EASTERN.format(name="Z"))
    more = calendar(
        tmp_path / "2.ics", "UID:2\n" + TWENTY_TO_TEN("Z").replace("0412", "0420"), more=LONDON.format(name="Z")
    )
    none = calendar(tmp_path / "3.ics", "UID:3\n" + TWENTY_TO_TEN("Z").replace("0412", "0427"))
    path.write_bytes(path.read_bytes() + more.read_bytes() + none.read_bytes())
    assert days_of(path, APRIL) == ["13Apr-13Apr", "20Apr-20Apr", "28Apr-28Apr"]


def vtimezone(name: str, first: int, last: int) -> str:
    """The changes of a zone in some years, each an observance of its own, from the offset that it has before them."""
    zone = ZoneInfo(name)
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    lines = [f"BEGIN:VTIMEZONE\nTZID:{name}", observance(moment + offset, offset, offset)]
    while moment < end:
        moment += timedelta(minutes=30)
        changed = moment.astimezone(zone).utcoffset() or timedelta()
        if changed != offset:
            lines.append(observance(moment + offset, offset, changed))
            offset = changed
    return "\n".join([*lines, "END:VTIMEZONE"])


def observance(wall: datetime, before: timedelta, after: timedelta) -> str:
    name = "DAYLIGHT" if after > before else "STANDARD"
    offsets = f"TZOFFSETFROM:{written(before)}\nTZOFFSETTO:{written(after)}"
    return f"BEGIN:{name}\nDTSTART:{wall:%Y%m%dT%H%M%S}\n{offsets}\nEND:{name}"


def written(offset: timedelta) -> str:
    minutes, seconds = divmod(abs(int(offset.total_seconds())), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{seconds:02}" if seconds else "")


def parts(text: str) -> Component:
    (read,) = components_of(f"BEGIN:VCALENDAR\n{text}\nEND:VCALENDAR\n".encode())
    return read


@pytest.mark.parametrize("name", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Caracas"])
def test_a_defined_zone_is_read_as_the_library_of_python_reads_it(name: str) -> None:
    """Also where a clock leaps over a time, or shows it twice."""
    zone = read_zones(parts(vtimezone(name, 2026, 2028)))[name.casefold()]
    chance = random.Random(name)
    start = datetime(2026, 1, 2)  # noqa: DTZ001 -- what a clock of the zone shows
    for minutes in {*range(0, 1_051_200, 997), *(chance.randrange(1_051_200) for _ in range(500))}:
        wall = start + timedelta(minutes=minutes)
        expected = wall.replace(tzinfo=ZoneInfo(name)).astimezone(UTC).replace(tzinfo=None)
        assert zone.utc(wall, Allowance()) == expected, wall


@pytest.mark.parametrize(("text", "name"), [(EASTERN, "America/New_York"), (LONDON, "Europe/London")])
def test_a_zone_defined_by_rules_is_read_as_python_reads_it(text: str, name: str) -> None:
    zone = read_zones(parts(text.format(name="Z")))["z"]
    start = datetime(2007, 6, 1)  # noqa: DTZ001 -- what a clock of the zone shows
    for hours in range(0, 200_000, 7):
        wall = start + timedelta(hours=hours, minutes=hours % 60)
        expected = wall.replace(tzinfo=ZoneInfo(name)).astimezone(UTC).replace(tzinfo=None)
        assert zone.utc(wall, Allowance()) == expected, wall


def test_every_zone_of_iana_is_known(tmp_path: Path) -> None:
    names = sorted(available_timezones() - {"localtime", "Factory"})
    assert len(names) > 400
    assert faults(tmp_path, *(f"DTSTART;TZID={name}:20270412T120000" for name in names)) == []
