"""What a rival answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from teamforge.problem import Choice
from teamforge.spec.status import Status


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What a rival answers, or our own engine.

    Parameters
    ----------
    status
        What it claims to have proved.
    choice
        Its window and candidates; None without a team.
    bound
        It claims that no team has more points; None where it claims nothing.
    build, solve
        Seconds for the model and for the rest.
    phases
        Seconds of the phases within, where they are known.
    """

    status: Status
    choice: Choice | None
    bound: int | None
    build: float
    solve: float
    phases: Mapping[str, float] = field(default_factory=dict)
