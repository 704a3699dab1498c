"""What a search found, and what it may claim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from teamforge.problem import Choice

__all__ = ["Found", "Status"]


class Status(StrEnum):
    """The status of a result (SPEC.md section 8)."""

    OPTIMAL = "optimal"
    """Proved: no valid team has more points."""
    FEASIBLE = "feasible"
    """A valid team; the search was stopped before it could prove it the best. The bound is proved."""
    INFEASIBLE = "infeasible"
    """Proved: no valid team exists."""
    UNKNOWN = "unknown"
    """The search was stopped before it found a team."""


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a search found.

    Parameters
    ----------
    status
        What is proved.
    choice
        The window and candidates; None without a team.
    points
        The points of the choice; None without a team.
    bound
        No valid team has more points; None where nothing is proved, or nothing is feasible.
    stopped
        ``"time"`` or ``"interrupt"`` where the search was ended early, otherwise None.
    tie_broken
        Whether the choice is the one among its equals that the seed and the content name.
    """

    status: Status
    choice: Choice | None
    points: int | None
    bound: int | None
    stopped: str | None
    tie_broken: bool
