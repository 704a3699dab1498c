"""The dates of a visit as a calendar file (RFC 5545), for the team or for the host. It names no peer."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from teamforge.page.words import listed
from teamforge.report.sheet.milestones import MILESTONES
from teamforge.result.data import ResultData
from teamforge.spec.audience import Audience


def calendar_bytes(result: ResultData, audience: Audience | str = Audience.TEAM) -> bytes:
    """
    Return the dates of a visit as a calendar; `Result.write_calendar` describes parameters and errors.

    The days on site are busy. The others are the latest advised days and leave the day free; those before the date of
    the decision are left out. The same result gives the same file, so a calendar replaces what it imported before.
    """
    result.require_team()
    if result.window is None:  # for the type checker: a team has one
        raise AssertionError
    calendar = Calendar()
    calendar.add("prodid", "-//TeamForge//EN")
    calendar.add("version", "2.0")
    for name, about, first, last in _dates(result, result.window.start, result.window.end, Audience(audience)):
        calendar.add_component(_event(result, name, about, first, last))
    return bytes(calendar.to_ical())


def _dates(result: ResultData, start: date, end: date, audience: Audience) -> list[tuple[str, str, date, date]]:
    """Return the name of each date, what it is for, and its first and last day."""
    found = [("On site", "The findings come on the last day.", start, end)]
    for each in MILESTONES:
        again = each.months and result.challenge.purpose == "progress_review"  # this is the progress review
        day = each.day(start)
        late = day < result.challenge.as_of  # a day that nobody can keep
        if not again and not late and not (each.of_team and audience is Audience.HOST):
            found.append((each.name, f"By this day: {each.about}.", day, day))
    return found


def _event(result: ResultData, name: str, about: str, first: date, last: date) -> Event:
    challenge, organisations = result.challenge, result.pool.organisations
    on_site = name == "On site"
    event, identity = Event(), sha256(f"{challenge.id}\n{name}".encode())
    event.add("uid", f"{identity.hexdigest()[:32]}@teamforge")
    event.add("dtstamp", datetime.combine(challenge.as_of, time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", f"{name}: {challenge.title or challenge.id}")
    event.add("description", about)
    event.add("transp", "OPAQUE" if on_site else "TRANSPARENT")
    if on_site:
        event.add("location", listed([organisations.label_of(host) for host in challenge.hosts]))
    return event
