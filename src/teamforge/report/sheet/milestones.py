"""
The dates around a visit, counted from its first day.

They are advice, taken from what the LGA says about its peer challenges; each moves earlier to a working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from teamforge.spec.bank_holidays import bank_holidays
from teamforge.spec.dates import months_after

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Milestone:
    """
    Something to do by a date.

    Parameters
    ----------
    name
        What it is called.
    about
        What it is for.
    weeks, months
        How long after the first day on site; negative for before.
    of_team
        Whether the host has no part in it.
    """

    name: str
    about: str
    weeks: int = 0
    months: int = 0
    of_team: bool = False

    @property
    def offset(self) -> str:
        """
        The date in words, relative to the first day on site.

        Examples
        --------
        >>> MILESTONES[1].offset
        '2 weeks before the first day on site'
        """
        many, unit = (self.months, "month") if self.months else (self.weeks, "week")
        side = "before" if many < 0 else "after"
        return f"{abs(many)} {unit}{'' if abs(many) == 1 else 's'} {side} the first day on site"

    def day(self, start: date) -> date:
        """
        Return the latest advised day for a visit that starts on a day.

        Examples
        --------
        >>> MILESTONES[1].day(date(2027, 4, 13))  # two weeks before is the Tuesday after Easter
        datetime.date(2027, 3, 30)
        """
        return working_day(months_after(start, self.months) + timedelta(weeks=self.weeks))


MILESTONES = (
    Milestone("Scoping meeting", "focus, make-up of the team and timing are agreed", weeks=-16),
    Milestone("Papers out to the team", "the host's documents reach every member", weeks=-2),
    Milestone("Team call", "the team meets by video", weeks=-1, of_team=True),
    Milestone("Progress review", "some or all of the team come back for a day or two", months=12),
)
"""
The latest advised dates. The LGA asks for a scoping meeting 4 to 6 months ahead, papers 2 to 3 weeks before, a call of
the team 1 to 2 weeks before, and a progress review after 10 to 12 months.
"""


def working_day(day: date) -> date:
    """
    Return a day, or the last working day before it.

    Examples
    --------
    >>> working_day(date(2027, 3, 29))  # Easter Monday: Good Friday is one too
    datetime.date(2027, 3, 25)
    """
    while day.weekday() >= _SATURDAY or bank_holidays(day, day):
        day -= timedelta(days=1)
    return day
