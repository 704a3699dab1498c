"""
A team, its window, and how the peers who were asked responded.

A team makes no claims: `teamforge.verify` finds out whether it is valid.
"""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on site."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class SeatedPeer:
    """The ids of a seat and of the peer who has it."""

    seat: str
    peer_id: str


@dataclass(frozen=True, slots=True)
class Team:
    """
    A team: who sits on which seat, and when they are on site.

    Parameters
    ----------
    start
        The first day on site.
    seats
        Pairs of a seat id and a peer id, in any order; an empty seat is left out.

    Notes
    -----
    A team may break any rule, name seats and peers that do not exist, or name them twice: it is only a proposal.

    Examples
    --------
    >>> team = Team(date(2027, 4, 13), (("lead_peer", "P0012"), ("vcs", "P0042")))
    >>> team.end(days=3)
    datetime.date(2027, 4, 15)
    """

    start: date
    seats: tuple[tuple[str, str], ...]

    @property
    def members(self) -> tuple[SeatedPeer, ...]:
        """The filled seats, each with the peer who has it."""
        return tuple(SeatedPeer(seat, peer) for seat, peer in self.seats)

    def end(self, days: int) -> date:
        """
        Return the last day on site.

        Parameters
        ----------
        days
            The number of consecutive days on site, at least 1.
        """
        return self.start + timedelta(days=days - 1)


@dataclass(frozen=True, slots=True)
class Responses:
    """
    How the peers of a team have responded so far: sorted ids, each in one of three groups.

    Parameters
    ----------
    withdrawn
        Peers who declined or dropped out.
    objected
        Peers the host objects to.
    confirmed
        Peers who confirmed, and keep their seats.

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
        Return the responses sorted, each peer once.

        Raises
        ------
        ValueError
            If the same peer confirmed and dropped out.
        """
        if both := sorted(set(confirmed) & {*withdrawn, *objected}):
            raise ValueError(f"confirmed and dropped out: {', '.join(both)}")
        out = set(withdrawn) - set(objected)
        return cls(tuple(sorted(out)), tuple(sorted(set(objected))), tuple(sorted(set(confirmed))))

    def among(self, known: Container[str]) -> Responses:
        """Return the responses of known peers only."""
        return Responses(*(tuple(peer for peer in peers if peer in known) for peers in self.to_dict().values()))

    def then(self, later: Responses) -> Responses:
        """Return these responses updated by later ones: a peer who drops out stays out, even after confirming."""
        withdrawn = {*self.withdrawn, *later.withdrawn} - set(later.objected)
        objected = {*self.objected, *later.objected} - set(later.withdrawn)
        confirmed = {*self.confirmed, *later.confirmed} - {*later.withdrawn, *later.objected}
        return Responses.of(withdrawn, objected, confirmed)

    def to_dict(self) -> dict[str, list[str]]:
        """Return the responses as plain values, ready for JSON."""
        return {"withdrawn": list(self.withdrawn), "objected": list(self.objected), "confirmed": list(self.confirmed)}
