"""Repair a team that has lost a member, with the fewest changes and, among those, the most points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from teamforge.problem import Choice, Problem, Tallies, Term
from teamforge.problem.arrays import Bools, Points, Rows
from teamforge.search.bound import NEVER, big_m
from teamforge.search.budget import Budget, SearchLimits
from teamforge.search.engine import search
from teamforge.search.totals import Totals
from teamforge.spec.status import Status


@dataclass(frozen=True, slots=True)
class Vacancy:
    """
    A seat that a member has left; apart from the problem, small enough to send to another process.

    Parameters
    ----------
    problem
        The problem of one window.
    serves
        Which candidates can still serve.
    stay
        The candidates who stay on the team.
    seat
        The empty seat.
    more
        Further tallies that apply.
    most
        The most stand-ins wanted; None for all.
    """

    problem: Problem
    serves: Bools
    stay: tuple[int, ...]
    seat: int
    more: tuple[Tallies, ...] = ()
    most: int | None = None

    def part(self) -> tuple[Problem, Rows, Choice]:
        """Return the problem of those who can serve, their positions in it, and who stays."""
        rows = np.flatnonzero(self.serves)
        whole = replace(self.problem, rules=(*self.problem.rules, *self.more))
        here = Choice(0, tuple(np.searchsorted(rows, self.stay).tolist()))
        return whole.restrict(rows, np.array([0])), rows, here


def stand_ins(vacancy: Vacancy, _budget: Budget) -> list[tuple[int, int]]:
    """Return who could have the seat if everybody else stays, with the team's points: best first, then by id."""
    part, rows, here = vacancy.part()
    others, points = _others(part, here, vacancy.seat)
    return [(int(rows[other]), int(own)) for other, own in zip(others, points, strict=True)][: vacancy.most]


def fill_vacancy(vacancy: Vacancy, budget: Budget) -> tuple[int, ...] | None:
    """
    Return the team that changes the fewest seats and, of those, has the most points; None without one.

    At least one seat changes. So the best team with another peer on the seat, or with nobody if it may stay empty, is
    the answer if one exists; otherwise a search finds it.
    """
    part, rows, here = vacancy.part()
    others, points = _others(part, here, vacancy.seat)
    best = (*here.candidates, int(others[0])) if len(others) else None
    if part.holds(here) and (best is None or part.score(here) > points[0]):
        best = here.candidates
    if best is None:
        filled = {int(part.seat[each]) for each in here.candidates} | {vacancy.seat}
        empty = [seat for seat in range(len(part.seats)) if seat not in filled]
        found = search(keeping(part, here.candidates, empty), SearchLimits(None, None), None, budget)
        if found.status is not Status.INFEASIBLE and found.status is not Status.OPTIMAL:
            raise budget.ended()
        best = None if found.choice is None else found.choice.candidates
    return None if best is None else tuple(sorted(rows[list(best)].tolist()))


def keeping(part: Problem, held: Sequence[int], empty: Sequence[int]) -> Problem:
    """
    Return the problem in which each seat that stays as it was is worth more than all other points.

    Parameters
    ----------
    held
        The candidates who had a seat and can still serve.
    empty
        The seats that nobody had.
    """
    worth = big_m(part)
    points = np.where(np.isin(part.seat, np.array(empty, dtype=part.seat.dtype)), -worth, 0).astype(np.int64)
    points[list(held)] = worth
    return replace(part, terms={**part.terms, "kept": Term(points=points)})


def _others(part: Problem, here: Choice, seat: int) -> tuple[Rows, Points]:
    """Return who could have a seat if everybody else stays, and the team's points then; best first."""
    others = np.flatnonzero(part.seat == seat)
    points = Totals(part).with_each(np.array([here.candidates], dtype=np.intp), others)[0]
    others, points = others[points > NEVER], points[points > NEVER]
    order = np.lexsort((part.peer_ids[part.peers[others]].astype(str), -points))
    return others[order], points[order]
