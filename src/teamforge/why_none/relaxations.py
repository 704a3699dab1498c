"""
Relaxations: what would make a team possible, each a changed challenge that is solved and whose team is verified.

Offered are one more window, a date to avoid less, a shorter lead time, waivers of review rules, a seat that may stay
empty, a pin less, a looser bound of a rule, and peers of unknown availability if they turn out to be free. A hard
conflict of interest is never offered, nor an exclusion: those were decided. Where nothing alone is
enough, two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce

from teamforge.challenge import Challenge
from teamforge.diagnosis import Core, Relaxation
from teamforge.problem import Given
from teamforge.search import StopWatch
from teamforge.status import Status
from teamforge.study import team_of, work_out
from teamforge.verify import check
from teamforge.why_none.changes import Change, Ladder, ladders
from teamforge.why_none.dates import more_windows, nearest_window
from teamforge.why_none.waivers import fewest_waivers

__all__ = ["find_relaxations"]

_ENOUGH = 5
"""So many pairs of changes are enough to choose from."""


def find_relaxations(given: Given, core: Core, watch: StopWatch) -> tuple[tuple[Relaxation, ...], bool]:
    """
    Return what would make a team possible, the most points first; and whether everything was tried.

    Parameters
    ----------
    core
        What cannot hold together: whoever wants a team has to loosen something in it, or to add a window.
    """
    trying = _Trying(given, core, watch)
    found = list(trying.alone()) or list(trying.in_pairs())
    found.sort(key=lambda each: (-each.points, each.text))
    return tuple(found), trying.complete


@dataclass(eq=False)
class _Trying:
    given: Given
    core: Core
    watch: StopWatch
    complete: bool = True
    ladders: list[Ladder] = field(init=False)
    """What can be loosened at all; those that the core needs first."""
    needed: int = field(init=False)
    """How many the core needs."""

    def __post_init__(self) -> None:
        core = {(each.kind, each.name) for each in self.core.requirements}
        every = [ladder for ladder in ladders(self.given) if ladder.steps]
        here = [ladder for ladder in every if ladder.requirement in core or not self.core.minimal]
        self.ladders = here + [ladder for ladder in every if ladder not in here]
        self.needed = len(here)

    def alone(self) -> Iterator[Relaxation]:
        """Yield what is enough by itself."""
        challenge = self.given.challenge
        for ladder in self.ladders[: self.needed]:
            yield from self._tightest(challenge, ladder)
        for find in (nearest_window, fewest_waivers):
            if (change := find(self.given.pool, challenge, self.watch)) is not None:
                yield from self._solved(challenge, change)

    def in_pairs(self) -> Iterator[Relaxation]:
        """Yield some pairs of changes that are enough together."""
        for count, pair in enumerate(self._pairs(), start=1):
            yield pair
            if count == _ENOUGH or self._over():
                return

    def _pairs(self) -> Iterator[Relaxation]:
        pool, challenge = self.given.pool, self.given.challenge
        wider = more_windows(challenge)
        if (waivers := fewest_waivers(pool, wider, self.watch)) is not None:
            then = waivers.apply(challenge)
            if (window := nearest_window(pool, then, self.watch)) is not None:
                yield from self._solved(challenge, waivers, window)
        for place, ladder in enumerate(self.ladders[: self.needed]):
            loosest = ladder.steps[-1]
            for find in (nearest_window, fewest_waivers):
                if (change := find(pool, loosest.apply(challenge), self.watch)) is not None:
                    yield from self._tightest(challenge, ladder, change)
            for other in self.ladders[place + 1 :]:
                if other.requirement != ladder.requirement and not self._over():
                    yield from self._tightest(challenge, ladder, other.steps[-1])

    def _tightest(self, challenge: Challenge, ladder: Ladder, *others: Change) -> Iterator[Relaxation]:
        """Yield the first step of a ladder that is enough, beside other changes: by bisection, the last tried first."""
        best = next(self._solved(challenge, ladder.steps[-1], *others), None)
        if best is None:
            return
        low, high = 0, len(ladder.steps) - 1
        while low < high:
            middle = (low + high) // 2
            found = next(self._solved(challenge, ladder.steps[middle], *others), None)
            if found is None:
                low = middle + 1
            else:
                best, high = found, middle
        yield best

    def _solved(self, challenge: Challenge, *changes: Change) -> Iterator[Relaxation]:
        """Yield a changed challenge's best team, if there is one; verified."""
        if self._over():
            return
        relaxed = reduce(lambda old, change: change.apply(old), changes, challenge)
        known = work_out(self.given.pool, relaxed, time_limit=None if self.watch.deadline is None else self.watch.left)
        if known.found.choice is None or known.found.status is not Status.OPTIMAL:
            self.complete &= known.found.status is Status.INFEASIBLE
            return
        team = team_of(known.problem, known.found.choice)
        points = check(self.given.pool, relaxed, team, known.found.points).points
        text = " and ".join(change.text for change in changes)
        yield Relaxation(tuple(change.kind for change in changes), text, points, team, relaxed)

    def _over(self) -> bool:
        """Return whether the time is up: then not everything was tried."""
        self.complete &= not self.watch.over()
        return self.watch.over()
