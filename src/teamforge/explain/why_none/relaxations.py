"""
Relaxations: changes that would make a team possible. Each changed challenge is solved, and its team is verified.

A relaxation may add a window, drop a date to avoid, shorten the lead time, waive review rules, let seats stay empty,
drop a pin, loosen the bound of a rule, assume that peers who have not said so are free, or ask for new declarations of
interests. It never lifts a hard conflict of interest or an exclusion: those were decided. If no single change is
enough, two are combined; if no two are, as many pins as it takes are lifted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce

from teamforge.challenge import Challenge
from teamforge.explain.why_none.changes import Change, Ladder, ladders, without_pins
from teamforge.explain.why_none.dates import more_windows, nearest_window
from teamforge.explain.why_none.waivers import fewest_declarations, fewest_waivers
from teamforge.problem import Instance
from teamforge.result.diagnosis import Core, Relaxation
from teamforge.search import Budget
from teamforge.solve import solve, team_of
from teamforge.spec.status import Status
from teamforge.verify import check

_ENOUGH = 5
"""The most pairs of changes to offer."""
_PAIR = 2


def find_relaxations(instance: Instance, core: Core, budget: Budget) -> tuple[tuple[Relaxation, ...], bool]:
    """
    Return what would make a team possible, and whether everything was tried.

    Something in the core must be loosened for that, or a window added. New declarations come first, then the changes
    with the most points.
    """
    trying = _Trying(instance, core, budget)
    found = list(trying.alone()) or list(trying.in_pairs()) or list(trying.without_pins())
    found.sort(key=lambda each: ("declaration" not in each.kinds, -each.points, each.text))
    return tuple(found), trying.complete


@dataclass(eq=False)
class _Trying:
    instance: Instance
    core: Core
    budget: Budget
    complete: bool = True
    ladders: list[Ladder] = field(init=False)
    """Everything that can be loosened; what the core contains comes first."""
    needed: int = field(init=False)
    """How many of them loosen something in the core."""

    def __post_init__(self) -> None:
        core = {(each.kind, each.name) for each in self.core.requirements}
        every = [ladder for ladder in ladders(self.instance) if ladder.steps]
        here = [ladder for ladder in every if ladder.requirements & core or not self.core.minimal]
        self.ladders = here + [ladder for ladder in every if ladder not in here]
        self.needed = len(here)

    def alone(self) -> Iterator[Relaxation]:
        """Yield each change that is enough by itself."""
        challenge = self.instance.challenge
        for ladder in self.ladders[: self.needed]:
            yield from self._tightest(challenge, ladder)
        tried = set()
        for find in (nearest_window, fewest_declarations, fewest_waivers):
            change = find(self.instance.pool, challenge, self.budget)
            if change is not None and change.text not in tried:
                tried.add(change.text)
                yield from self._solved(challenge, change)

    def in_pairs(self) -> Iterator[Relaxation]:
        """Yield some pairs of changes that are enough together."""
        for count, pair in enumerate(self._pairs(), start=1):
            yield pair
            if count == _ENOUGH or self._over():
                return

    def _pairs(self) -> Iterator[Relaxation]:
        pool, challenge = self.instance.pool, self.instance.challenge
        wider = more_windows(challenge)
        if (waivers := fewest_waivers(pool, wider, self.budget)) is not None:
            then = waivers.apply(challenge)
            if (window := nearest_window(waivers.apply_to_pool(pool, then), then, self.budget)) is not None:
                yield from self._solved(challenge, waivers, window)
        for place, ladder in enumerate(self.ladders[: self.needed]):
            loosest = ladder.steps[-1]
            for find in (nearest_window, fewest_waivers):
                if (change := find(pool, loosest.apply(challenge), self.budget)) is not None:
                    yield from self._tightest(challenge, ladder, change)
            for other in self.ladders[place + 1 :]:
                if other.requirements != ladder.requirements and not self._over():
                    yield from self._tightest(challenge, ladder, other.steps[-1])

    def without_pins(self) -> Iterator[Relaxation]:
        """Yield the lifting of several pins, none of which could be kept, if that is enough."""
        challenge, lifted = self.instance.challenge, list(self.instance.challenge.pins)
        if len(lifted) <= _PAIR:
            return
        best = next(self._solved(challenge, without_pins(lifted)), None)
        for seat in lifted.copy() if best is not None else ():
            fewer = [each for each in lifted if each != seat]
            if (found := next(self._solved(challenge, without_pins(fewer)), None)) is not None:
                best, lifted = found, fewer
        if best is not None:
            yield best

    def _tightest(self, challenge: Challenge, ladder: Ladder, *others: Change) -> Iterator[Relaxation]:
        """Yield the first step of a ladder that is enough, with the other changes, by bisection."""
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
        """Yield the changed challenge with its best team, verified, if there is one."""
        if self._over():
            return
        relaxed = reduce(lambda old, change: change.apply(old), changes, challenge)
        pool = reduce(lambda old, change: change.apply_to_pool(old, relaxed), changes, self.instance.pool)
        solved = solve(pool, relaxed, time_limit=None if self.budget.deadline is None else self.budget.left)
        if solved.outcome.choice is None or solved.outcome.status is not Status.OPTIMAL:
            self.complete &= solved.outcome.status is Status.INFEASIBLE
            return
        team = team_of(solved.problem, solved.outcome.choice)
        points = check(pool, relaxed, team, solved.outcome.points).points
        text = " and ".join(change.text for change in changes)
        kinds, for_host = tuple(change.kind for change in changes), all(change.for_host for change in changes)
        declared = tuple(peer for change in changes for peer in change.declared)
        yield Relaxation(kinds, text, points, team, relaxed, for_host, declared)

    def _over(self) -> bool:
        """Return whether time is up; if it is, note that not everything was tried."""
        self.complete &= not self.budget.over()
        return self.budget.over()
