"""The dates of a visit as a calendar: by RFC 5545, and as our own reader of calendars finds them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import teamforge
from teamforge import InfeasibleError, Result
from teamforge.report.calendar import calendar_bytes
from teamforge.tables.calendars import read_calendar

START = date(2027, 4, 19)


@pytest.fixture(scope="module", name="result")
def demo_result() -> Result:
    return teamforge.compose(*teamforge.load_demo())


def events_of(content: bytes) -> list[dict[str, str]]:
    """The properties of each event, by RFC 5545 section 3.1: folded lines joined, parameters dropped."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in content.decode().split("\r\n"))
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name != "END":
            events[-1][name.partition(";")[0]] = value
    return events


def test_the_team_has_every_date(result: Result) -> None:
    """Two and one weeks before, a year after; each moved to a working day before it."""
    found = [(each["SUMMARY"].partition(":")[0], each["DTSTART"]) for each in events_of(calendar_bytes(result))]
    assert found == [
        ("On site", "20270419"),
        ("Papers out to the team", "20270405"),
        ("Team call", "20270412"),
        ("Progress review", "20280419"),
    ]


def test_a_date_before_the_decision_is_left_out(result: Result) -> None:
    """The meeting sixteen weeks before would be on Christmas Eve of a year that is over."""
    early = result.challenge.replace(
        as_of=date(2026, 12, 1), exclude=(), waivers=(), rules={"declaration": {"strength": "off"}}
    )
    found = [
        (each["SUMMARY"].partition(":")[0], each["DTSTART"])
        for each in events_of(calendar_bytes(replace(result, challenge=early)))
    ]
    assert ("Scoping meeting", "20261224") in found
    assert "Scoping meeting" not in [each["SUMMARY"].partition(":")[0] for each in events_of(calendar_bytes(result))]


def test_the_host_has_no_call_of_the_team_and_nobody_is_named(result: Result) -> None:
    content = calendar_bytes(result, "host").decode().replace("\r\n ", "")
    assert "Team call" not in content
    assert not [member.peer_id for member in result.members if member.peer_id in content]


def test_only_the_days_on_site_are_busy(result: Result, tmp_path: Path) -> None:
    """As our reader of calendars has it, which shares nothing with what writes."""
    (tmp_path / "P1.ics").write_bytes(calendar_bytes(result))
    first, *others = events_of(calendar_bytes(result))
    assert (first["DTSTART"], first["DTEND"]) == ("20270419", "20270422")
    assert {each["TRANSP"] for each in others} == {"TRANSPARENT"}
    calendar, faults = read_calendar(tmp_path / "P1.ics")
    assert not faults
    asked = (START - timedelta(days=150), START + timedelta(days=400))
    assert calendar.days(asked) == ((START, START + timedelta(days=2)),)


def test_the_same_result_gives_the_same_events_with_ids_of_their_own(result: Result) -> None:
    assert calendar_bytes(result) == calendar_bytes(result)
    events = events_of(calendar_bytes(result))
    assert len({each["UID"] for each in events}) == len(events)
    assert all(each["DTSTAMP"].endswith("Z") for each in events)


def test_without_a_team_there_is_none() -> None:
    pool, challenge = teamforge.load_demo()
    late = challenge.model_copy(update={"lead_time": challenge.lead_time.model_copy(update={"minimum_weeks": 500})})
    with pytest.raises(InfeasibleError):
        calendar_bytes(teamforge.compose(pool, late))


def test_a_result_writes_its_calendar(tmp_path: Path) -> None:
    result = teamforge.compose(*teamforge.load_demo())
    for audience, events in (("team", 4), ("host", 3)):
        result.write_calendar(tmp_path / "visit.ics", audience)
        assert (tmp_path / "visit.ics").read_bytes() == calendar_bytes(result, audience)
        assert (tmp_path / "visit.ics").read_bytes().count(b"BEGIN:VEVENT") == events
    with pytest.raises(ValueError, match=r"does not end in \.ics"):
        result.write_calendar(tmp_path / "visit.html")
