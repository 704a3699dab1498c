"""What the verifier returns: the rules that a team breaks, or its points with their ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from teamforge.page.plain import Plain
from teamforge.team import Team


@dataclass(frozen=True, slots=True)
class Violation:
    """
    One rule that a team breaks.

    Parameters
    ----------
    rule
        The name of the rule in SPEC.md, such as ``pair_tie`` or ``rest``.
    seat
        The seat concerned; None if the violation is about the window, a pair or the whole team.
    peers
        The ids of the peers concerned.
    message
        What is wrong, with the ids and dates needed to confirm it, and without anybody's personal details.

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
class LedgerEntry(Plain):
    """
    One line of the ledger: points that a team gains or loses, and what for.

    Parameters
    ----------
    criterion
        A criterion of SPEC.md section 6, ``soft:<rule>`` or ``soft:team_rules``.
    points
        Whole points, negative for a cost; never 0.
    peer_id
        The member who brings the points; None if a pair, a group or the window does.
    seat
        The seat of that member; None if no member is named.
    detail
        What the points are for.
    """

    criterion: str
    points: int
    peer_id: str | None
    seat: str | None
    detail: str

    _KEYS = ("criterion", "seat", "peer_id", "detail", "points")


@dataclass(frozen=True, slots=True)
class VerifiedTeam:
    """
    A valid team with its points, checked by the verifier.

    Parameters
    ----------
    team
        The team.
    points
        Its points: the sum of `entries`, and of `breakdown`.
    entries
        The ledger.
    breakdown
        The points of each criterion and soft rule, with the keys of SPEC.md section 8.
    """

    team: Team
    points: int
    entries: tuple[LedgerEntry, ...]
    breakdown: Mapping[str, int]
