"""What is proved of a result, and why no more (SPEC.md section 8)."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Status", "Stop"]


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


class Stop(StrEnum):
    """Why a result is not proved the best, or not proved to be the one that the seed names."""

    TIME = "time"
    """The time limit ended the search."""
    INTERRUPT = "interrupt"
    """A person ended the search, with Ctrl-C for instance."""
    CHOICE = "choice"
    """The team was chosen for more than its points: as a robust team, or as the nearest to an earlier one."""
