"""From a pool and a programme to a plan with its proved bound."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from operator import attrgetter

from teamforge.certificate.programme import PLAN_FORMAT, ChallengeProof, LossCertificate, PlanCertificate, RowPrice
from teamforge.challenge.programme import Programme
from teamforge.forge.programme.blocks import Year, compile_year
from teamforge.forge.programme.column_generation import ColumnGeneration, row_prices
from teamforge.forge.programme.composing import Plan
from teamforge.forge.programme.fair import FairSearch, outweighed
from teamforge.forge.programme.outcome import NoTeamReason, PlanResult
from teamforge.forge.programme.plan_search import PlanSearch
from teamforge.forge.programme.rows.year import counting_prices
from teamforge.forge.programme.shortage import too_few
from teamforge.forge.programme.workers import Workers
from teamforge.log import log_failure
from teamforge.pool import Pool
from teamforge.problem import Problem
from teamforge.search import Budget, Progress, SearchLimits, SearchResult
from teamforge.search import search as search_alone
from teamforge.solve import team_of
from teamforge.spec.status import Status, Stop


def plan_year(  # noqa: PLR0913 -- a keyword each
    pool: Pool,
    programme: Programme,
    *,
    effort: float = 1.0,
    time_limit: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
    prices: Sequence[RowPrice] = (),
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
    prices
        Prices from the certificate of another plan, of this or a similar programme. The search begins with what they
        say a place of each peer is worth. They need not be true: they prove nothing.

    Raises
    ------
    InputError
        If a challenge does not fit the pool; every fault of every challenge is listed.
    KeyboardInterrupt
        If Ctrl-C comes while the challenges are compiled. Later it ends the work, and `stopped` says so.
    """
    budget = Budget.start(time_limit)
    report = progress or (lambda _line: None)
    year = compile_year(pool, programme)
    known = counting_prices(year, prices)
    report(f"composing {len(year.blocks)} challenges, each alone")
    run = Workers(executor, budget, [each for block in year.blocks for each in (block.alone, block.problem)])
    changes = programme.change_budget
    with budget.asked_by_ctrl_c():
        alone = run.as_far_as_time_goes(_alone, attrgetter("alone"), year.blocks)

        def search(whole: Year, before: PlanSearch | None = None, target: int | None = None) -> PlanSearch:
            own = run if before is None else Workers(executor, budget, [block.problem for block in whole.blocks])
            generation = ColumnGeneration(whole, alone, own, None if before is None else before.generation, known)
            budgeted = changes if before is None or before.budgeted is None else before.budgeted
            return PlanSearch(generation, budget, effort, seed, report, budgeted, target, brief=before is not None)

        if programme.objective == "fair":
            fair = FairSearch(outweighed(year, alone), alone, search, effort)
            stopped = fair.ended()
            return _planned(year, alone, fair.first, stopped, fair)
        found = search(year)
        stopped = found.ended()
        return _planned(year, alone, found, stopped)


def _alone(problem: Problem, budget: Budget) -> SearchResult:
    return search_alone(problem, SearchLimits(None, None), None, budget)


def _planned(
    year: Year, alone: Sequence[SearchResult], search: PlanSearch, stopped: Stop | None, fair: FairSearch | None = None
) -> PlanResult:
    """Return the plan and what is proved about it; `search` is that for the most points."""
    found, blocks = search.plan if fair is None else fair.plan, year.blocks
    plan, certificate = found or {}, _certificate(search.generation, year)
    if stopped is None and not search.generation.proved and search.budget.interrupted.is_set():
        stopped = Stop.INTERRUPT  # while the challenges were priced once more
    if fair is not None:
        certificate = certificate.model_copy(update={"losses": _losses(fair)})
    points = None if found is None else _points(year, plan)
    bound = certificate.bound if fair is None else min(certificate.bound, fair.points_bound(year))
    impossible = found is None and search.impossible
    losses = [(alone[place].points or 0) - blocks[place].problem.score(column.choice) for place, column in plan.items()]
    few = search.changes != "least" or search.changed(plan) == search.standing.lost
    first = few and (fair is None or (fair.fewest and fair.least == fair.loss(plan)))
    return PlanResult(
        year=year,
        status=_status(points, bound, impossible=impossible, first=first),
        teams={blocks[place].id: team_of(blocks[place].problem, plan[place].choice) for place in sorted(plan)},
        alone=dict(zip((block.id for block in blocks), alone, strict=True)),
        points=points,
        bound=None if impossible else bound,
        greatest_loss=max(losses, default=0),
        greatest_loss_bound=None if fair is None or found is None else fair.least,
        changes=search.changed(plan) if search.standing.seats and found is not None else None,
        changes_bound=None if search.change is None else search.standing.lost,
        without={
            block.id: _why(search.generation, place, points if few and fair is None else None)
            for place, block in enumerate(blocks)
            if place not in plan
        },
        certificate=certificate,
        stopped=stopped,
    )


def _losses(fair: FairSearch) -> LossCertificate | None:
    """Return the proof of the bound on the greatest loss; None if there is none, and the bound is only claimed."""
    try:
        return None if fair.weighted is None else fair.weighted.certificate()
    except Exception as error:  # noqa: BLE001 -- whatever it is, the plan must not be lost to it
        log_failure("plan", error)
        return None


def _points(year: Year, plan: Plan) -> int:
    """Return the points of a plan (SPEC.md section 10)."""
    return sum(
        block.priority * block.problem.score(plan[place].choice) if place in plan else -block.without
        for place, block in enumerate(year.blocks)
    )


def _status(points: int | None, bound: int, *, impossible: bool, first: bool) -> Status:
    """Return what is proved; `first` says whether what is sought before points is proved."""
    if points is None:
        return Status.INFEASIBLE if impossible else Status.UNKNOWN
    return Status.OPTIMAL if points == bound and first else Status.FEASIBLE


def _why(generation: ColumnGeneration, place: int, points: int | None) -> NoTeamReason:
    """
    Return why a challenge has no team: the first reason that is shown to hold (SPEC.md section 10).

    `points` are those of the plan; None if something else is sought before them, which no bound covers.
    """
    year, alone = generation.whole, generation.alone[place]
    block = year.blocks[place]
    if alone.status is Status.INFEASIBLE:
        return NoTeamReason("none_alone")
    if generation.best[place].bound is None:
        return NoTeamReason("limits")
    try:
        short = too_few(year, block.id)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the plan must not be lost to it: another reason may hold
        log_failure("plan", error)
        short = None
    if short is not None:
        return short
    if block.priority * (alone.bound or 0) < -block.without:
        return NoTeamReason("cost")
    with_team = generation.bound - generation.most(place) + (generation.best[place].bound or 0)
    return NoTeamReason("gave_way" if points is not None and with_team <= points else "not_proved")


def _certificate(generation: ColumnGeneration, year: Year) -> PlanCertificate:
    """Return the certificate of the prices of a generation, for the programme with its own cost of no team."""
    proofs = list(generation.certificates())
    return PlanCertificate(
        format=PLAN_FORMAT,
        bound=generation.proved_of(year),
        rows=row_prices(generation.prices),
        challenges=tuple(
            ChallengeProof(challenge_id=block.id, bound=bound, certificate=certificate)
            for block, (bound, certificate) in zip(year.blocks, proofs, strict=True)
        ),
    )
