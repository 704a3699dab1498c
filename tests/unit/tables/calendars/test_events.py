"""Which events count, which version of an event is the newest, and which occurrences are replaced or excluded."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from tests.unit.tables.calendars.files import MARCH, SPRING, days, faults

LONDON = "DTSTART;TZID=Europe/London:{0}T090000\nDTEND;TZID=Europe/London:{0}T100000".format
WEEKLY = LONDON("20270301") + "\nRRULE:FREQ=WEEKLY;BYDAY=MO"
MONDAYS = ["01Mar", "08Mar", "15Mar", "22Mar", "29Mar"]


def singles(*names: str) -> list[str]:
    return [f"{name}-{name}" for name in names]


@pytest.mark.parametrize(
    ("state", "busy"),
    [
        ("", True),
        ("TRANSP:OPAQUE", True),
        ("TRANSP:", True),
        ("TRANSP:TRANSPARENT", False),
        ("transp:transparent", False),
        ("STATUS:CANCELLED", False),
        ("STATUS:TENTATIVE", True),
        ("STATUS:CONFIRMED", True),
        ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY", True),
        ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:oof", True),
        ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", False),
        ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", False),
        ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", False),
        ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-INTENDEDSTATUS:BUSY", False),
        ("TRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", True),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", True),
        ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\nSTATUS:CANCELLED", False),
        ("TRANSP:TRANSPARENT\nTRANSP:OPAQUE", True),
        ("STATUS:CANCELLED\nSTATUS:CONFIRMED", True),
    ],
)
def test_whether_an_event_is_busy(tmp_path: Path, state: str, *, busy: bool) -> None:
    assert days(tmp_path, f"DTSTART;VALUE=DATE:20270309\n{state}") == (["09Mar-09Mar"] if busy else [])


def test_what_does_not_count_is_not_read(tmp_path: Path) -> None:
    assert (
        days(tmp_path, "DTSTART:?\nSTATUS:CANCELLED", "DTSTART;TZID=Nowhere:20270309T090000\nTRANSP:TRANSPARENT") == []
    )


def test_events_with_one_uid_all_count(tmp_path: Path) -> None:
    """`found.md`, K3: some programs give one UID to all events."""
    events = [f"UID:leave\nDTSTART;VALUE=DATE:202703{day}" for day in (12, 14)]
    assert days(tmp_path, *events) == singles("12Mar", "14Mar")
    series = [f"UID:s\nDTSTART:202703{day}\nRRULE:FREQ=WEEKLY;COUNT=2" for day in ("01", "03")]
    assert days(tmp_path, *series) == singles("01Mar", "03Mar", "08Mar", "10Mar")
    stamped = [f"{event}\nLAST-MODIFIED:2027010{day}T000000Z" for day, event in enumerate(events, 1)]
    assert days(tmp_path, *stamped) == singles("12Mar", "14Mar")


@pytest.mark.parametrize(
    ("sequences", "left"),
    [
        (("", ""), "12 14"),
        (("SEQUENCE:0", ""), "12 14"),
        (("SEQUENCE:1", "SEQUENCE:1"), "12 14"),
        (("SEQUENCE:1", ""), "12"),
        (("SEQUENCE:1", "SEQUENCE:2"), "14"),
        (("SEQUENCE:10", "SEQUENCE:9"), "12"),
        (("SEQUENCE:1", "SEQUENCE:first"), "12 14"),
        (("SEQUENCE:", "SEQUENCE:-1"), "12 14"),
        (("SEQUENCE:1", "SEQUENCE:99999999999999999999"), "12 14"),
    ],
)
def test_an_older_version_of_an_event_is_dropped(tmp_path: Path, sequences: tuple[str, str], left: str) -> None:
    events = [f"UID:a\nDTSTART:202703{day}\n{line}" for day, line in zip((12, 14), sequences, strict=True)]
    for order in permutations(events):
        assert days(tmp_path, *order) == singles(*(f"{day}Mar" for day in left.split()))


def test_versions_are_of_one_uid_and_one_occurrence(tmp_path: Path) -> None:
    other = ["UID:a\nDTSTART:20270312", "UID:b\nDTSTART:20270314\nSEQUENCE:9"]
    assert days(tmp_path, *other) == singles("12Mar", "14Mar")
    none = ["UID:\nDTSTART:20270312", "UID:\nDTSTART:20270314\nSEQUENCE:9"]
    assert days(tmp_path, *none) == singles("12Mar", "14Mar")
    moved = "UID:w\nRECURRENCE-ID;TZID=Europe/London:20270308T090000\n"
    in_utc = "UID:w\nRECURRENCE-ID:20270308T090000Z\n"
    assert days(
        tmp_path,
        f"UID:w\nSEQUENCE:5\n{WEEKLY}",
        moved + LONDON("20270309"),
        in_utc + LONDON("20270310") + "\nSEQUENCE:1",
        moved.replace("0308T", "0315T") + LONDON("20270316"),
    ) == singles("01Mar", "10Mar", "16Mar", "22Mar", "29Mar")


def test_a_version_that_is_cancelled_drops_the_older(tmp_path: Path) -> None:
    assert days(tmp_path, "UID:a\nDTSTART:20270312", "UID:a\nDTSTART:20270312\nSTATUS:CANCELLED\nSEQUENCE:1") == []


def test_an_old_version_is_not_read(tmp_path: Path) -> None:
    assert days(tmp_path, "UID:a\nDTSTART:?", "UID:a\nDTSTART:20270312\nSEQUENCE:1") == ["12Mar-12Mar"]


def test_occurrences_are_moved_cancelled_and_excluded(tmp_path: Path) -> None:
    """Every other Monday, but not the 15th, and the 29th moved to the 30th."""
    series = f"UID:w\n{WEEKLY}\nEXDATE;TZID=Europe/London:20270315T090000"
    of = "UID:w\nRECURRENCE-ID;TZID=Europe/London:202703{}T090000\n".format
    moved = of("29") + LONDON("20270330")
    gone = of("08") + "STATUS:CANCELLED"
    free = of("22") + "TRANSP:TRANSPARENT\n" + LONDON("20270322")
    for order in permutations([series, moved, gone, free]):
        assert days(tmp_path, *order) == singles("01Mar", "30Mar")


def test_an_occurrence_moved_into_the_dates_counts_and_one_moved_out_does_not(tmp_path: Path) -> None:
    into = "UID:w\nRECURRENCE-ID;TZID=Europe/London:20270503T090000\n" + LONDON("20270331")
    out = "UID:w\nRECURRENCE-ID;TZID=Europe/London:20270322T090000\n" + LONDON("20270405")
    assert days(tmp_path, f"UID:w\n{WEEKLY}", into, out) == singles("01Mar", "08Mar", "15Mar", "29Mar", "31Mar")


def test_a_moved_occurrence_is_busy_even_if_it_is_excluded(tmp_path: Path) -> None:
    series = f"UID:w\n{WEEKLY}\nEXDATE;TZID=Europe/London:20270329T090000"
    moved = "UID:w\nRECURRENCE-ID;TZID=Europe/London:20270329T090000\n" + LONDON("20270330")
    assert days(tmp_path, series, moved) == singles("01Mar", "08Mar", "15Mar", "22Mar", "30Mar")


def test_an_occurrence_without_its_series_is_busy(tmp_path: Path) -> None:
    moved = "UID:w\nRECURRENCE-ID;TZID=Europe/London:20270329T090000\n" + LONDON("20270330")
    assert days(tmp_path, moved) == ["30Mar-30Mar"]
    assert days(tmp_path, moved.replace("UID:w", "UID:")) == ["30Mar-30Mar"]
    assert days(tmp_path, f"UID:w\n{WEEKLY}", moved.replace("29T090000", "29T093000"))[-2:] == singles("29Mar", "30Mar")


def test_a_cancelled_series_keeps_the_occurrence_that_was_confirmed(tmp_path: Path) -> None:
    moved = "UID:w\nRECURRENCE-ID;TZID=Europe/London:20270329T090000\n" + LONDON("20270330")
    assert days(tmp_path, f"UID:w\nSTATUS:CANCELLED\n{WEEKLY}", moved) == ["30Mar-30Mar"]


@pytest.mark.parametrize(
    "named",
    [
        ";TZID=Europe/London:20270329T090000",
        ":20270329T080000Z",
        ":20270329T090000",
        ";TZID=Europe/Berlin:20270329T100000",
        ";VALUE=DATE:20270329",
        ":20270329",
        ";TZID=Nowhere;VALUE=DATE:20270329",
        ";TZID=Europe/London:20270322T100000,20270329T090000",
    ],
)
def test_every_way_to_name_an_occurrence_of_a_timed_series(tmp_path: Path, named: str) -> None:
    """After 28 March England is an hour ahead of UTC."""
    rest = singles(*MONDAYS[:4])
    assert days(tmp_path, f"{WEEKLY}\nEXDATE{named}") == rest
    if "," not in named:
        gone = f"UID:w\nSTATUS:CANCELLED\nRECURRENCE-ID{named}"
        assert days(tmp_path, f"UID:w\n{WEEKLY}", gone) == rest
        assert days(tmp_path, f"UID:w\n{WEEKLY}", f"UID:w\nRECURRENCE-ID{named}\nDTSTART:20270330") == [
            *rest,
            "30Mar-30Mar",
        ]


@pytest.mark.parametrize(
    "named",
    [
        ";VALUE=DATE:20270329",
        ":20270329",
        ";TZID=Europe/London:20270329T000000",
        ";TZID=Europe/Berlin:20270329T000000",
        ";TZID=Asia/Tokyo:20270329T000000",
        ":20270329T000000",
        ":20270328T230000Z",
        ";TZID=Europe/Berlin;VALUE=DATE:20270329",
    ],
)
def test_every_way_to_name_an_occurrence_of_a_series_of_whole_days(tmp_path: Path, named: str) -> None:
    weekly = "DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=WEEKLY"
    assert days(tmp_path, f"{weekly}\nEXDATE{named}") == singles(*MONDAYS[:4])
    gone = f"UID:w\nSTATUS:CANCELLED\nRECURRENCE-ID{named}"
    assert days(tmp_path, f"UID:w\n{weekly}", gone) == singles(*MONDAYS[:4])


def test_blank_lists_exclude_and_add_nothing(tmp_path: Path) -> None:
    assert days(tmp_path, f"{WEEKLY}\nEXDATE:\nRDATE:\nEXDATE;TZID=Europe/London:20270308T090000") == singles(
        "01Mar", "15Mar", "22Mar", "29Mar"
    )


def test_an_exclusion_may_name_the_first_occurrence_and_one_that_is_not_there(tmp_path: Path) -> None:
    assert days(tmp_path, f"{WEEKLY}\nEXDATE:20270301T090000,20270302T090000") == singles(*MONDAYS[1:])


def test_single_dates_besides(tmp_path: Path) -> None:
    event = f"{LONDON('20270301')}\nRDATE:20270303T090000,20270329T233000Z\nRDATE;VALUE=DATE:20270310"
    assert days(tmp_path, event) == ["01Mar-01Mar", "03Mar-03Mar", "10Mar-10Mar", "30Mar-30Mar"]
    periods = "RDATE;VALUE=PERIOD:20270303T220000Z/20270304T030000Z,20270310T090000Z/P2DT1H"
    assert days(tmp_path, f"{LONDON('20270301')}\n{periods}") == ["01Mar-01Mar", "03Mar-04Mar", "10Mar-12Mar"]
    whole = (
        "DTSTART:20270301\nDTEND:20270303\nRDATE;VALUE=DATE:20270308,20270315\nRDATE;TZID=Asia/Tokyo:20270322T000000"
    )
    assert days(tmp_path, f"{whole}\nEXDATE:20270315") == ["01Mar-02Mar", "08Mar-09Mar", "22Mar-23Mar"]


def test_rules_of_exclusion_are_followed(tmp_path: Path) -> None:
    """EXRULE is of the older RFC 2445: without it, who is free would be busy."""
    assert days(tmp_path, f"{WEEKLY}\nEXRULE:FREQ=WEEKLY;INTERVAL=2") == singles("08Mar", "22Mar")


@pytest.mark.parametrize(
    ("until", "left"),
    [
        ("UNTIL=20270329", 5),  # a day: all of it (K4)
        ("UNTIL=20270329T000000", 5),  # a time without a zone: all of its day
        ("UNTIL=20270329T085900", 5),
        ("UNTIL=20270329T080000Z", 5),  # 09:00 in England's summer
        ("UNTIL=20270329T075959Z", 4),
        ("UNTIL=20270328", 4),
        ("UNTIL=20270328T235959", 4),
        ("until=20270329", 5),
        ("COUNT=4", 4),
    ],
)
@pytest.mark.parametrize("start", [";TZID=Europe/London:20270301T090000", ":20270301T090000"])
def test_the_last_occurrence_of_a_timed_series(tmp_path: Path, start: str, until: str, left: int) -> None:
    """`found.md`, K4: who writes a last day means it to be included."""
    event = f"DTSTART{start}\nRRULE:FREQ=WEEKLY;{until}"
    assert days(tmp_path, event) == singles(*MONDAYS[:left])


@pytest.mark.parametrize(
    ("until", "left"),
    [
        ("UNTIL=20270329T090000Z", 5),
        ("UNTIL=20270329T085959Z", 4),
        ("UNTIL=20270329", 5),
        ("UNTIL=20270329T000000", 5),
    ],
)
def test_the_last_occurrence_of_a_series_in_utc(tmp_path: Path, until: str, left: int) -> None:
    assert days(tmp_path, f"DTSTART:20270301T090000Z\nRRULE:FREQ=WEEKLY;{until}") == singles(*MONDAYS[:left])


@pytest.mark.parametrize(
    ("until", "left"),
    [
        ("UNTIL=20270329", 5),
        ("UNTIL=20270329T000000", 5),
        ("UNTIL=20270328T230000Z", 5),  # midnight of the 29th in England
        ("UNTIL=20270328T225959Z", 4),
        ("UNTIL=20270328", 4),
    ],
)
def test_the_last_day_of_a_series_of_whole_days(tmp_path: Path, until: str, left: int) -> None:
    event = f"DTSTART;TZID=America/New_York;VALUE=DATE:20270301\nRRULE:FREQ=WEEKLY;{until}"
    assert days(tmp_path, event) == singles(*MONDAYS[:left])


def test_the_last_day_is_one_of_the_zone_of_the_event(tmp_path: Path) -> None:
    """20:00 of the 29th in New York is the 30th in England, and still of the 29th."""
    event = "DTSTART;TZID=America/New_York:20270301T200000\nRRULE:FREQ=WEEKLY;UNTIL=20270329"
    assert days(tmp_path, event) == singles("02Mar", "09Mar", "16Mar", "23Mar", "30Mar")


def test_this_and_all_later_occurrences_may_be_moved(tmp_path: Path) -> None:
    series = f"UID:w\n{WEEKLY}"
    of = "UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:{}T090000\n".format
    longer = of("20270315") + "DTSTART;TZID=Europe/London:20270316T220000\nDTEND;TZID=Europe/London:20270317T020000"
    assert days(tmp_path, series, longer) == [*singles("01Mar", "08Mar"), "16Mar-17Mar", "23Mar-24Mar", "30Mar-31Mar"]
    back = of("20270329") + LONDON("20270329")
    moved = "UID:w\nRECURRENCE-ID;TZID=Europe/London:20270322T090000\n" + LONDON("20270326")
    assert days(tmp_path, series, longer, back, moved) == [
        *singles("01Mar", "08Mar"),
        "16Mar-17Mar",
        *singles("26Mar", "29Mar"),
    ]
    ended = of("20270315") + "STATUS:CANCELLED"
    assert days(tmp_path, series, ended) == singles("01Mar", "08Mar")
    assert days(tmp_path, f"{series}\nSTATUS:CANCELLED", back, dates=SPRING)[:2] == singles("29Mar", "05Apr")
    whole = "UID:d\nDTSTART:20270301\nRRULE:FREQ=WEEKLY"
    later = "UID:d\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270315\nDTSTART:20270318\nDTEND:20270320"
    assert days(tmp_path, whole, later, dates=MARCH) == [*singles("01Mar", "08Mar"), "18Mar-19Mar", "25Mar-26Mar"]


def test_occurrences_moved_far_are_found(tmp_path: Path) -> None:
    of = "UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20270308T090000\n"
    assert days(tmp_path, f"UID:w\n{WEEKLY};COUNT=3", of + LONDON("20270508"), dates=SPRING) == singles(
        "01Mar", "08May", "15May"
    )
    assert days(
        tmp_path,
        f"UID:w\n{WEEKLY.replace('202703', '202801')}",
        of.replace("20270308", "20280110") + LONDON("20270310"),
    )


def test_a_long_event_that_began_before_is_found(tmp_path: Path) -> None:
    event = "DTSTART:20250101\nDTEND:20250301\nRRULE:FREQ=YEARLY;BYMONTH=2"
    assert days(tmp_path, event) == ["01Feb-31Mar"]


def test_the_start_counts_where_the_rule_does_not_name_it(tmp_path: Path) -> None:
    """RFC 5545 does not say what it is then; who writes it there means it."""
    assert days(tmp_path, "DTSTART:20270303\nRRULE:FREQ=WEEKLY;BYDAY=MO") == singles(
        "03Mar", "08Mar", "15Mar", "22Mar", "29Mar"
    )


def test_a_series_with_a_fault_is_named_once(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, f"{WEEKLY};COUNT=3;UNTIL=20270401")
    assert fault.expected.endswith("event 1, which starts on 2027-03-01")
