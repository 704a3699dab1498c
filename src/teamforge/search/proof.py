"""Why a window holds no better team: prices, all teams near their bound, a choice of two sides, or CP-SAT's word."""

from __future__ import annotations

from dataclasses import dataclass

from teamforge.search.bound import Prices

__all__ = ["Node", "Split"]


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """
    Why some candidates of a window hold no better team.

    Parameters
    ----------
    prices
        What is proved by: those who could be on no better team by these prices are let go; None for nothing.
    split
        Where somebody is left, the two sides that are proved apart.
    enumerated
        Whether every team of those who are left that could be better by these prices was enumerated. Where somebody
        is left and there is neither, CP-SAT claims that they hold none.
    """

    prices: Prices | None
    split: Split | None = None
    enumerated: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Split:
    """
    A candidate who is chosen or not.

    Parameters
    ----------
    candidate
        Position in the problem.
    chosen
        Why no better team has the candidate: nobody else is left for that seat.
    other
        Why no better team is without.
    """

    candidate: int
    chosen: Node
    other: Node
