"""What the verifier of plans returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanViolation:
    """
    One rule that a plan breaks.

    Parameters
    ----------
    rule
        The name of the rule.
    challenges
        The ids of the challenges concerned.
    peers
        The ids of the peers concerned.
    message
        What is wrong, with the ids and dates needed to confirm it, and without anybody's personal details.

    Examples
    --------
    >>> print(PlanViolation("per_peer", ("leeds", "york"), ("P0042",), "P0042 is on 2 teams; the limit is 1"))
    leeds, york: per_peer: P0042 is on 2 teams; the limit is 1
    """

    rule: str
    challenges: tuple[str, ...]
    peers: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        """Return the challenges, the rule and the message."""
        return f"{', '.join(self.challenges)}: {self.rule}: {self.message}"


@dataclass(frozen=True, slots=True)
class PlanPoints:
    """
    The points of a plan.

    Parameters
    ----------
    breakdowns
        The points of each criterion and soft rule, by challenge id, for the challenges with a team.
    total
        Σ priority·points of the teams, less priority·`without_team` for each challenge without one.
    gained
        Σ priority·points of the teams alone, against which a gap is measured.
    """

    breakdowns: Mapping[str, Mapping[str, int]]
    total: int
    gained: int

    def points(self, challenge_id: str) -> int:
        """Return the points of a team, not weighted."""
        return sum(self.breakdowns[challenge_id].values())

    def greatest_loss(self, best: Mapping[str, int]) -> int:
        """
        Return the greatest loss of a challenge with a team; 0 if none has a team.

        Parameters
        ----------
        best
            The points of each challenge when composed on its own.
        """
        return max((best[each] - self.points(each) for each in self.breakdowns), default=0)
