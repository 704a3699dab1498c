"""The windows of a challenge: which start dates are candidates, and which of them are valid (SPEC.md section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.spec.dates import bank_holidays, day_number, programme_years, to_date

__all__ = ["Windows", "find_windows"]

_SATURDAY = 5
_THURSDAY = 3  # 1 January 1970 was a Thursday; Monday is 0


@dataclass(frozen=True, eq=False)
class Windows:
    """
    The valid windows of a challenge, in date order.

    Parameters
    ----------
    starts
        Day number of the first day of each.
    days
        Length in days.
    advised
        Whether each keeps the advised lead time.
    refused
        Why a candidate start is not valid, by day number, in date order.
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
        """Every day that some window has, in order."""
        return np.unique(self.starts[:, None] + np.arange(self.days, dtype=np.int32)).astype(np.int32)

    @property
    def programme_years(self) -> NDArray[np.int64]:
        """The programme year in which each window starts."""
        return programme_years(self.starts)


def find_windows(challenge: Challenge) -> Windows:
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
    >>> [str(to_date(start)) for start in windows.starts], list(windows.refused.values())
    (['2027-04-13'], ['runs into a weekend'])
    """
    on_site = challenge.on_site
    days = on_site.days
    if on_site.windows is not None:
        candidates = sorted({day_number(start) for start in on_site.windows})
    elif on_site.earliest is not None and on_site.latest is not None:
        candidates = list(range(day_number(on_site.earliest), day_number(on_site.latest) - days + 2))
    else:
        candidates = []
    as_of = day_number(challenge.as_of)
    first_start = as_of + 7 * challenge.lead_time.minimum_weeks
    advised_start = as_of + 7 * challenge.lead_time.advised_weeks
    holidays = _holidays(candidates, days)
    closed = {day_number(day) for day in holidays}
    avoided = [(day_number(period.start), day_number(period.end)) for period in on_site.avoid]

    refused: dict[int, str] = {}
    starts: list[int] = []
    for start in candidates:
        window = range(start, start + days)
        if (start + _THURSDAY) % 7 + days > _SATURDAY:
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


def _holidays(candidates: list[int], days: int) -> tuple[date, ...]:
    """Return the bank holidays between the first and the last candidate day, in date order."""
    if not candidates:
        return ()
    first, last = to_date(candidates[0]), to_date(candidates[-1] + days - 1)
    if first is None or last is None:
        return ()
    return tuple(sorted(bank_holidays(first, last)))
