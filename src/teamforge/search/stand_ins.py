"""Who could step in for each member of a team, everybody else kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Choice, Problem
from teamforge.search.bound import NEVER
from teamforge.search.near import Totals

__all__ = ["StandIns", "in_window", "stand_ins"]


class StandIns(NamedTuple):
    """
    Who could have a member's seat.

    Parameters
    ----------
    seat, candidate
        The seat, and who has it now.
    others, points
        Who could have it, the best first and those of equal points in the order of ids; and the points then.
    """

    seat: int
    candidate: int
    others: NDArray[np.intp]
    points: NDArray[np.int64]


def in_window(problem: Problem, choice: Choice) -> tuple[Problem, Choice]:
    """Return the problem of the window of a choice alone, and the choice in it."""
    rows = np.flatnonzero(problem.serves[:, choice.window])
    part = problem.restrict(rows, np.array([choice.window]))
    return part, Choice(0, tuple(np.searchsorted(rows, choice.candidates).tolist()))


def stand_ins(part: Problem, choice: Choice) -> Iterator[StandIns]:
    """Yield, for each filled seat of a team of a problem of one window, who could have it, everybody else kept."""
    totals = Totals(part)
    for candidate in sorted(choice.candidates, key=lambda place: int(part.seat[place])):
        seat = int(part.seat[candidate])
        rest = np.array([[place for place in choice.candidates if place != candidate]], dtype=np.intp)
        others = np.flatnonzero((part.seat == seat) & (part.peers != part.peers[candidate]))
        points = totals.with_each(rest, others)[0]
        others, points = others[points > NEVER], points[points > NEVER]
        ids = part.peer_ids[part.peers[others]].astype(str)
        order = np.lexsort((ids, -points))
        yield StandIns(seat, candidate, others[order], points[order])
