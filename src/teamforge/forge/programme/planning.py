"""From a pool and a programme to a plan with its proved bound."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor

from teamforge.certificate.programme import PLAN_FORMAT, ChallengeProof, PlanCertificate, RowPrice
from teamforge.challenge.programme import Programme
from teamforge.forge.programme.blocks import Year, compile_year
from teamforge.forge.programme.composing import Plan, compose_each, improve, worth
from teamforge.forge.programme.planned import Planned, Without
from teamforge.forge.programme.relaxation import Relaxation
from teamforge.pool import Pool
from teamforge.search import Budget, Limits, Progress, SearchResult, search
from teamforge.solve import team_of
from teamforge.spec.status import Status

__all__ = ["plan_year"]

_SEARCHED = Limits(None, None)


def plan_year(
    pool: Pool,
    programme: Programme,
    *,
    effort: float = 1.0,
    time_limit: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Planned:
    """
    Return a plan of a programme, with what is proved of it (SPEC.md section 10).

    Parameters
    ----------
    pool
        As it was read: what it says of the challenges of the programme is left out here.
    programme
        The programme.
    effort
        How much work to do; more brings a smaller gap.
    time_limit
        Seconds for everything; None for no limit. The best plan so far is returned then, and `stopped` says so.
    seed
        Of the choice of what is tried.
    executor
        Any executor of `concurrent.futures`, or with its interface; None for this process alone. The plan is the same.
    progress
        Called with a line of text whenever the bound or the plan gets better.

    Raises
    ------
    InputError
        If a challenge does not fit the pool; every fault of every challenge is listed.
    """
    budget = Budget.start(time_limit)
    year = compile_year(pool, programme)
    alone = {block.id: search(block.problem, _SEARCHED) for block in year.blocks}
    relaxation = Relaxation(year, map if executor is None else executor.map)
    for _ in range(round(10 * effort)):
        relaxation.round()
        if progress:
            progress(f"no plan has more than {relaxation.bound:,} points")
        if relaxation.done or budget.over():
            break
    plan = _finished(relaxation, round(40 * effort), seed)
    points = worth(relaxation, plan)
    return _planned(relaxation, alone, plan, points, max(points, relaxation.bound or points))


def _finished(relaxation: Relaxation, tries: int, seed: int) -> Plan:
    blocks = relaxation.whole.blocks
    order = sorted(range(len(blocks)), key=lambda place: (-blocks[place].priority, blocks[place].id))
    plans = [compose_each(relaxation, {}, order, 1.0)]
    plans += [compose_each(relaxation, plans[0], [place], 0.0) for place in order if place not in plans[0]]
    plan = max(plans, key=lambda each: worth(relaxation, each))
    if worth(relaxation, plan) < (relaxation.bound or 0):
        plan = improve(relaxation, plan, tries, seed)
    return plan


def _planned(relaxation: Relaxation, alone: Mapping[str, SearchResult], plan: Plan, points: int, bound: int) -> Planned:
    year = relaxation.whole
    blocks = year.blocks
    losses = [
        (alone[blocks[place].id].points or 0) - blocks[place].problem.score(column.choice)
        for place, column in plan.items()
    ]
    without = {
        block.id: Without("none_alone" if alone[block.id].choice is None else "gave_way")
        for place, block in enumerate(blocks)
        if place not in plan
    }
    return Planned(
        year=year,
        status=Status.OPTIMAL if points == bound else Status.FEASIBLE,
        teams={blocks[place].id: team_of(blocks[place].problem, plan[place].choice) for place in sorted(plan)},
        alone=alone,
        points=points,
        bound=bound,
        greatest_loss=max(losses, default=0),
        greatest_loss_bound=None,
        changes=None,
        changes_bound=None,
        without=without,
        certificate=_certificate(year, relaxation, bound),
        stopped=None,
    )


def _certificate(year: Year, relaxation: Relaxation, bound: int) -> PlanCertificate:
    return PlanCertificate(
        format=PLAN_FORMAT,
        bound=bound,
        rows=tuple(
            RowPrice(kind=str(kind), ids=tuple(ids), price=price)
            for (kind, *ids), price in sorted(relaxation.prices.items(), key=lambda item: tuple(map(str, item[0])))
            if price
        ),
        challenges=tuple(
            ChallengeProof(challenge_id=block.id, bound=each.bound, certificate=each.found.certificate)
            for block, each in zip(year.blocks, relaxation.best, strict=True)
        ),
    )
