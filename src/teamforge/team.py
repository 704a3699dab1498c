"""
The team: a start date and who sits where. It claims nothing; `teamforge.verify` says whether it is valid.

And what those answered who were asked to be on it.
"""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Responses", "Team", "Window"]


@dataclass(frozen=True, slots=True)
class Window:
    """The days on site, both inclusive."""

    start: date
    end: date


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


@dataclass(frozen=True, slots=True)
class Responses:
    """
    What is known of the peers of a team, by id and in order, from all who were asked so far.

    Parameters
    ----------
    withdrawn
        Who declined or dropped out.
    objected
        To whom the host objects; none of them is among `withdrawn`.
    confirmed
        Who keeps the seat.

    Examples
    --------
    >>> first = Responses.of(withdrawn=["P2"], confirmed=["P1", "P3"])
    >>> first.then(Responses.of(withdrawn=["P3"], objected=["P4"]))
    Responses(withdrawn=('P2', 'P3'), objected=('P4',), confirmed=('P1',))
    """

    withdrawn: tuple[str, ...] = ()
    objected: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, withdrawn: Collection[str] = (), objected: Collection[str] = (), confirmed: Collection[str] = ()
    ) -> Responses:
        """
        Return responses in order, each peer once.

        Raises
        ------
        ValueError
            If somebody confirmed who dropped out as well.
        """
        if both := sorted(set(confirmed) & {*withdrawn, *objected}):
            raise ValueError(f"confirmed and dropped out: {', '.join(both)}")
        out = set(withdrawn) - set(objected)
        return cls(tuple(sorted(out)), tuple(sorted(set(objected))), tuple(sorted(set(confirmed))))

    def among(self, known: Container[str]) -> Responses:
        """Return the responses of those who are known."""
        return Responses(*(tuple(peer for peer in peers if peer in known) for peers in self.to_dict().values()))

    def then(self, later: Responses) -> Responses:
        """Return these responses after later ones: who drops out has confirmed no longer, and stays out."""
        withdrawn = {*self.withdrawn, *later.withdrawn} - set(later.objected)
        objected = {*self.objected, *later.objected} - set(later.withdrawn)
        confirmed = {*self.confirmed, *later.confirmed} - {*later.withdrawn, *later.objected}
        return Responses.of(withdrawn, objected, confirmed)

    def to_dict(self) -> dict[str, list[str]]:
        """Return the responses in plain values, ready for JSON."""
        return {"withdrawn": list(self.withdrawn), "objected": list(self.objected), "confirmed": list(self.confirmed)}
