"""Bounds on the points of any team, by arithmetic alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem, Tallies

__all__ = ["seat_bound"]

_NEVER = np.iinfo(np.int64).min // 4
"""The best of no candidates: far below any points, and far from overflow when a few are added."""


def seat_bound(problem: Problem) -> int | None:
    """
    Return a bound on the points of any valid team, in one pass; None where a seat shows that there is none.

    Every seat takes its best candidate of the window and every tally its best count, whatever the rules
    between them: DESIGN.md section 3 with all prices 0.
    """
    totals = problem.window_points + problem.constant
    totals = totals + sum(len(tallies) * _best(tallies) for term in problem.terms.values() for tallies in term.tallies)
    for seat, required in enumerate(problem.required):
        totals = totals + _best_on_seat(problem, seat, 0 if not required else _NEVER)
    best = int(totals.max(initial=_NEVER))
    return best if best > _NEVER // 2 else None


def _best(tallies: Tallies) -> int:
    """Return the most points that a tally can add."""
    return max(0, *np.cumsum(tallies.gains).tolist()) if tallies.gains else 0


def _best_on_seat(problem: Problem, seat: int, empty: int) -> NDArray[np.int64]:
    """Return the points of the best candidate on a seat in each window; `empty` where there is none."""
    candidates = np.flatnonzero(problem.seat == seat)
    points = np.where(problem.serves[candidates], problem.points[candidates, None], _NEVER)
    best: NDArray[np.int64] = np.maximum(points.max(axis=0, initial=_NEVER), empty)
    return best
