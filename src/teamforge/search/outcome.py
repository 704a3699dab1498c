"""What a search found, and what it may claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from teamforge.certificate.format import Certificate
from teamforge.certificate.lazy import LazyCertificate
from teamforge.problem import Choice
from teamforge.search.bound import Prices
from teamforge.spec.status import Status, Stop


@dataclass(frozen=True, slots=True)
class SearchResult:
    """
    What a search found.

    Parameters
    ----------
    status
        What is proved: `optimal`, `feasible`, `infeasible` or `unknown`.
    choice
        The window and candidates; None without a team.
    points
        The points of the choice; None without a team.
    bound
        No valid team has more points; None if nothing is proved, or nothing is feasible.
    stopped
        ``"time"`` or ``"interrupt"`` if the search ended early, ``"effort"`` or ``"failure"`` if the team is proved but
        ties could not be broken, ``"choice"`` if the team was not chosen for its points alone, otherwise None.
    certify
        Writes down what the search knows about every window, for anybody to check.
    prices
        The prices that prove the bound of each window.
    seconds
        How long each phase took: `price`, `bound`, `finish`, `ties`.
    """

    status: Status
    choice: Choice | None
    points: int | None
    bound: int | None
    stopped: Stop | None
    certify: LazyCertificate
    prices: tuple[Prices, ...]
    seconds: Mapping[str, float]

    @property
    def certificate(self) -> Certificate:
        """What the search knows about every window, for anybody to check."""
        return self.certify()
