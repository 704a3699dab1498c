"""
A greedy choice: in every window, seat by seat, whoever adds most and breaks nothing; the best of these teams.

It proves nothing, and finds no team where an early choice leaves a later seat without anybody.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from benchmarks.rivals.answer import Answer
from teamforge.problem import Choice, Problem, Tallies
from teamforge.spec.status import Status


def solve(problem: Problem, seconds: float) -> Answer:
    """Return the best greedy team over all windows, or over those that the time allows."""
    began = time.perf_counter()
    groups = [_Group(tallies, problem) for tallies in problem.tallies]
    built = time.perf_counter()
    best, points = None, 0
    for window in range(len(problem.starts)):
        if time.perf_counter() - began > seconds:
            break
        choice = _team(problem, groups, window)
        if choice is not None and problem.holds(choice) and (best is None or problem.score(choice) > points):
            best, points = choice, problem.score(choice)
    solved = time.perf_counter()
    return Answer(Status.UNKNOWN if best is None else Status.FEASIBLE, best, None, built - began, solved - built)


class _Group:
    """Tallies, found by the candidates they hold."""

    def __init__(self, tallies: Tallies, problem: Problem) -> None:
        self.tallies = tallies
        self.gains = np.array((*tallies.gains_to(len(problem.seats)), 0), dtype=np.int64)
        self.tally = np.repeat(np.arange(len(tallies)), np.diff(tallies.offsets))
        self.order = np.argsort(tallies.members, kind="stable")
        self.sorted = tallies.members[self.order]

    def of(self, candidate: int) -> NDArray[np.intp]:
        """Return the tallies that hold a candidate."""
        first, last = np.searchsorted(self.sorted, [candidate, candidate + 1])
        return self.tally[self.order[first:last]]


def _team(problem: Problem, groups: list[_Group], window: int) -> Choice | None:
    worth = problem.points.copy()
    barred = ~problem.serves[:, window]
    counts = [np.zeros(len(group.tallies), dtype=np.intp) for group in groups]
    for group in groups:
        np.add.at(worth, group.tallies.members, group.gains[0])
        if group.tallies.maximum == 0:
            barred[group.tallies.members] = True
    chosen: list[int] = []
    for seat, required in enumerate(problem.required):
        places = np.flatnonzero((problem.seat == seat) & ~barred)
        if not len(places):
            if required:
                return None
            continue
        best = int(places[np.argmax(worth[places])])
        if not required and worth[best] < 0:
            continue
        chosen.append(best)
        for group, count in zip(groups, counts, strict=True):
            for tally in group.of(best):
                members = group.tallies.of(tally)
                worth[members] += group.gains[count[tally] + 1] - group.gains[count[tally]]
                count[tally] += 1
                if count[tally] == group.tallies.maximum:
                    barred[members] = True
    return Choice(window, tuple(chosen))
