"""The windows of SPEC.md section 2: which starts are candidates, and which candidates are valid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from teamforge.spec.bank_holidays import bank_holidays

if TYPE_CHECKING:
    from teamforge.challenge import Challenge

_SATURDAY = 5
_DAYS_A_WEEK = 7


def candidates(challenge: Challenge) -> tuple[date, ...]:
    """Return the listed starts, or every start whose days lie between `earliest` and `latest`, in date order."""
    on_site = challenge.on_site
    if on_site.windows is not None:
        return tuple(sorted(set(on_site.windows)))
    if on_site.earliest is None or on_site.latest is None:
        return ()
    starts = (on_site.latest - on_site.earliest).days + 1 - (on_site.days - 1)
    return tuple(on_site.earliest + timedelta(days=step) for step in range(starts))


def valid_windows(challenge: Challenge) -> tuple[date, ...]:
    """Return the candidates that are valid, in date order."""
    return tuple(start for start in candidates(challenge) if not any(_unfit(challenge, start)))


def keeps_advised_weeks(challenge: Challenge, start: date) -> bool:
    """Return whether a window starts at least `advised_weeks`·7 days after `as_of`."""
    return (start - challenge.as_of).days >= challenge.lead_time.advised_weeks * _DAYS_A_WEEK


def faults(challenge: Challenge, start: date) -> tuple[str, ...]:
    """Return everything that is wrong with a window; empty if it is a valid candidate."""
    if start not in candidates(challenge):
        return (f"{start} is not one of the possible first days on site",)
    return tuple(_unfit(challenge, start))


def _unfit(challenge: Challenge, start: date) -> Iterator[str]:
    """Yield why a candidate is not valid."""
    days = [start + timedelta(days=step) for step in range(challenge.on_site.days)]
    # Five or fewer consecutive days without a weekend always lie in one week.
    for day in days:
        if day.weekday() >= _SATURDAY:
            yield f"{day} is a {day:%A}"
        if day in bank_holidays(date(day.year, 1, 1), date(day.year, 12, 31)):
            yield f"{day} is a bank holiday in England"
        if any(period.start <= day <= period.end for period in challenge.on_site.avoid):
            yield f"{day} is to be avoided"
    ahead, least = (start - challenge.as_of).days, challenge.lead_time.minimum_weeks * _DAYS_A_WEEK
    if ahead < least:
        yield f"{start} is {ahead} days after {challenge.as_of}; at least {least} are needed"
