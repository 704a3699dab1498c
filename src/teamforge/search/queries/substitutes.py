"""Who could step in for each member of a team, everybody else kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Choice, Problem
from teamforge.search.bound import NEVER
from teamforge.search.enumerate import EMPTY, Totals

__all__ = ["Left", "StandIns", "drop_outs", "in_window", "stand_ins"]


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


class Left(NamedTuple):
    """
    What is left of a team when a member drops out and everybody else is kept.

    Parameters
    ----------
    seat, candidate
        The seat, and who had it.
    other
        Who has it then; `EMPTY` for nobody.
    team, points
        The team then; None, and 0, where it is not valid any more.
    """

    seat: int
    candidate: int
    other: int
    team: Choice | None
    points: int


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
        partial = np.array([[place for place in choice.candidates if place != candidate]], dtype=np.intp)
        others = np.flatnonzero((part.seat == seat) & (part.peers != part.peers[candidate]))
        points = totals.with_each(partial, others)[0]
        others, points = others[points > NEVER], points[points > NEVER]
        ids = part.peer_ids[part.peers[others]].astype(str)
        order = np.lexsort((ids, -points))
        yield StandIns(seat, candidate, others[order], points[order])


def drop_outs(part: Problem, choice: Choice) -> Iterator[Left]:
    """Yield, for each member of a team of a problem of one window, the best that is left without them."""
    for each in stand_ins(part, choice):
        partial = tuple(place for place in choice.candidates if place != each.candidate)
        left = Left(each.seat, each.candidate, EMPTY, None, 0)
        if len(each.others):
            other = int(each.others[0])
            left = Left(each.seat, each.candidate, other, Choice(0, (*partial, other)), int(each.points[0]))
        empty = Choice(0, partial)
        if part.holds(empty) and (left.team is None or part.score(empty) > left.points):
            left = Left(each.seat, each.candidate, EMPTY, empty, part.score(empty))
        yield left
