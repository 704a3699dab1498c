"""
The smallest change that would put a peer on a best team: being free on other days, or knowing more about a theme.

A changed peer is a guest of the compiled problem: a copy of a candidate that only the guest's own team may hold. For
nearly all changes the prices of each window show that they are not enough; the rest are searched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from teamforge.errors import InternalError
from teamforge.page.words import days_in_words
from teamforge.pool import Pool
from teamforge.pool.columns import Availability
from teamforge.problem import Choice, Problem, Tallies, Term
from teamforge.problem.criteria.coverage import TOP_LEVEL, gains_of
from teamforge.problem.eligibility import closed_windows
from teamforge.search import Budget
from teamforge.search.bound import NEVER, SCALE, bound
from teamforge.search.queries.best_with_each import BestWithEach, best_with_each
from teamforge.solve import Solved, team_of
from teamforge.spec.dates import date_of
from teamforge.spec.words import spoken
from teamforge.verify import check

_AT_ONCE = 4_000
"""The most changes to look at together."""

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class NearestChange:
    """
    The smallest change that would put a peer on a best team.

    Parameters
    ----------
    days
        The days to be free on, in words; empty if a theme changes instead.
    theme
        The theme to know more about.
    level, more
        The peer's level in it, and how many more levels it takes.

    Examples
    --------
    >>> print(NearestChange(theme="prevention", level=2, more=1))
    prevention 2 → 3
    """

    days: str = ""
    theme: str = ""
    level: int = 0
    more: int = 0

    def __str__(self) -> str:
        """Return the change in a few words."""
        return f"free {self.days}" if self.days else f"{spoken(self.theme)} {self.level} → {self.level + self.more}"


@dataclass(frozen=True, slots=True)
class _Guest:
    """
    A candidate with one change.

    Parameters
    ----------
    row
        The candidate.
    window
        The window in which they would be free; None if a theme changes instead.
    theme, level, more
        The theme, the peer's level in it, and how many more levels.
    """

    row: int
    window: int | None = None
    theme: str = ""
    level: int = 0
    more: int = 0


def nearest_changes(solved: Solved, each: BestWithEach, peers: Rows, budget: Budget) -> Mapping[int, NearestChange]:
    """
    Return the smallest change that would put each of some peers on a best team, by position, if one is enough.

    `each` has the best team with each candidate, and those of the peers have fewer points than the best. Other days
    come first, the earliest of them; then a theme of the scope by as few levels as possible, the weightiest theme
    first. A peer who would need more than one change is left out.
    """
    changes = _Changes(solved, each)
    guests = [
        *changes.freed(peers),
        *(guest for more in range(1, TOP_LEVEL + 1) for guest in changes.raised(peers, more)),
    ]
    return changes.reached(guests, budget)


class _Changes:
    def __init__(self, solved: Solved, each: BestWithEach) -> None:
        self.solved, self.problem, self.each = solved, solved.problem, each
        if solved.outcome.points is None:
            raise InternalError("changes are asked for where there is no team")
        self.target = solved.outcome.points
        self.themes = sorted(
            (theme for theme in solved.instance.challenge.scope if any(gains_of(solved.instance.challenge, theme))),
            key=lambda theme: (-solved.instance.challenge.scope[theme], theme),
        )
        names = [tallies.name for tallies in self.problem.tallies]
        self.family = {theme: names.index(f"coverage:{theme}") for theme in self.themes}
        problem, prices = self.problem, solved.outcome.prices
        self.most = np.full((len(problem), len(problem.starts)), NEVER, dtype=np.int64)
        for window, own in enumerate(prices):
            bounds = bound(problem, own)
            if bounds.windows[window] > NEVER:
                rest = bounds.windows[window] - bounds.seats[problem.seat, window]
                self.most[:, window] = rest + bounds.values
        """The most points of a team with each candidate in each window, whether or not they can serve in it."""

    def _rows(self, peers: Rows) -> Rows:
        return np.flatnonzero(np.isin(self.problem.peers, peers))

    def freed(self, peers: Rows) -> Iterator[_Guest]:
        """Yield candidates made free in a window that only their availability closes."""
        rows = self._rows(peers)
        people = np.unique(self.problem.peers[rows]).astype(np.int32)
        closed = closed_windows(self.solved.instance, people)
        at = np.searchsorted(people, self.problem.peers[rows])
        counts = np.array([seat.counts for seat in self.solved.instance.challenge.seats])[self.problem.seat[rows]]
        able = closed["availability"][at] & ~closed["overlap"][at]
        able &= ~((closed["rest"] | closed["max_per_year"])[at] & counts[:, None])
        enough = able & (self.most[rows] >= self.target * SCALE)
        for row, window in np.argwhere(enough).tolist():
            yield _Guest(int(rows[row]), window)

    def raised(self, peers: Rows, more: int) -> Iterator[_Guest]:
        """Yield candidates raised by some levels in a theme."""
        prices, problem = self.solved.outcome.prices, self.problem
        counts = np.array([seat.counts for seat in self.solved.instance.challenge.seats])
        rows = self._rows(peers)
        rows = rows[counts[problem.seat[rows]]]
        for theme in self.themes:
            levels = self.solved.instance.pool.peers.levels[theme][problem.peers[rows]].astype(np.intp)
            own = np.zeros((len(prices), TOP_LEVEL + more + 1), dtype=np.int64)
            for window, priced in enumerate(prices):
                for level in range(1, TOP_LEVEL + 1):
                    own[window, level] = priced[self.family[theme]].get(level - 1, 0)
            upto = own.cumsum(axis=1)
            gain = (upto[:, levels + more] - upto[:, levels]).T
            can = problem.serves[rows] & (self.most[rows] + gain >= self.target * SCALE)
            able = can.any(axis=1) & (levels + more <= TOP_LEVEL)
            for place in np.flatnonzero(able).tolist():
                yield _Guest(int(rows[place]), None, theme, int(levels[place]), more)

    def reached(self, guests: list[_Guest], budget: Budget) -> dict[int, NearestChange]:
        """Return the first change of each peer that puts them on a team with as many points as the best."""
        found: dict[int, NearestChange] = {}
        for first in range(0, len(guests), _AT_ONCE):
            some = guests[first : first + _AT_ONCE]
            with_guests = self._with(some)
            rows = np.arange(len(self.problem), len(with_guests))
            each = best_with_each(
                with_guests,
                self.solved.outcome.prices,
                budget,
                rows,
                hypothetical=len(some),
                at_least=self.target,
                before=self.each,
                effort=self.solved.limits.effort,
            )
            for guest, row in zip(some, rows.tolist(), strict=True):
                peer = int(self.problem.peers[guest.row])
                if peer not in found and (choice := each.choices[row]) is not None:
                    found[peer] = self._answer(guest, choice, int(each.points[row]))
        return found

    def _with(self, guests: list[_Guest]) -> Problem:
        """Return the problem with guests after its candidates."""
        problem = self.problem
        rows = np.array([guest.row for guest in guests], dtype=np.intp)
        every = np.concatenate([np.arange(len(problem)), rows])
        serves = problem.serves[every]
        for place, guest in enumerate(guests, start=len(problem)):
            if guest.window is not None:
                serves[place] = np.arange(len(problem.starts)) == guest.window
        more: dict[str, list[tuple[int, int]]] = {}
        for place, guest in enumerate(guests, start=len(problem)):
            for level in range(guest.level + 1, guest.level + guest.more + 1):
                more.setdefault(f"coverage:{guest.theme}", []).append((level - 1, place))
        copies = _Copies(rows, len(problem))
        terms = {
            name: Term(
                None if term.points is None else term.points[every],
                term.windows,
                tuple(copies.beside(tallies, more.get(tallies.name, [])) for tallies in term.tallies),
                term.constant,
            )
            for name, term in problem.terms.items()
        }
        rules = tuple(copies.beside(tallies, []) for tallies in problem.rules)
        return replace(
            problem, peers=problem.peers[every], seat=problem.seat[every], serves=serves, terms=terms, rules=rules
        )

    def _answer(self, guest: _Guest, choice: Choice, points: int) -> NearestChange:
        """Return a change, after checking the team that it makes possible."""
        instance, problem = self.solved.instance, self.problem
        size = len(problem)
        candidates = tuple(guest.row if place >= size else place for place in choice.candidates)
        team = team_of(problem, Choice(choice.window, candidates))
        peer = int(problem.peers[guest.row])
        if guest.window is None:
            levels = instance.pool.peers.levels[guest.theme].copy()
            levels[peer] += guest.more
            people = replace(instance.pool.peers, levels={**instance.pool.peers.levels, guest.theme: levels})
            check(replace(instance.pool, peers=people), instance.challenge, team, points)
            return NearestChange(theme=guest.theme, level=guest.level, more=guest.more)
        start, end = int(instance.windows.starts[guest.window]), int(instance.windows.ends[guest.window])
        check(_free(instance.pool, peer, start, end), instance.challenge, team, points)
        return NearestChange(days_in_words(date_of(start), date_of(end)))


@dataclass(frozen=True, eq=False)
class _Copies:
    """Copies of some candidates of a problem."""

    rows: Rows
    size: int

    def beside(self, tallies: Tallies, more: list[tuple[int, int]]) -> Tallies:
        """Return tallies with the copies of their members added, and more pairs of a tally and a candidate."""
        of = np.repeat(np.arange(len(tallies)), np.diff(tallies.offsets))
        order = np.argsort(tallies.members, kind="stable")
        members = tallies.members[order]
        first, past = np.searchsorted(members, self.rows), np.searchsorted(members, self.rows, side="right")
        counts = past - first
        entries = order[np.repeat(first, counts) + _within(counts)]
        copies = np.repeat(np.arange(self.size, self.size + len(self.rows)), counts)
        added = np.array(more, dtype=np.intp).reshape(-1, 2)
        owner = np.concatenate([of, of[entries], added[:, 0]])
        everybody = np.concatenate([tallies.members, copies, added[:, 1]])
        order = np.argsort(owner, kind="stable")
        offsets = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=len(tallies)))))
        return replace(tallies, members=everybody[order].astype(np.int32), offsets=offsets.astype(np.int32))


def _within(counts: NDArray[np.integer]) -> NDArray[np.integer]:
    """Return 0, 1, … below each count, one count after another."""
    within: NDArray[np.integer] = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return within


def _free(pool: Pool, peer: int, start: int, end: int) -> Pool:
    """Return a pool in which a peer is free on some days."""
    table = pool.availability
    against = (table.peer == peer) & ~table.available & (table.start <= end) & (table.end >= start)
    kept = np.flatnonzero(~against)
    free = Availability(
        np.append(table.peer[kept], np.int32(peer)),
        np.append(table.start[kept], np.int32(start)),
        np.append(table.end[kept], np.int32(end)),
        np.append(table.available[kept], np.bool_(True)),  # noqa: FBT003 -- what numpy calls it
        np.append(table.row[kept], np.int32(0)),
    )
    return replace(pool, availability=free)
