"""Why candidates of a window hold no better team: a tree of prices, enumerations, forks, and CP-SAT's word."""

from __future__ import annotations

from dataclasses import dataclass

from teamforge.search.bound import Prices


@dataclass(frozen=True, eq=False, slots=True)
class Closure:
    """
    Why some candidates of a window hold no better team.

    Parameters
    ----------
    prices
        Prices whose bound is low enough, or leaves few survivors; None without prices.
    fork
        If survivors are left: the two sides that are proved separately.
    enumerated
        Whether every near-optimal team of the survivors was enumerated. If survivors are left with neither a fork nor
        an enumeration, CP-SAT claims that they hold no better team.
    """

    prices: Prices | None
    fork: Fork | None = None
    enumerated: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Fork:
    """
    The two sides of a candidate: on the team, or not.

    Parameters
    ----------
    candidate
        The candidate's position in the problem.
    included
        Why no better team has the candidate; nobody else is left for that seat.
    excluded
        Why no better team is without the candidate.
    """

    candidate: int
    included: Closure
    excluded: Closure
