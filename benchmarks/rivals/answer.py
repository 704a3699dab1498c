"""What a rival answers."""

from __future__ import annotations

from dataclasses import dataclass

from teamforge.problem import Choice
from teamforge.status import Status

__all__ = ["Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What a rival answers.

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
    """

    status: Status
    choice: Choice | None
    bound: int | None
    build: float
    solve: float
