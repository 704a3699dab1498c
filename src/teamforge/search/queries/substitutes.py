"""Who could take the seat of each member of a team if everybody else stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Points, Rows
from teamforge.search.bound import NEVER
from teamforge.search.totals import EMPTY, Totals


class Substitutes(NamedTuple):
    """
    Who could take a member's seat.

    Parameters
    ----------
    seat, candidate
        The seat, and who has it now.
    others, points
        Who could have it, best first and by id among equals; and the team's points then.
    """

    seat: int
    candidate: int
    others: Rows
    points: Points


class Fallback(NamedTuple):
    """
    The best team that remains when one member drops out and everybody else stays.

    Parameters
    ----------
    seat, candidate
        The seat, and who had it.
    other
        Who then has it; `EMPTY` for nobody.
    team, points
        The remaining team and its points; None, and 0, if no valid team remains.
    """

    seat: int
    candidate: int
    other: int
    team: Choice | None
    points: int


def in_window(problem: Problem, choice: Choice) -> tuple[Problem, Choice]:
    """Return the problem of the choice's window alone, and the choice in it."""
    rows = np.flatnonzero(problem.serves[:, choice.window])
    part = problem.restrict(rows, np.array([choice.window]))
    return part, Choice(0, tuple(np.searchsorted(rows, choice.candidates).tolist()))


def substitutes(part: Problem, choice: Choice) -> Iterator[Substitutes]:
    """Yield, for each filled seat of a team, who else could have it; the problem has one window."""
    totals = Totals(part)
    for candidate in sorted(choice.candidates, key=lambda place: int(part.seat[place])):
        seat = int(part.seat[candidate])
        partial = np.array([[place for place in choice.candidates if place != candidate]], dtype=np.intp)
        others = np.flatnonzero((part.seat == seat) & (part.peers != part.peers[candidate]))
        points = totals.with_each(partial, others)[0]
        others, points = others[points > NEVER], points[points > NEVER]
        ids = part.peer_ids[part.peers[others]].astype(str)
        order = np.lexsort((ids, -points))
        yield Substitutes(seat, candidate, others[order], points[order])


def fallbacks(part: Problem, choice: Choice) -> Iterator[Fallback]:
    """Yield, for each member of a team, the best team that remains without them; the problem has one window."""
    for seat, candidate, others, points in substitutes(part, choice):
        partial = tuple(place for place in choice.candidates if place != candidate)
        best = Fallback(seat, candidate, EMPTY, None, 0)
        if len(others):
            other = int(others[0])
            best = Fallback(seat, candidate, other, Choice(0, (*partial, other)), int(points[0]))
        empty = Choice(0, partial)
        if part.holds(empty) and (best.team is None or part.score(empty) > best.points):
            best = Fallback(seat, candidate, EMPTY, empty, part.score(empty))
        yield best
