"""
The team whose worst single drop-out costs least, among those that have nearly the most points.

All of those teams are listed, from the prices of each window. Then, seat by seat, the best substitute is found at once
for all teams that share their other members.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from teamforge.problem import Choice, Problem
from teamforge.problem.arrays import Points, Rows
from teamforge.search.bound import NEVER, Prices, bound
from teamforge.search.enumerate import Options, TooManyError, combinations, options_of
from teamforge.search.ties import tie_costs
from teamforge.search.totals import EMPTY, Totals

_TEAMS = 50_000
"""At most this many teams are compared."""
_PARTIALS = 1_000_000
"""Teams are listed from at most this many partial teams of a window."""
_AT_ONCE = 1 << 11
"""This many partial teams are held in memory at once."""


@dataclass(frozen=True, slots=True)
class Robust:
    """
    The most robust of the teams that were compared.

    Parameters
    ----------
    choice
        The team.
    within
        All teams at most this many points below the best were compared.
    teams
        The number of teams compared.
    """

    choice: Choice
    within: int
    teams: int


def most_robust(problem: Problem, proofs: Sequence[Prices], points: int, loss: int, seed: int) -> Robust | None:
    """
    Return the team whose worst single drop-out costs least; of several, that with the most points, then the earliest.

    Parameters
    ----------
    proofs
        The prices that prove each window's bound.
    points
        The points of the best team.
    loss
        Teams at most this many points below the best are compared; halved until those are few enough.
    seed
        Breaks ties, as in `search`.

    Returns
    -------
    Robust or None
        None if even the best teams are too many to compare.
    """
    within = loss
    while (windows := _near_best(problem, proofs, points - within)) is None:
        if not within:
            return None
        within //= 2
    _, choice = min((window.best(seed) for window in windows if len(window.teams)), key=lambda found: found[0])
    return Robust(choice, within, sum(len(window.teams) for window in windows))


def _near_best(problem: Problem, proofs: Sequence[Prices], target: int) -> list[_NearBest] | None:
    """Return the teams of each window that have at least `target` points; None if too many."""
    try:
        found = [_NearBest.of(problem, place, prices, target) for place, prices in enumerate(proofs)]
    except TooManyError:
        return None
    return found if sum(len(each.teams) for each in found) <= _TEAMS else None


@dataclass(frozen=True, eq=False)
class _NearBest:
    """
    The teams of a window that have enough points.

    Parameters
    ----------
    place
        The window.
    rows
        The candidates who serve in it.
    part
        The problem of those candidates in that window.
    teams
        A row for each team and a column for each seat: candidates of the part, or `EMPTY`.
    points
        The points of each team.
    """

    place: int
    rows: Rows
    part: Problem
    teams: Rows
    points: Points

    @classmethod
    def of(cls, problem: Problem, place: int, prices: Prices, target: int) -> _NearBest:
        rows = np.flatnonzero(problem.serves[:, place])
        part = problem.restrict(rows, np.array([place]))
        bounds = bound(part, prices)
        teams, points = np.zeros((0, len(problem.seats)), dtype=np.intp), np.zeros(0, dtype=np.int64)
        slack = bounds.slack(0, target)
        if bounds.windows[0] > NEVER and slack >= 0:
            options = options_of(part, bounds, np.flatnonzero(bounds.reduced_costs(part, 0) <= slack))
            for some, worth in _listed(part, options, slack, target):
                teams, points = np.concatenate([teams, some]), np.concatenate([points, worth])
                if len(teams) > _TEAMS:
                    raise TooManyError
        return cls(place, rows, part, teams, points)

    def best(self, seed: int) -> tuple[tuple[int, int, int, int], Choice]:
        """Return the numbers that the most robust team is compared by, and the team."""
        worst = np.full(len(self.teams), np.iinfo(np.int64).min)
        totals = Totals(self.part)
        for seat in range(self.teams.shape[1]):
            filled = self.teams[:, seat] != EMPTY
            worst[filled] = np.maximum(worst[filled], self._costs(totals, seat)[filled])
        least = np.flatnonzero(worst == worst.min())
        least = least[self.points[least] == self.points[least].max()]
        chosen = np.unique(self.teams[least])
        chosen = chosen[chosen != EMPTY]
        lots = np.zeros(len(self.part) + 1, dtype=np.int64)
        lots[chosen] = tie_costs(self.part, chosen, seed)
        first = least[lots[self.teams[least]].sum(axis=1).argmin()]
        team = self.teams[first]
        choice = Choice(self.place, tuple(self.rows[np.sort(team[team != EMPTY])].tolist()))
        lot = int(lots[team].sum())
        return (int(worst[first]), -int(self.points[first]), self.place, lot), choice

    def _costs(self, totals: Totals, seat: int) -> Points:
        """Return what the drop-out of the member on a seat costs each team."""
        others = np.delete(self.teams, seat, axis=1)
        partials, which = np.unique(others, axis=0, return_inverse=True)
        candidates = np.flatnonzero(self.part.seat == seat)
        if not self.part.required[seat]:
            candidates = np.append(candidates, EMPTY)
        first, second, best = (np.full(len(partials), NEVER, dtype=np.int64) for _ in range(3))
        for begin in range(0, len(partials), _AT_ONCE):
            piece = slice(begin, begin + _AT_ONCE)
            worth = totals.with_each(partials[piece], candidates)
            top = worth.argmax(axis=1)
            index = np.arange(len(worth))
            first[piece], best[piece] = worth[index, top], candidates[top]
            worth[index, top] = NEVER
            second[piece] = worth.max(axis=1)
        which = which.ravel()
        other = np.where(best[which] == self.teams[:, seat], second[which], first[which])
        return np.where(other > NEVER, self.points - other, -NEVER)


def _listed(part: Problem, options: Options, slack: int, target: int) -> Iterator[tuple[Rows, Points]]:
    """Yield the teams within a slack that have at least `target` points."""
    last = int(np.argmax([len(rows) for rows, _ in options]))
    found = combinations([option for place, option in enumerate(options) if place != last], slack, _PARTIALS)
    if found is None:
        raise TooManyError
    partials, candidates, totals = found[0], options[last][0], Totals(part)
    for begin in range(0, len(partials), _AT_ONCE):
        piece = partials[begin : begin + _AT_ONCE]
        worth = totals.with_each(piece, candidates)
        partial, candidate = np.nonzero(worth >= target)
        yield np.insert(piece[partial], last, candidates[candidate], axis=1), worth[partial, candidate]
