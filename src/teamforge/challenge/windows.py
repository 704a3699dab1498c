"""The windows of a challenge: which start dates are candidates, and which of them are valid (SPEC.md section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge.on_site import LeadTime, OnSite
from teamforge.spec.bank_holidays import bank_holidays
from teamforge.spec.dates import date_of, day_number, programme_years

MAX_WINDOWS = 1_000

_SATURDAY = 5
_THURSDAY = 3  # 1 January 1970 was a Thursday; Monday is 0


@dataclass(frozen=True, eq=False)
class Windows:
    """
    The valid windows of a challenge, in date order.

    Parameters
    ----------
    starts
        The day number of the first day of each.
    days
        The length of each in days.
    advised
        Whether each keeps the advised lead time.
    refused
        Why each refused start is not valid, by day number, in date order.
    holidays
        The bank holidays between the first and the last candidate day.
    """

    starts: NDArray[np.int32]
    days: int
    advised: NDArray[np.bool_]
    refused: Mapping[int, str]
    holidays: tuple[date, ...]

    def __len__(self) -> int:
        """Return the number of valid windows."""
        return len(self.starts)

    def select(self, places: NDArray[np.intp]) -> Windows:
        """Return some of the windows, by position."""
        return replace(self, starts=self.starts[places], advised=self.advised[places])

    @property
    def ends(self) -> NDArray[np.int32]:
        """The last day of each window."""
        return (self.starts + (self.days - 1)).astype(np.int32)

    @property
    def all_days(self) -> NDArray[np.int32]:
        """Every day that is in some window, in order."""
        days = {start + day for start in self.starts.tolist() for day in range(self.days)}
        return np.array(sorted(days), dtype=np.int32)

    @property
    def programme_years(self) -> NDArray[np.int64]:
        """The programme year in which each window starts."""
        return programme_years(self.starts)


class DateFields(Protocol):
    """What a challenge says about its dates."""

    @property
    def on_site(self) -> OnSite:
        """When the team may be on site."""

    @property
    def lead_time(self) -> LeadTime:
        """How long before the visit the team is chosen."""

    @property
    def as_of(self) -> date:
        """The date of the decision."""


def candidates(challenge: DateFields) -> list[int]:
    """Return the day numbers on which a window could start, valid or not, in order."""
    on_site = challenge.on_site
    if on_site.windows is not None:
        return sorted({day_number(start) for start in on_site.windows})
    if on_site.earliest is None or on_site.latest is None:
        return []
    return list(range(day_number(on_site.earliest), day_number(on_site.latest) - on_site.days + 2))


def find_windows(challenge: DateFields) -> Windows:
    """
    Return the valid windows of a challenge.

    Examples
    --------
    >>> from teamforge.challenge.reading import read_challenge
    >>> challenge = read_challenge({
    ...     "id": "x", "hosts": ["H"], "as_of": "2027-01-11", "scope": {"prevention": 1},
    ...     "on_site": {"windows": ["2027-03-26", "2027-04-13"]},
    ... })
    >>> windows = find_windows(challenge)
    >>> [str(date_of(start)) for start in windows.starts], list(windows.refused.values())
    (['2027-04-13'], ['runs into a weekend'])
    """
    on_site = challenge.on_site
    days = on_site.days
    possible = candidates(challenge)
    as_of = day_number(challenge.as_of)
    first_start = as_of + 7 * challenge.lead_time.minimum_weeks
    advised_start = as_of + 7 * challenge.lead_time.advised_weeks
    holidays = _holidays(possible, days)
    closed = {day_number(day) for day in holidays}
    avoided = [(day_number(period.start), day_number(period.end)) for period in on_site.avoid]

    refused: dict[int, str] = {}
    starts: list[int] = []
    for start in possible:
        window = range(start, start + days)
        if on_site.settled:
            starts.append(start)
        elif (start + _THURSDAY) % 7 + days > _SATURDAY:
            refused[start] = "runs into a weekend"
        elif not closed.isdisjoint(window):
            refused[start] = "meets a bank holiday"
        elif any(first <= window[-1] and start <= last for first, last in avoided):
            refused[start] = "meets a date to avoid"
        elif start < first_start:
            refused[start] = f"is less than {challenge.lead_time.minimum_weeks} weeks after {challenge.as_of}"
        else:
            starts.append(start)
    valid = np.array(starts, dtype=np.int32)
    return Windows(valid, days, valid >= advised_start, refused, holidays)


def _holidays(possible: list[int], days: int) -> tuple[date, ...]:
    """Return the bank holidays between the first and the last candidate day, in date order."""
    if not possible:
        return ()
    return tuple(sorted(bank_holidays(date_of(possible[0]), date_of(possible[-1] + days - 1))))
