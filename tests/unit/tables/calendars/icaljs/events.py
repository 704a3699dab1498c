"""The cases of `cases.json`: the events of each, and why we read some of them otherwise than ical.js."""

from __future__ import annotations

LONDON = "DTSTART;TZID=Europe/London:{0}T090000\nDTEND;TZID=Europe/London:{0}T100000".format
WEEKLY = LONDON("20270301") + "\nRRULE:FREQ=WEEKLY"
OF = "UID:s\nRECURRENCE-ID;TZID=Europe/London:{}T090000\n".format

ALIKE: dict[str, list[str]] = {
    "two events with one UID": [f"UID:leave\nDTSTART;VALUE=DATE:202704{day}" for day in (12, 14)],
    "two series with one UID": [f"UID:s\nDTSTART;VALUE=DATE:2027030{day}\nRRULE:FREQ=WEEKLY;COUNT=3" for day in (1, 3)],
    "a series until a moment": [f"{WEEKLY};UNTIL=20270412T080000Z"],
    "a series of whole days until a day": ["DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=WEEKLY;UNTIL=20270412"],
    "an occurrence excluded by its time": [f"{WEEKLY}\nEXDATE;TZID=Europe/London:20270412T090000"],
    "an occurrence excluded in UTC": [f"{WEEKLY}\nEXDATE:20270412T080000Z"],
    "an occurrence excluded by its day": [f"{WEEKLY}\nEXDATE;VALUE=DATE:20270412"],
    "an occurrence moved": [f"UID:s\n{WEEKLY}", OF("20270412") + LONDON("20270414")],
    "an occurrence moved and excluded": [
        f"UID:s\n{WEEKLY}\nEXDATE;TZID=Europe/London:20270412T090000",
        OF("20270412") + LONDON("20270414"),
    ],
    "an occurrence cancelled": [f"UID:s\n{WEEKLY}", OF("20270412") + LONDON("20270412") + "\nSTATUS:CANCELLED"],
    "an occurrence left free": [f"UID:s\n{WEEKLY}", OF("20270412") + LONDON("20270412") + "\nTRANSP:TRANSPARENT"],
    "an occurrence named in UTC": [f"UID:s\n{WEEKLY}", "UID:s\nRECURRENCE-ID:20270308T090000Z\n" + LONDON("20270310")],
    "an occurrence without its series": [OF("20270412") + LONDON("20270414")],
    "this and all later ones": [
        f"UID:s\n{WEEKLY}",
        "UID:s\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20270412T090000\n" + LONDON("20270414"),
    ],
    "a time in New York": [
        "DTSTART;TZID=America/New_York:20270412T200000\nDTEND;TZID=America/New_York:20270412T220000\nRRULE:FREQ=WEEKLY"
    ],
    "a time in Tokyo": [
        "DTSTART;TZID=Asia/Tokyo:20270301T003000\nDTEND;TZID=Asia/Tokyo:20270301T013000\nRRULE:FREQ=DAILY;COUNT=3"
    ],
    "a time without a zone": ["DTSTART:20270412T233000\nDTEND:20270413T003000"],
    "an end at midnight": ["DTSTART:20270412T220000\nDTEND:20270413T000000"],
    "an end at midnight in summer, in UTC": ["DTSTART:20270412T220000Z\nDTEND:20270412T230000Z"],
    "no length, at midnight": ["DTSTART:20270412T000000"],
    "a night": ["DTSTART:20270412T233000\nDURATION:PT1H"],
    "the last Friday of the month": ["DTSTART:20270326T090000\nRRULE:FREQ=MONTHLY;BYDAY=-1FR"],
    "the 31st": ["DTSTART:20270131T090000\nRRULE:FREQ=MONTHLY"],
    "every other week, which begins on Sunday": [
        "DTSTART:20270302T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=6"
    ],
    "every other week, which begins on Monday": [
        "DTSTART:20270302T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO;COUNT=6"
    ],
    "free and cancelled": [
        "DTSTART;VALUE=DATE:20270412\nTRANSP:TRANSPARENT",
        "DTSTART;VALUE=DATE:20270413\nSTATUS:CANCELLED",
        "DTSTART;VALUE=DATE:20270414",
    ],
    "free, and busy for Outlook": ["DTSTART;VALUE=DATE:20270412\nTRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:OOF"],
    "a day with a zone": ["DTSTART;TZID=Asia/Tokyo;VALUE=DATE:20270413"],
}

