"""The team: a start date and who sits where. It claims nothing; `teamforge.verify` says whether it is valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Team"]


@dataclass(frozen=True, slots=True)
class Team:
    """
    Who sits on which seat, and when they are on site.

    Parameters
    ----------
    start
        The first day on site.
    seats
        Pairs of a seat id and a peer id, in any order; a seat that stays empty is left out.

    Notes
    -----
    A team may break every rule of SPEC.md, name seats and peers that do not exist, or name them
    twice: it is a proposal, not a promise.

    Examples
    --------
    >>> team = Team(date(2027, 4, 13), (("lead_peer", "P0012"), ("vcs", "P0042")))
    >>> team.end(days=3)
    datetime.date(2027, 4, 15)
    """

    start: date
    seats: tuple[tuple[str, str], ...]

    def end(self, days: int) -> date:
        """
        Return the last day on site.

        Parameters
        ----------
        days
            How many consecutive days the team is on site, from 1.
        """
        return self.start + timedelta(days=days - 1)
