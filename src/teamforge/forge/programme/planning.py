"""From a pool and a programme to a plan with its proved bound."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from teamforge.certificate.programme import PLAN_FORMAT, ChallengeProof, PlanCertificate, RowPrice
from teamforge.challenge.programme import Programme
from teamforge.forge.programme.blocks import Block, Year, compile_year
from teamforge.forge.programme.column_generation import ColumnGeneration
from teamforge.forge.programme.composing import Composer, Plan
from teamforge.forge.programme.neighbourhoods import Neighbourhoods
from teamforge.forge.programme.outcome import NoTeamReason, PlanResult, StandingPlan
from teamforge.forge.programme.rows import Row
from teamforge.forge.programme.rows.change import change_row, standing_of
from teamforge.forge.programme.shortage import too_few
from teamforge.forge.programme.workers import Workers
from teamforge.pool import Pool
from teamforge.problem import Problem
from teamforge.search import Budget, Progress, SearchLimits, SearchResult, search
from teamforge.search.budget import TimeUpError
from teamforge.solve import team_of
from teamforge.spec.status import Status, Stop

__all__ = ["plan_year"]

_ENOUGH = 5e-5
"""With effort 1 the work ends when the gap is this small."""
_OF_PRICES = 0.7
"""The share of that gap at which the prices are good enough."""
_ROUNDS = 30
"""The most rounds of pricing with effort 1."""
_COMPOSED = 40
"""With effort 1, the most times each challenge is composed again, on average."""
_WORK = 0.5
"""The work that CP-SAT may do for one neighbourhood, in its own units; for all challenges together, ten times this."""


def plan_year(  # noqa: PLR0913 -- a keyword each
    pool: Pool,
    programme: Programme,
    *,
    effort: float = 1.0,
    time_limit: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
    kept: StandingPlan | None = None,
) -> PlanResult:
    """
    Return a plan of a programme, with what is proved about it (SPEC.md section 10).

    Parameters
    ----------
    pool
        The pool as it was read; what it says about the programme's challenges is left out here.
    programme
        The programme.
    effort
        How much work to do; more brings a smaller gap.
    time_limit
        Seconds for everything; None for no limit. After that the best plan so far is returned, and `stopped` says so.
    seed
        The seed of the choice of what is tried.
    executor
        An executor of `concurrent.futures`, or one like it; None for this process alone. The plan is the same.
    progress
        Called with a line of text whenever the bound or the plan gets better.
    kept
        The plan that stands, from which changes are counted (`change_budget` of the programme, `PlanResult.changes`);
        None for the live rows of `assignments`. The programme and the pool say who is out, who has
        confirmed and which days are now possible: by an exclusion, a pin, other windows of a challenge.

    Raises
    ------
    InputError
        If a challenge does not fit the pool; every fault of every challenge is listed.
    KeyboardInterrupt
        If Ctrl-C comes while the challenges are compiled. Later it ends the work, and `stopped` says so.
    """
    budget = Budget.start(time_limit)
    report = progress or (lambda _line: None)
    year = compile_year(pool, programme, None if kept is None else kept.places)
    report(f"composing {len(year.blocks)} challenges, each alone")
    run = Workers(executor, budget, [each for block in year.blocks for each in (block.alone, block.problem)])
    with budget.asked_by_ctrl_c():
        alone = run.as_far_as_time_goes(_alone, [block.alone for block in year.blocks])
        fair = programme.objective == "fair"
        work = _Work(ColumnGeneration(year, alone, run), budget, effort, seed, report, programme.change_budget, fair)
        return work.planned(work.ended())


def _alone(problem: Problem, budget: Budget) -> SearchResult:
    return search(problem, SearchLimits(None, None), None, budget)


@dataclass(eq=False)
class _Work:
    """The work on one programme, and the best plan so far; None while there is no valid one."""

    generation: ColumnGeneration
    budget: Budget
    effort: float
    seed: int
    report: Progress
    changes: int | Literal["least"] | None
    fair: bool
    plan: Plan | None = None
    composer: Composer = field(init=False)

    def __post_init__(self) -> None:
        self.composer = Composer(self.generation, self.budget)
        self.standing = standing_of(self.generation.whole)
        self.change: Row | None = None
        kept = None
        if self.changes is not None:
            kept = self.composer.keeping(self.standing)
            budget = self._changed(kept) if self.changes == "least" else self.changes
            self.change = change_row(self.standing, budget)
            self.generation.add_rows([self.change])
        self._take({})
        self._take(kept or {})

    def ended(self) -> Stop | None:
        """Do the work, or as much as there is time for; return what ended it early."""
        try:
            self.do()
        except (KeyboardInterrupt, TimeUpError):
            self._take(self.composer.rounded())
            return Stop.INTERRUPT if self.budget.interrupted.is_set() else Stop.TIME
        return None

    def do(self) -> None:
        """
        Find prices, a first plan, and then a better one as long as it pays.

        Raises
        ------
        KeyboardInterrupt, TimeUpError
            If it is ended early.
        """
        for _ in range(max(1, round(_ROUNDS * self.effort))):
            self.generation.round()
            self.report(f"no plan has more than {self.generation.bound:,} points")
            if self.budget.over() or self._impossible:
                break
            if self.generation.gap < 1 or self.generation.gap < _OF_PRICES * self._enough:
                break
        if not self._impossible:
            self._first()
            self._better()
        if self.budget.over() and not self._near:
            raise self.budget.ended()

    def _first(self) -> None:
        composer, places = self.composer, range(len(self.generation.whole.blocks))
        rounded = composer.rounded()
        self._take(rounded)
        if self.budget.over():
            return
        # Challenges that must have a team come first, then those that lose most.
        order = sorted(places, key=lambda place: (not self._blocks[place].confirmed, -composer.loss(place, {}), place))
        for share in (1.0, 0.0):
            rounded = composer.complete(rounded, [place for place in order if place not in rounded], share)
            self._take(rounded)
        if self.plan is None:  # a team that was rounded may stand in the way of one that must be there
            self._take(composer.complete({}, order, 0.0))
        if self.plan is not None:
            self._take(composer.chosen(self.plan, places, 10 * _WORK))

    def _better(self) -> None:
        """Compose neighbourhoods again, as long as that pays."""
        neighbourhoods = Neighbourhoods(self.composer, Random(self.seed))  # noqa: S311 -- the draw is no secret
        left = _COMPOSED * self.effort * len(self._blocks)
        while self.plan is not None and not self._near and left > 0 and not self.budget.over():
            drawn = neighbourhoods.drawn(self.plan)
            self._take(self.composer.anew(self.plan, drawn, _WORK))
            left -= sum(len(places) for places, _ in drawn)

    @property
    def _blocks(self) -> tuple[Block, ...]:
        return self.generation.whole.blocks

    @property
    def _impossible(self) -> bool:
        """Whether it is proved that there is no valid plan: the bound is below what any team, valid or not, has."""
        blocks, best = self._blocks, self.generation.best
        # A challenge that must have a team, and has none under its charges, has none at all.
        if any(block.confirmed and each.bound is None for block, each in zip(blocks, best, strict=True)):
            return True
        least = sum(min(-block.without, block.priority * block.problem.least_points) for block in blocks)
        return self.generation.bound < least

    @property
    def _enough(self) -> float:
        return _ENOUGH / self.effort * abs(self.generation.bound)

    @property
    def _near(self) -> bool:
        """Whether the plan is near enough to the bound."""
        left = self.generation.bound - self.generation.worth(self.plan or {})
        return self.plan is not None and (left <= 0 or left < self._enough)

    def _changed(self, plan: Plan) -> int:
        """Return how many seats of the plan that stands a plan changes."""
        visits = {(place, int(visit)) for place, own in self.standing.visits.items() for visit in own}
        kept = sum(
            (place, candidate * len(self._blocks[place].problem.starts) + column.window) in visits
            for place, column in plan.items()
            for candidate in column.candidates
        )
        return self.standing.seats - kept

    def _take(self, plan: Plan) -> None:
        """Adopt a plan if it is valid and better."""
        if any(block.confirmed and place not in plan for place, block in enumerate(self._blocks)):
            return
        if self.change is not None and self.generation.use(plan, self.change) > self.change.limit:
            return
        points = self.generation.worth(plan)
        if self.plan is None or points > self.generation.worth(self.plan):
            self.plan = plan
            self.report(f"a plan with {points:,} points, of at most {self.generation.bound:,}")

    def planned(self, stopped: Stop | None) -> PlanResult:
        """Return the plan and what is proved about it."""
        generation, plan, blocks = self.generation, self.plan or {}, self._blocks
        year, alone = generation.whole, dict(zip((b.id for b in blocks), generation.alone, strict=True))
        losses = [
            (alone[blocks[place].id].points or 0) - blocks[place].problem.score(column.choice)
            for place, column in plan.items()
        ]
        points = None if self.plan is None else generation.worth(plan)
        impossible = self.plan is None and self._impossible
        certificate = _certificate(generation)
        first = not self.fair and (self.changes != "least" or self._changed(plan) == self.standing.lost)
        return PlanResult(
            year=year,
            status=_status(points, certificate.bound, impossible=impossible, first=first),
            teams={blocks[place].id: team_of(blocks[place].problem, plan[place].choice) for place in sorted(plan)},
            alone=alone,
            points=points,
            bound=None if impossible else certificate.bound,
            greatest_loss=max(losses, default=0),
            greatest_loss_bound=None,
            changes=self._changed(plan) if self.standing.seats and self.plan is not None else None,
            changes_bound=None if self.change is None else self.standing.lost,
            without={
                block.id: _why(year, place, alone[block.id], generation, points if first else None)
                for place, block in enumerate(blocks)
                if place not in plan
            },
            certificate=certificate,
            stopped=stopped,
        )


def _status(points: int | None, bound: int, *, impossible: bool, first: bool) -> Status:
    """Return what is proved; `first` says whether what is sought before points is proved."""
    if points is None:
        return Status.INFEASIBLE if impossible else Status.UNKNOWN
    return Status.OPTIMAL if points == bound and first else Status.FEASIBLE


def _why(year: Year, place: int, alone: SearchResult, generation: ColumnGeneration, points: int | None) -> NoTeamReason:
    """
    Return why a challenge has no team: the first reason that is shown to hold (SPEC.md section 10).

    `points` are those of the plan; None if something else is sought before them, which no bound covers.
    """
    block = year.blocks[place]
    if alone.status is Status.INFEASIBLE:
        return NoTeamReason("none_alone")
    if generation.best[place].bound is None:
        return NoTeamReason("limits")
    short = too_few(year, block.id)
    if short is not None:
        return short
    if block.priority * (alone.bound or 0) < -block.without:
        return NoTeamReason("cost")
    with_team = generation.bound - generation.most(place) + (generation.best[place].bound or 0)
    return NoTeamReason("gave_way" if points is not None and with_team <= points else "not_proved")


def _certificate(generation: ColumnGeneration) -> PlanCertificate:
    proofs = list(generation.certificates())
    rows = sorted(generation.prices.items(), key=lambda item: tuple(map(str, item[0])))
    return PlanCertificate(
        format=PLAN_FORMAT,
        bound=generation.bound,
        rows=tuple(RowPrice(kind=str(kind), ids=tuple(ids), price=price) for (kind, *ids), price in rows if price),
        challenges=tuple(
            ChallengeProof(challenge_id=block.id, bound=bound, certificate=certificate)
            for block, (bound, certificate) in zip(generation.whole.blocks, proofs, strict=True)
        ),
    )
