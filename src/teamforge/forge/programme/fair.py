"""
The fair plan: the fewest challenges without a team, then the least greatest loss, then the most points.

The plan of the most points comes first. Then weights of the challenges prove how small the greatest loss can be at best
(`loss_bound`), and fairer plans are looked for above that.

Whether there is a plan whose greatest loss is at most T is a question of its own: each challenge keeps the candidates
who can be on a team that loses no more than T, and the search looks for a plan, or for prices that prove that there is
none. T is found by halving what is open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from teamforge.forge.programme.blocks import Block, Year
from teamforge.forge.programme.composing import Plan
from teamforge.forge.programme.loss_bound import LossBound
from teamforge.forge.programme.plan_search import PlanSearch
from teamforge.log import log_failure
from teamforge.problem.arrays import Bools, Points
from teamforge.search import SearchResult
from teamforge.search.bound import NEVER, SCALE, Bounds, bound
from teamforge.search.budget import TimeUpError
from teamforge.spec.status import Status, Stop

_OPEN = 40
"""With effort 1, the number of T that may stay open is this divided by the number of challenges."""
_OFTEN = 10
"""With effort 1, no more T than this may stay open."""
_FEWEST = 2
"""With any effort, this many T may stay open."""
_FEW = 12
"""With more challenges, no T is tried only for a proof: what weights leave open is due to fractions of teams."""
_ROUNDS = 12
"""With effort 1, the most rounds of pricing to find the weights."""
_FEWEST_ROUNDS = 5
"""With any effort, this many rounds of pricing to find the weights."""
_NO_LOSS = 1 << 40
"""More than any team can lose."""

Search = Callable[[Year, PlanSearch | None, int | None], PlanSearch]
"""Begins the search for a plan: of a programme, from what was found before, and with a target."""


@dataclass(eq=False)
class FairSearch:
    """
    The search for a fair plan.

    Parameters
    ----------
    year, alone
        The challenges, where going without a team costs more than points can outweigh (`outweighed`), and what the
        search finds for each alone.
    search
        Begins the search for a plan.
    effort
        As for `plan_year`.

    Attributes
    ----------
    first
        The search for the plan of the most points.
    plan
        The best plan so far; None if no valid one is known.
    weighted
        The weights that prove a bound on the greatest loss; None if there is nothing to prove, or no way to.
    least
        No plan with as few challenges without a team has a smaller greatest loss.
    bound
        No plan that is as fair as `plan` is worth more.
    """

    year: Year
    alone: Sequence[SearchResult]
    search: Search
    effort: float
    first: PlanSearch = field(init=False)
    plan: Plan | None = None
    weighted: LossBound | None = None
    least: int = 0
    bound: int = 0

    def ended(self) -> Stop | None:
        """Do the work, or as much as there is time for; return what ended it early."""
        self.first = self.search(self.year, None, None)
        stopped = self.first.ended()
        self.plan, self.bound = self.first.plan, self.first.generation.bound
        if self.plan is None:
            return stopped
        self.least = min([0, *(self._best(place) - (each.bound or 0) for place, each in enumerate(self.alone))])
        self._learn(self.first.generation.bound)
        for step in (self._weigh, self._halve, self._raise):
            try:
                stopped = stopped or step()
            except Exception as error:  # noqa: BLE001 -- whatever it is, the plan must not be lost to it
                log_failure("plan", error)
                stopped = Stop.FAILURE
        return stopped

    @property
    def fewest(self) -> bool:
        """Whether it is proved that no plan leaves fewer challenges without a team, each counted by its priority."""
        worth = sum(block.priority * min(0, block.problem.least_points) for block in self.year.blocks)
        return self.first.generation.bound < worth - self._cost * (self.without(self.plan or {}) - 1)

    def points_bound(self, year: Year) -> int:
        """Return the bound in points of the programme, with its own cost of no team."""
        saved = sum(other.without - own.without for own, other in zip(year.blocks, self.year.blocks, strict=True))
        of = sum(block.priority for block in year.blocks)
        return self.bound + self.without(self.plan or {}) * (saved // of if of else 0)

    def loss(self, plan: Plan) -> int:
        """Return the greatest loss of a plan."""
        blocks = self.year.blocks
        losses = (self._best(place) - blocks[place].problem.score(column.choice) for place, column in plan.items())
        return max(losses, default=0)

    def without(self, plan: Plan) -> int:
        """Return how many challenges have no team, each counted by its priority."""
        return sum(block.priority for place, block in enumerate(self.year.blocks) if place not in plan)

    def _best(self, place: int) -> int:
        return self.alone[place].points or 0

    @property
    def _cost(self) -> int:
        return next((block.without // block.priority for block in self.year.blocks), 1)

    def _weigh(self) -> Stop | None:
        """Find weights that prove a bound on the greatest loss."""
        loss = self.loss(self.plan or {})
        if self.least >= loss or any(each.status is Status.UNKNOWN for each in self.alone):
            return None
        generation, stopped = self.first.generation, None
        try:
            self.weighted = LossBound(generation, loss, self.without(self.plan or {}))
            self.weighted.rounds(max(_FEWEST_ROUNDS, round(_ROUNDS * self.effort)))
        except (KeyboardInterrupt, TimeUpError):
            stopped = Stop.INTERRUPT if generation.run.budget.interrupted.is_set() else Stop.TIME
        except Exception as error:  # noqa: BLE001 -- whatever it is, the plan must not be lost to it
            log_failure("plan", error)
            self.weighted = None
        if self.weighted is not None:
            self.least = max(self.least, self.weighted.bound)
            for column in self.weighted.columns:
                generation.add(column)
        return stopped

    def _halve(self) -> Stop | None:
        """Halve the range of T: first for a plan as fair as can be found, then for the proof that none is fairer."""
        many = len(self.year.blocks) > _FEW
        left = max(_FEWEST, round(self.effort * min(_OFTEN, _OPEN / max(1, len(self.year.blocks)))))
        failed, most = self.least, self.loss(self.plan or {})  # no plan is known for less than `failed`
        unknown = most
        while left and (failed < most if many else self.least < unknown):
            seeks = failed < most and (many or left > 1)
            limit = (failed + most - 1) // 2 if seeks else (self.least + unknown - 1) // 2
            year = _within(self.year, self.alone, limit)
            search = self.search(year, self.first, self._target(limit))
            stopped = search.ended()
            self._take(search.plan)
            if stopped is not None:
                return stopped
            most = self.loss(self.plan or {})
            self._learn(search.generation.bound, limit, _next_loss(year, self.year, self.alone))
            if self.least <= limit < most:
                unknown, left = min(unknown, limit), left - 1
            unknown = min(unknown, most)
            failed = max(self.least, failed, limit + 1 if limit < most else 0)
        return None

    def _raise(self) -> Stop | None:
        """Find a plan that is as fair and worth more."""
        plan = self.plan or {}
        last = self.search(_within(self.year, self.alone, self.loss(plan)), self.first, None)
        last.take(plan)
        stopped = last.ended()
        self._take(last.plan)
        if self.fewest:  # it does not bound plans that lose more, with fewer challenges without a team
            self.bound = min(self.bound, last.generation.bound)
        return stopped

    def _target(self, limit: int) -> int:
        """Return what a plan with no greater loss, and as few challenges without a team, is worth at least."""
        without, least = self.without(self.plan or {}), [0]
        total = -without * self._cost
        for block, each in zip(self.year.blocks, self.alone, strict=True):
            if each.points is None:
                without -= block.priority  # it is proved to be one of those without a team in any plan
            else:
                least.append(each.points - limit)
                total += block.priority * least[-1]
        return total - max(0, without) * max(least)

    def _learn(self, worth: int, limit: int | None = None, following: int = 0) -> None:
        """
        Raise `least` by a bound on what plans are worth: all plans, or those whose greatest loss is in a limit.

        More candidates come in only from a loss of `following`: up to there the bound also holds for a higher limit.
        """
        if any(each.status is Status.UNKNOWN for each in self.alone):
            return  # nobody knows what these could lose
        weight = sum(block.priority for block in self.year.blocks) or 1
        over = -1 if limit is None else self._target(limit) - worth
        if limit is not None and over > 0:
            self.least = max(self.least, min(following, limit + 1 + (over - 1) // weight))
        # The losses add up to at least what is missing from the points of all challenges alone.
        average = -((worth - self._target(0)) // weight)
        if average > 0:
            self.least = max(self.least, average if limit is None else min(limit + 1, average))

    def _take(self, plan: Plan | None) -> None:
        """Adopt a plan if it is better."""
        if plan is not None and self._order(plan) < self._order(self.plan or {}):
            self.plan = plan
            for column in plan.values():
                self.first.generation.add(column)

    def _order(self, plan: Plan) -> tuple[int, int, int]:
        points = sum(
            self.year.blocks[place].priority * self.year.blocks[place].problem.score(column.choice)
            for place, column in plan.items()
        )
        return self.without(plan), self.loss(plan), -points


def outweighed(year: Year, alone: Sequence[SearchResult]) -> Year:
    """Return a programme in which points never outweigh a challenge more without a team."""
    most = sum(
        block.priority * ((each.bound or 0) - min(0, block.problem.least_points))
        for block, each in zip(year.blocks, alone, strict=True)
    )
    cost = 2 * max(0, most) + 1
    return replace(year, blocks=tuple(replace(block, without=block.priority * cost) for block in year.blocks))


def _within(year: Year, alone: Sequence[SearchResult], limit: int) -> Year:
    """Return a programme whose teams lose no more than a limit, with the candidates who can be on one."""
    blocks = [
        block if each.points is None else _kept(block, each, each.points - limit)
        for block, each in zip(year.blocks, alone, strict=True)
    ]
    return replace(year, blocks=tuple(blocks))


def _kept(block: Block, alone: SearchResult, least: int) -> Block:
    """Return a challenge whose teams have at least `least` points, with the candidates who can be on one."""
    serves: Bools = block.problem.serves & (_most_with(block, alone) >= least)
    return replace(block, problem=replace(block.problem, serves=serves), least=least)


def _most_with(block: Block, alone: SearchResult) -> Points:
    """Return the most points of a team with each candidate in each window, as the prices alone prove them."""
    problem, known = block.problem, dict[int, Bounds]()
    most = np.full(problem.serves.shape, NEVER, dtype=np.int64)
    for window, prices in enumerate(block.widened(alone.prices)):
        if id(prices) not in known:
            known[id(prices)] = bound(problem, prices)
        bounds = known[id(prices)]
        most[:, window] = (bounds.windows[window] - bounds.reduced_costs(problem, window)) // SCALE
    return most


def _next_loss(part: Year, whole: Year, alone: Sequence[SearchResult]) -> int:
    """Return the smallest loss of a team with a candidate left out of a programme, as far as it is known."""
    losses = [_NO_LOSS]
    for few, all_, each in zip(part.blocks, whole.blocks, alone, strict=True):
        if each.points is not None:
            left_out = all_.problem.serves & ~few.problem.serves
            losses.append(int(np.min(each.points - _most_with(all_, each)[left_out], initial=_NO_LOSS)))
    return min(losses)
