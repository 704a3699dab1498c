"""What a search found, and what it may claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from teamforge.certificate.format import Certificate
from teamforge.problem import Choice
from teamforge.search.bound import Prices
from teamforge.spec.status import Status, Stop

__all__ = ["SearchResult"]


@dataclass(frozen=True, slots=True)
class SearchResult:
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
        Why no more is proved; None where everything is.
    tie_broken
        Whether the choice is the one that seed and content name among teams of equal points.
    certificate
        Why no team has more points, for anybody to check.
    prices
        For each window the prices that prove its bound.
    seconds
        The seconds that each phase took: `price`, `bound`, `finish`, `ties`.
    """

    status: Status
    choice: Choice | None
    points: int | None
    bound: int | None
    stopped: Stop | None
    tie_broken: bool
    certificate: Certificate
    prices: tuple[Prices, ...]
    seconds: Mapping[str, float]
