"""
The team whose worst single drop-out costs least, among those that have nearly the most points.

All of them are listed, with the prices of each window as in `near`. Of each, and of each of its seats, the best other
candidate is found at once for all teams that share the partial.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Choice, Problem
from teamforge.search.bound import NEVER, Prices, bound
from teamforge.search.enumerate import EMPTY, TooManyError, Totals, combinations
from teamforge.search.queries.counting import options_within
from teamforge.search.ties import tie_costs

__all__ = ["Robust", "most_robust"]

_TEAMS = 50_000
"""So many teams are compared at the most."""
_PARTIALS = 1_000_000
_PIECE = 1 << 11

Rows = NDArray[np.intp]
Points = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Robust:
    """
    The most robust of the teams that were compared.

    Parameters
    ----------
    choice
        The team.
    within
        All teams were compared that have at most so many points fewer than the best.
    teams
        How many they are.
    """

    choice: Choice
    within: int
    teams: int


def most_robust(problem: Problem, proofs: Sequence[Prices], points: int, loss: int, seed: int) -> Robust | None:
    """
    Return the team whose worst single drop-out costs least; of several the one of most points, then the earliest.

    Parameters
    ----------
    proofs
        Of each window the prices that prove its bound.
    points
        Of the best team.
    loss
        So many fewer a team may have. Where there are too many such teams half as many, and so on.
    seed
        Breaks ties, as in `search`.

    Returns
    -------
    Robust or None
        None where even the best teams are too many to compare.
    """
    within = loss
    while (found := _compared(problem, proofs, points - within)) is None:
        if not within:
            return None
        within //= 2
    best = min((each.best(seed) for each in found if len(each.teams)), key=lambda each: each[0])
    return Robust(best[1], within, sum(len(each.teams) for each in found))


def _compared(problem: Problem, proofs: Sequence[Prices], target: int) -> list[_Window] | None:
    """Return the teams of each window that have at least so many points; None where they are too many."""
    try:
        found = [_Window.of(problem, place, prices, target) for place, prices in enumerate(proofs)]
    except TooManyError:
        return None
    return found if sum(len(each.teams) for each in found) <= _TEAMS else None


@dataclass(frozen=True, eq=False)
class _Window:
    """
    The teams of a window that have enough points.

    Parameters
    ----------
    rows
        The candidates that can serve in it.
    part
        The problem of them.
    teams
        A row a team and a column a seat: candidates of the part, or `EMPTY`.
    points
        Of each team.
    """

    place: int
    rows: Rows
    part: Problem
    teams: Rows
    points: Points

    @classmethod
    def of(cls, problem: Problem, place: int, prices: Prices, target: int) -> _Window:
        rows = np.flatnonzero(problem.serves[:, place])
        part = problem.restrict(rows, np.array([place]))
        bounds = bound(part, prices)
        seats = len(problem.seats)
        teams, points = np.zeros((0, seats), dtype=np.intp), np.zeros(0, dtype=np.int64)
        slack = bounds.slack(0, target)
        if bounds.windows[0] > NEVER and slack >= 0:
            for some, worth in _listed(part, options_within(part, bounds, slack), slack, target):
                teams, points = np.concatenate([teams, some]), np.concatenate([points, worth])
                if len(teams) > _TEAMS:
                    raise TooManyError
        return cls(place, rows, part, teams, points)

    def best(self, seed: int) -> tuple[tuple[int, int, int, int], Choice]:
        """Return the most robust team, and what it is compared by."""
        worst = np.full(len(self.teams), np.iinfo(np.int64).min)
        totals = Totals(self.part)
        for seat in range(self.teams.shape[1]):
            member = self.teams[:, seat]
            filled = member != EMPTY
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
        """Return what each team loses when the member of a seat drops out."""
        others = np.delete(self.teams, seat, axis=1)
        partials, which = np.unique(others, axis=0, return_inverse=True)
        candidates = np.flatnonzero(self.part.seat == seat)
        if not self.part.required[seat]:
            candidates = np.append(candidates, EMPTY)
        first, second, best = (np.full(len(partials), NEVER, dtype=np.int64) for _ in range(3))
        for begin in range(0, len(partials), _PIECE):
            piece = slice(begin, begin + _PIECE)
            worth = totals.with_each(partials[piece], candidates)
            top = worth.argmax(axis=1)
            index = np.arange(len(worth))
            first[piece], best[piece] = worth[index, top], candidates[top]
            worth[index, top] = NEVER
            second[piece] = worth.max(axis=1)
        which = which.ravel()
        other = np.where(best[which] == self.teams[:, seat], second[which], first[which])
        return np.where(other > NEVER, self.points - other, -NEVER)


def _listed(
    part: Problem, options: list[tuple[Rows, Points]], slack: int, target: int
) -> Iterator[tuple[Rows, Points]]:
    """Yield the teams within `slack` that have at least `target` points."""
    last = int(np.argmax([len(rows) for rows, _ in options]))
    found = combinations([option for place, option in enumerate(options) if place != last], slack, _PARTIALS)
    if found is None:
        raise TooManyError
    partials, candidates, totals = found[0], options[last][0], Totals(part)
    for begin in range(0, len(partials), _PIECE):
        piece = partials[begin : begin + _PIECE]
        worth = totals.with_each(piece, candidates)
        partial, candidate = np.nonzero(worth >= target)
        yield np.insert(piece[partial], last, candidates[candidate], axis=1), worth[partial, candidate]
