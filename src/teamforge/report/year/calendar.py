"""The visits of a plan as a calendar file (RFC 5545). It names no peer."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from teamforge.page.words import listed
from teamforge.report.year.sheet import title_of
from teamforge.result.plan import PlanData


def calendar_of_year(plan: PlanData) -> bytes:
    """Return the visits of a plan as a calendar, one event each; the same plan gives the same file."""
    calendar = Calendar()
    calendar.add("prodid", "-//TeamForge//EN")
    calendar.add("version", "2.0")
    hosts = {each.id: each.hosts for each in plan.programme.challenges}
    for each in plan.challenges:
        if each.window is None:
            continue
        event, identity = Event(), sha256(f"{each.challenge_id}\nOn site".encode())
        event.add("uid", f"{identity.hexdigest()[:32]}@teamforge")  # as in the calendar of the challenge alone
        event.add("dtstamp", datetime.combine(plan.programme.as_of, time(), UTC))
        event.add("dtstart", each.window.start)
        event.add("dtend", each.window.end + timedelta(days=1))
        event.add("summary", title_of(plan, each.challenge_id))
        event.add("location", listed([plan.pool.organisations.label_of(host) for host in hosts[each.challenge_id]]))
        event.add("transp", "OPAQUE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
