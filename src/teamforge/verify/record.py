"""What the verifier hands back: the rules a team breaks, the ledger of its points, and its seal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from teamforge.team import Team

__all__ = ["Entry", "Verified", "Violation"]


@dataclass(frozen=True, slots=True)
class Violation:
    """
    One rule of SPEC.md that a team breaks.

    Parameters
    ----------
    rule
        As SPEC.md names it, such as ``pair_tie`` or ``rest``.
    seat
        The seat it is about; None where it is about the window, a pair or the whole team.
    peers
        The peers it is about.
    message
        What a domain expert needs to confirm it: ids and dates, and nobody's personal details.

    Examples
    --------
    >>> print(Violation("availability", "vcs", ("P0042",), "seat vcs: P0042 is not free on 2027-04-14"))
    availability: seat vcs: P0042 is not free on 2027-04-14
    """

    rule: str
    seat: str | None
    peers: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        """Return the rule and the message."""
        return f"{self.rule}: {self.message}"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One line of the ledger: where some of a team's points come from, or go.

    Parameters
    ----------
    criterion
        A criterion of SPEC.md section 6, ``soft:<rule>`` or ``soft:team_rules``.
    points
        Whole points, negative for a cost; never 0.
    peer_id
        Whose they are; None where they are a pair's, a group's or the window's.
    seat
        The seat of that peer; None with no peer.
    detail
        What they are for.
    """

    criterion: str
    points: int
    peer_id: str | None
    seat: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Verified:
    """
    A valid team with its points, each rule and criterion read anew from pool and challenge.

    Parameters
    ----------
    team
        The team.
    points
        What it scores: the sum of `entries` and of `breakdown`.
    entries
        The ledger.
    breakdown
        Points by criterion, as SPEC.md section 8 has them.
    """

    team: Team
    points: int
    entries: tuple[Entry, ...]
    breakdown: Mapping[str, int]
