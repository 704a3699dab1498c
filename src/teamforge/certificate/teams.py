"""
The near-optimal teams of a part of a window, enumerated again.

The search enumerated them too, but nothing here is shared with it: who could be on such a team follows from
`teamforge.certificate.bounds`, and the points of a team are counted from the tallies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teamforge.certificate.work import STEP, Work
from teamforge.problem import Problem, Tallies
from teamforge.problem.arrays import Bools, Points, Rows

NOBODY = -1
"""Stands in for a candidate: the seat stays empty."""
COMPARED = 500
"""Dominance is tested among at most this many distinct candidates of a seat: part of the format."""
_COMPARISON = 1 << 5
"""Units of work for comparing two kinds of candidates."""
_AT_ONCE = 1 << 18
"""The points of this many teams are counted at once."""

Candidates = Sequence[tuple[Rows, Points]]
"""For each seat its candidates, `NOBODY` if it may stay empty, and their reduced costs."""


def undominated_of(problem: Problem, work: Work, compared: int = COMPARED) -> Bools:
    """
    Return which candidates are undominated, with only one of those that are alike.

    One candidate dominates another of the same seat who has no more points, is in no further tally where one more
    member can help, and is in every tally of theirs where one more can harm: in the other's place they make a team
    worth no less, and just as valid. If a seat has more than `compared` distinct candidates, all of them are kept.
    """
    work.spend(STEP + _COMPARISON * sum(len(tallies.members) for tallies in problem.tallies))
    kinds = _kinds(problem)
    kept = np.zeros(len(problem), dtype=np.bool_)
    for seat in range(len(problem.seats)):
        there = {kind: place for kind, place in kinds.items() if kind.seat == seat}
        if len(there) > compared:
            kept[list(there.values())] = True
            continue
        work.spend(_COMPARISON * len(there) ** 2)
        for kind, place in there.items():
            kept[place] = not any(other.dominates(kind) for other in there if other != kind)
    return kept


@dataclass(frozen=True, slots=True)
class _Signature:
    """What makes a candidate differ from others: seat, points, the tallies where one more can help, or can harm."""

    seat: int
    points: int
    helpful: frozenset[int]
    harmful: frozenset[int]

    def dominates(self, other: _Signature) -> bool:
        return self.points >= other.points and self.helpful >= other.helpful and self.harmful <= other.harmful


def _kinds(problem: Problem) -> dict[_Signature, int]:
    """Return each kind of candidate, with the first candidate of that kind."""
    helpful: list[set[int]] = [set() for _ in range(len(problem))]
    harmful: list[set[int]] = [set() for _ in range(len(problem))]
    number = 0
    for tallies in problem.tallies:
        for tally in range(len(tallies)):
            number += 1
            members = tallies.of(tally)
            most = len(set(problem.seat[members].tolist()))  # at most one candidate of a seat is chosen
            gains = tallies.gains_to(most)
            if tallies.minimum > 0 or any(gain > 0 for gain in tallies.gains_to(len(problem.seats))):
                for member in members.tolist():
                    helpful[member].add(number)
            if (tallies.maximum is not None and tallies.maximum < most) or any(gain < 0 for gain in gains):
                for member in members.tolist():
                    harmful[member].add(number)
    kinds: dict[_Signature, int] = {}
    for place, (seat, points) in enumerate(zip(problem.seat.tolist(), problem.points.tolist(), strict=True)):
        kinds.setdefault(_Signature(seat, points, frozenset(helpful[place]), frozenset(harmful[place])), place)
    return kinds


def partials_of(candidates: Candidates, slack: int, expected: int, work: Work) -> tuple[Rows, Rows] | None:
    """
    Return the partial teams within a slack, and the candidates within it for the seat that they leave out.

    A partial team fills every seat but one: the first of the seats with the most candidates within the slack. The
    result is None if the number of partial teams is not `expected`.
    """
    able = [int((reduced_costs <= slack).sum()) for _, reduced_costs in candidates]
    last = able.index(max(able))
    partials, spent = np.zeros((1, 0), dtype=np.intp), np.zeros(1, dtype=np.int64)
    for seat, (rows, reduced_costs) in enumerate(candidates):
        if seat == last:
            continue
        cheapest = np.argsort(reduced_costs, kind="stable")
        fitting = np.searchsorted(reduced_costs[cheapest], slack - spent, side="right")
        # The best of each seat has reduced cost 0, so the number can only grow with every seat. They are counted before
        # they are made, so no certificate can ask for more memory than the teams it names.
        count = int(fitting.sum())
        if count > expected:
            return None
        work.spend(count * len(candidates))
        partial = np.repeat(np.arange(len(spent)), fitting)
        row = cheapest[np.arange(count) - np.repeat(np.cumsum(fitting) - fitting, fitting)]
        partials = np.column_stack([partials[partial], rows[row]])
        spent = spent[partial] + reduced_costs[row]
    rows, reduced_costs = candidates[last]
    return (partials, rows[reduced_costs <= slack]) if len(partials) == expected else None


def better_team(problem: Problem, partials: Rows, others: Rows, target: int, work: Work) -> bool:
    """Return whether a partial team and one of the others, for the seat left out, make a team of `target` points."""
    if not len(partials) or not len(others):
        return False
    most = max(_most(problem, other) for other in others.tolist())
    partials = partials[_points(problem, partials, work, whole=False) + most >= target]
    for first in range(0, len(partials), max(1, _AT_ONCE // len(others))):
        some = partials[first : first + max(1, _AT_ONCE // len(others))]
        teams = np.column_stack([np.repeat(some, len(others), axis=0), np.tile(others, len(some))])
        if (_points(problem, teams, work, whole=True) >= target).any():
            return True
    return False


def _points(problem: Problem, teams: Rows, work: Work, *, whole: bool) -> Points:
    """
    Return the points of each team; a team that breaks the bound of a tally is far below any other.

    A team that is not `whole` has a seat to fill: minimums do not bind it yet.
    """
    own = np.append(problem.points, 0)
    points: Points = own[teams].sum(axis=1) + int(problem.window_points[0]) + problem.constant
    for tallies in problem.tallies:
        table = _table(tallies, teams.shape[1], whole=whole)
        touched = np.zeros(len(problem) + 1, dtype=np.bool_)
        touched[np.unique(teams)] = True
        touched[NOBODY] = False
        for tally in range(len(tallies)):
            members = tallies.of(tally)
            if not touched[members].any():
                points += table[0]
                continue
            work.spend(len(teams))
            member = np.zeros(len(problem) + 1, dtype=np.bool_)
            member[members] = True
            points += table[member[teams].sum(axis=1)]
    return points


def _table(tallies: Tallies, seats: int, *, whole: bool) -> Points:
    """Return the points of a tally for 0, 1, 2, … chosen candidates."""
    totals = [0]
    for gain in tallies.gains_to(seats):
        totals.append(totals[-1] + gain)
    most = seats if tallies.maximum is None else tallies.maximum
    least = tallies.minimum if whole else 0
    return np.array([total if least <= count <= most else -(1 << 40) for count, total in enumerate(totals)])


def _most(problem: Problem, candidate: int) -> int:
    """Return the most that a candidate can add to a team: gains never increase, so the first gain is the highest."""
    if candidate == NOBODY:
        return 0
    most = int(problem.points[candidate])
    for tallies in problem.tallies:
        in_them = int((tallies.members == candidate).sum())
        most += in_them * (*tallies.gains_to(1), 0)[0]
    return most