OTHERWISE: dict[str, tuple[str, list[str], str]] = {
    "a series until a day": (
        "who writes a last day means it to be included (SPEC.md); ical.js reads it as its midnight",
        [f"{WEEKLY};UNTIL=20270315"],
        "01Mar 08Mar 15Mar",
    ),
    "a series until a time without a zone": (
        "it includes the whole of that day (SPEC.md); ical.js reads the time",
        [f"{WEEKLY};UNTIL=20270315T080000"],
        "01Mar 08Mar 15Mar",
    ),
    "a series of whole days until a moment in UTC": (
        "its last day is that of the moment in England (SPEC.md), here the 29th; ical.js takes the day in UTC",
        ["DTSTART;VALUE=DATE:20270315\nRRULE:FREQ=WEEKLY;UNTIL=20270328T230000Z"],
        "15Mar 22Mar 29Mar",
    ),
    "an occurrence replaced by its day": (
        "an occurrence may be named by its day; ical.js does not find it, so that both count",
        [f"UID:s\n{WEEKLY};COUNT=2", "UID:s\nRECURRENCE-ID;VALUE=DATE:20270308\nDTSTART;VALUE=DATE:20270310"],
        "01Mar 10Mar",
    ),
    "an older version": (
        "an event with a lower SEQUENCE is dropped (SPEC.md); ical.js leaves that to its caller",
        ["UID:s\nDTSTART;VALUE=DATE:20270312", "UID:s\nSEQUENCE:1\nDTSTART;VALUE=DATE:20270314"],
        "14Mar",
    ),
    "a start that the rule does not name": (
        "DTSTART counts: unknown is never free; ical.js begins with the rule's first day",
        ["DTSTART;VALUE=DATE:20270303\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2"],
        "03Mar 08Mar 15Mar",
    ),
    "dates besides": (
        "DTSTART counts; ical.js leaves it out where there is an RDATE and no rule",
        [f"{LONDON('20270301')}\nRDATE;TZID=Europe/London:20270412T090000,20270420T090000"],
        "01Mar 12Apr 20Apr",
    ),
    "29 February": (
        "a date that a year does not have is left out (RFC 5545); ical.js takes the day after it",
        ["DTSTART;VALUE=DATE:20240229\nDTEND;VALUE=DATE:20240302\nRRULE:FREQ=YEARLY"],
        "",
    ),
    "a day without VALUE=DATE": (
        "eight digits are a day; ical.js refuses the calendar",
        ["DTSTART:20270412"],
        "12Apr",
    ),
    "a zone that is a Windows identifier": (
        "such a zone is known (SPEC.md); ical.js knows only the zones of the file",
        ["DTSTART;TZID=Tokyo Standard Time:20270310T080000\nDTEND;TZID=Tokyo Standard Time:20270310T083000"],
        "09Mar",
    ),
    "a length in hours over a change of the clock": (
        "hours pass (RFC 5545), so 24 of them end at 00:30 on the 29th; ical.js adds them to the clock",
        ["DTSTART;TZID=Europe/London:20270327T233000\nDURATION:PT24H"],
        "27Mar 28Mar 29Mar",
    ),
    "an end by the clock after a change of it": (
        "an occurrence ends when the clock shows its end, as programs show it; ical.js keeps the 23 hours of the first",
        [
            "DTSTART;TZID=Europe/London:20270328T003000\nDTEND;TZID=Europe/London:20270329T003000\nRRULE:FREQ=DAILY;COUNT=2"
        ],
        "28Mar 29Mar 30Mar",
    ),
    "the 10th Friday of the year": (
        "BYDAY with a number counts in the year (RFC 5545); ical.js then goes on with every Friday",
        ["DTSTART;VALUE=DATE:20270305\nRRULE:FREQ=YEARLY;BYDAY=10FR"],
        "05Mar",
    ),
    "two zones and one UID": (
        "an occurrence is named by its moment; ical.js compares what the clocks show, whatever their zones",
        [
            "UID:s\nDTSTART;TZID=America/New_York:20270301T090000\nRRULE:FREQ=WEEKLY;COUNT=2",
            "UID:s\nDTSTART;TZID=Europe/London:20270302T090000\nRRULE:FREQ=DAILY;COUNT=3",
            "UID:s\nSTATUS:CANCELLED\nRECURRENCE-ID;TZID=Europe/London:20270301T140000\nDTSTART:20270301T090000",
        ],
        "02Mar 03Mar 04Mar 08Mar",
    ),
    "a rule of exclusion": (
        "EXRULE of RFC 2445 is followed; ical.js does not know it",
        ["DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;INTERVAL=2"],
        "02Mar 04Mar",
    ),
    "a day besides a series of times": (
        "it is that day at the time of the series; ical.js takes it as a whole day, without a zone",
        ["DTSTART;TZID=America/New_York:20270301T200000\nRDATE;VALUE=DATE:20270310"],
        "02Mar 11Mar",
    ),
    "a day excluded by a time": (
        "in a series of whole days a time means its day; ical.js compares midnight with the moment",
        ["DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=America/New_York:20270302T000000"],
        "01Mar 03Mar",
    ),
}
