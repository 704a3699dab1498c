"""
Candidates that no other candidate dominates: a best team needs nobody else.

One candidate dominates another of the same seat if taking their place never makes a team worse: they have at least as
many points, are in every tally of the other in which one more member can help, and in no further tally in which one
more can harm.
"""

from __future__ import annotations

import numpy as np

from teamforge.problem import Problem
from teamforge.problem.arrays import Bools, Points, Rows
from teamforge.search.ties import in_order

COMPARED = 500
"""
Dominance is tested among at most this many distinct candidates of a seat; on a larger seat all count as undominated.

The certificate's checker uses the same number: it is part of the format.
"""


def undominated(problem: Problem, costs: Points | None = None, compared: int = COMPARED) -> Rows:
    """
    Return the undominated candidates of a problem, by peer id; of like candidates, only the first.

    Parameters
    ----------
    costs
        The cost of each candidate. If given, nobody dominates a candidate who costs less.
    compared
        The most distinct candidates of a seat among which dominance is tested; larger seats are left as they are.
    """
    every = in_order(problem, np.arange(len(problem)))
    if costs is not None:
        every = every[np.argsort(costs[every], kind="stable")]
    memberships = _Memberships(problem)
    order = np.argsort(memberships.member, kind="stable")
    ends = np.searchsorted(memberships.member[order], np.arange(len(problem) + 1)).tolist()
    numbers = memberships.number[order]
    seat, points = problem.seat.tolist(), problem.points.tolist()
    kinds: dict[tuple[int, int, bytes], int] = {}
    for row in every.tolist():
        kinds.setdefault((seat[row], points[row], numbers[ends[row] : ends[row + 1]].tobytes()), row)
    distinct = np.array(list(kinds.values()), dtype=np.intp)
    kept = [np.zeros(0, dtype=np.intp)]
    for place in range(len(problem.seats)):
        rows = distinct[problem.seat[distinct] == place]
        kept.append(_of_seat(problem, memberships, rows, costs) if len(rows) <= compared else rows)
    return np.concatenate(kept)


def _of_seat(problem: Problem, memberships: _Memberships, rows: Rows, costs: Points | None) -> Rows:
    """Return the undominated candidates among a seat's distinct ones."""
    numbers, table = memberships.table(rows, len(problem))
    helpful = table[:, memberships.helps[numbers]].astype(np.float32)
    harmful = table[:, memberships.harms[numbers]].astype(np.float32)
    lacking = (1 - helpful) @ helpful.T  # helpful tallies of the other (column) that the one (row) is not in
    burden = harmful @ (1 - harmful).T
    dominates = (lacking == 0) & (burden == 0) & (problem.points[rows][:, None] >= problem.points[rows])
    if costs is not None:
        dominates &= costs[rows][:, None] <= costs[rows]
    np.fill_diagonal(dominates, val=False)
    kept: Rows = rows[~dominates.any(axis=0)]
    return kept


class _Memberships:
    """Which candidate is in which of the tallies that matter, as pairs of a candidate and the number of a tally."""

    def __init__(self, problem: Problem) -> None:
        seats = len(problem.seats)
        member, number, helps, harms = [], [], [], []
        for tallies in problem.tallies:
            of = np.repeat(np.arange(len(tallies)), np.diff(tallies.offsets))
            # A team has at most one candidate of a seat: no more of a tally are chosen than it has seats.
            on = np.zeros((len(tallies), seats), dtype=np.bool_)
            on[of, problem.seat[tallies.members]] = True
            span = on.sum(axis=1)
            gains = np.array([0, *tallies.gains_to(seats)])
            least = np.minimum.accumulate(gains)[span] < 0
            helps.append(np.full(len(tallies), tallies.minimum > 0 or gains.max() > 0))
            harms.append(least if tallies.maximum is None else least | (tallies.maximum < span))
            number.append(of + sum(map(len, helps[:-1])))
            member.append(tallies.members)
        self.helps, self.harms = np.concatenate([[], *helps]).astype(bool), np.concatenate([[], *harms]).astype(bool)
        pairs = np.concatenate([[], *number]).astype(np.int32)
        matter = (self.helps | self.harms)[pairs]
        self.member, self.number = np.concatenate([[], *member]).astype(np.intp)[matter], pairs[matter]

    def table(self, candidates: Rows, size: int) -> tuple[Rows, Bools]:
        """Return the numbers of the tallies that some candidates are in, and who is in which (candidates × tallies)."""
        place = np.full(size, -1, dtype=np.intp)
        place[candidates] = np.arange(len(candidates))
        here = place[self.member] >= 0
        numbers, column = np.unique(self.number[here], return_inverse=True)
        table = np.zeros((len(candidates), len(numbers)), dtype=np.bool_)
        table[place[self.member[here]], column] = True
        return numbers, table
