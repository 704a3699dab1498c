"""
Good teams of one challenge under charges, found from known teams by exchanging one member after another.

This proves nothing, but takes a small part of the time of `pricing`: so the prices settle between its rounds.
"""

from __future__ import annotations

import numpy as np

from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Bools, Ints, Points, Rows

_BROKEN = 1 << 40
"""The cost of a broken bound: more than any points, yet hundreds of them stay below 2⁶³."""
_NEVER = -(1 << 60)
_LEAST = -(1 << 50)
"""The value of a seat that nobody can have: sums of it stay far from 2⁶³."""


class Swaps:
    """
    Exchanges the members of teams, one by one, as long as that brings points.

    Parameters
    ----------
    problem
        The compiled problem; its candidates are sorted by seat.
    priority
        The factor on its points.
    """

    def __init__(self, problem: Problem, priority: int) -> None:
        self._problem, self._priority, seats = problem, priority, len(problem.seats)
        sizes = [len(tallies) for tallies in problem.tallies]
        firsts = np.cumsum([0, *sizes])
        self._least = np.repeat([tallies.minimum for tallies in problem.tallies], sizes)
        most = [seats if tallies.maximum is None else tallies.maximum for tallies in problem.tallies]
        self._most = np.repeat(most, sizes)
        self._worth = np.zeros((firsts[-1], seats + 2), dtype=np.int64)  # of 0, 1, 2, … members
        member, number = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        self._gains = np.zeros((firsts[-1], seats + 1), dtype=np.int64)  # of the first, second, … member
        for first, size, tallies in zip(firsts[:-1], sizes, problem.tallies, strict=True):
            own = np.array(tallies.gains_to(seats + 1), dtype=np.int64) * priority
            self._worth[first : first + size, 1:] = np.cumsum(own)
            own[: tallies.minimum] += _BROKEN
            if tallies.maximum is not None:
                own[tallies.maximum :] -= _BROKEN
            self._gains[first : first + size] = own
            member.append(tallies.members.astype(np.int64))
            number.append(first + np.repeat(np.arange(size), np.diff(tallies.offsets)))
        members, numbers = np.concatenate(member), np.concatenate(number)
        order = np.argsort(members, kind="stable")
        self._of = numbers[order].astype(np.int32)  # there are many of them
        self._ends = np.searchsorted(members[order], np.arange(len(problem) + 1))
        self._own = problem.points * priority
        self._seats = [self._seat(seat) for seat in range(seats)]

    def _seat(self, seat: int) -> tuple[Rows, Ints, Rows]:
        """Return a seat's candidates, their tallies one after another, and where those of each one start and end."""
        first, last = np.searchsorted(self._problem.seat, (seat, seat + 1))
        ends = self._ends[first : last + 1]
        return np.arange(first, last), self._of[ends[0] : ends[-1]], ends - ends[0]

    def _tallies(self, row: int) -> Ints:
        """Return the tallies that a candidate counts in."""
        return self._of[self._ends[row] : self._ends[row + 1]]

    def points(self, choice: Choice, serves: Bools) -> int | None:
        """Return the points of a team times the priority; None if it is not valid. `serves` is as for `improved`."""
        problem, rows = self._problem, list(choice.candidates)
        filled = np.bincount(problem.seat[rows], minlength=len(problem.seats))
        counts = np.zeros(len(self._gains), dtype=np.int64)
        for row in rows:
            counts[self._tallies(row)] += 1
        if (
            (filled > 1).any()
            or (filled < np.array(problem.required)).any()
            or not serves[rows, choice.window].all()
            or (counts < self._least).any()
            or (counts > self._most).any()
        ):
            return None
        own = int(self._own[rows].sum()) + int(self._worth[np.arange(len(counts)), counts].sum())
        return own + self._priority * (int(problem.window_points[choice.window]) + problem.constant)

    def windows(self, choice: Choice, charges: Points, serves: Bools) -> list[int]:
        """
        Return the windows, most promising first: each seat at its best there, with the others kept.

        `choice`, `charges` and `serves` are as for `improved`.
        """
        counts, every = np.zeros(len(self._gains), dtype=np.int64), np.arange(len(self._gains))
        for row in choice.candidates:
            counts[self._tallies(row)] += 1
        seat_of = {int(self._problem.seat[row]): row for row in choice.candidates}
        own = np.where(serves, self._own[:, None] - charges, _NEVER)
        likely = self._problem.window_points * self._priority
        for seat, (rows, entries, ends) in enumerate(self._seats):
            mine = self._tallies(seat_of[seat]) if seat in seat_of else np.zeros(0, dtype=np.int64)
            counts[mine] -= 1
            sums = np.concatenate(([0], np.cumsum(self._gains[every, counts][entries])))
            best = (own[rows] + np.diff(sums[ends])[:, None]).max(axis=0, initial=_NEVER)
            likely = likely + np.maximum(best, _LEAST if self._problem.required[seat] else 0)
            counts[mine] += 1
        order: list[int] = np.argsort(-likely, kind="stable").tolist()
        return order

    def improved(self, choice: Choice, charges: Points, serves: Bools) -> Choice:
        """
        Return a team in the same window that no single exchange improves.

        Parameters
        ----------
        choice
            A valid team.
        charges
            As in `Problem.priced`.
        serves
            Which candidate can serve in which window, a subset of the problem's `serves` (candidates × windows).
        """
        team = dict.fromkeys(range(len(self._seats)), -1)
        counts = np.zeros(len(self._gains), dtype=np.int64)
        every = np.arange(len(counts))
        for row in choice.candidates:
            team[int(self._problem.seat[row])] = row
            counts[self._tallies(row)] += 1
        own = np.where(serves[:, choice.window], self._own - charges[:, choice.window], _NEVER)
        steady = 0
        while steady < len(team):
            for seat, (rows, entries, ends) in enumerate(self._seats):
                now = team[seat]
                if now >= 0:
                    counts[self._tallies(now)] -= 1
                sums = np.concatenate(([0], np.cumsum(self._gains[every, counts][entries])))
                values = own[rows] + np.diff(sums[ends])
                best = int(np.argmax(values)) if len(rows) else -1
                team[seat] = self._better(seat, now, rows, values, best)
                if team[seat] >= 0:
                    counts[self._tallies(team[seat])] += 1
                steady = steady + 1 if team[seat] == now else 1
                if steady >= len(team):
                    break
        return Choice(choice.window, tuple(sorted(row for row in team.values() if row >= 0)))

    def _better(self, seat: int, now: int, rows: Rows, values: Points, best: int) -> int:
        """Return who has a seat after an exchange; if nobody is better, the present holder."""
        worth = int(values[np.searchsorted(rows, now)]) if now >= 0 else 0
        top = int(values[best]) if best >= 0 else _NEVER
        if not self._problem.required[seat] and max(top, worth) < 0:
            return -1
        return int(rows[best]) if top > worth or (now < 0 and top > 0) else now
