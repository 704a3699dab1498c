"""What is proved about a result, and why no more is (SPEC.md section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """The status of a result (SPEC.md section 8)."""

    OPTIMAL = "optimal"
    """Proved: no valid team has more points."""
    FEASIBLE = "feasible"
    """A valid team, not proved the best because the search was stopped. The bound is proved."""
    INFEASIBLE = "infeasible"
    """Proved: no valid team exists."""
    UNKNOWN = "unknown"
    """The search was stopped before it found a team."""


class Stop(StrEnum):
    """Why a result is not proved to be the best, or to be the one that the seed selects."""

    TIME = "time"
    """The time limit ended the search."""
    INTERRUPT = "interrupt"
    """A person ended the search, for instance with Ctrl-C."""
    EFFORT = "effort"
    """The choice among teams of equal points would have taken too much work; that they are the best is proved."""
    CHOICE = "choice"
    """The team was chosen not only for its points: as a robust team, or as the nearest to an earlier one."""
    FAILURE = "failure"
    """A fault of TeamForge ended the choice among teams of equal points; that they are the best is proved."""


CAUSES: Mapping[Stop | None, str] = {
    Stop.TIME: "the time limit",
    Stop.INTERRUPT: "an interrupt",
    Stop.EFFORT: "the limit on work",
    Stop.FAILURE: "a fault of TeamForge",
}
"""What ended a search early, in words."""
