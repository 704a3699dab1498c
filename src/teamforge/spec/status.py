"""What is proved of a result (SPEC.md section 8)."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Status"]


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
