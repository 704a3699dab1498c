"""`plan`: from a pool and a programme to a plan, and to a new one when things change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import TYPE_CHECKING, Any, Literal

from teamforge.api.executors import running
from teamforge.api.plans import Plan
from teamforge.challenge.programme import Programme
from teamforge.errors import Fault, InputError
from teamforge.log import phase
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment
from teamforge.spec.dates import as_day

if TYPE_CHECKING:
    from teamforge.certificate.programme import RowPrice
    from teamforge.challenge.programme.amendment import Amendment, Place
    from teamforge.forge.replan import Replan
    from teamforge.search import Progress

Answers = Sequence[tuple[str, str]]
"""Pairs of a challenge and a peer."""


def plan(  # noqa: PLR0913 -- a keyword each
    pool: Pool,
    programme: Programme,
    *,
    effort: float = 1.0,
    time_limit: float | None = None,
    seed: int = 0,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Plan:
    """
    Compose all challenges of a programme together, with what is proved about the plan.

    Parameters
    ----------
    pool
        The peers, as `read_pool` or `Pool.from_frames` returns them.
    programme
        The programme, as `read_programme` returns it.
    effort
        How much work to do, in multiples of the usual amount; more work brings a smaller gap. It counts work, not
        seconds.
    time_limit
        Seconds for everything; None for no limit. If it ends the search, the plan says so.
    seed
        The seed of the choice of what is tried.
    workers
        How many processes share the work, from 1. The plan is the same for any number.
    executor
        Any executor with the interface of `concurrent.futures`, instead of `workers`; the caller shuts it down.
    progress
        Called with a line of text whenever the bound or the plan improves.

    Returns
    -------
    Plan
        Whatever the outcome of the search; ``plan[challenge_id]`` is the result of one challenge.

    Raises
    ------
    InputError
        If a challenge does not fit the pool; every fault of every challenge is listed.
    InternalError
        If the plan found is not valid: a bug of ours, never shown.
    ValueError
        If `effort` is not above 0, or `workers` is below 1 or given with an executor.

    Examples
    --------
    >>> from teamforge import plan
    >>> from teamforge.demo import load_demo_programme
    >>> year = plan(*load_demo_programme())
    >>> len(year.teams), year.gap < 0.001
    (3, True)
    """
    asked = _Request(effort, time_limit, seed, workers, executor, progress)
    with phase("plan", programme=programme.id, challenges=len(programme.challenges), peers=len(pool)) as facts:
        found = _planned(pool, programme, asked)
        facts.update(
            {"status": str(found.status), "points": found.points, "bound": found.bound, "teams": len(found.teams)}
        )
    return found


def replan(  # noqa: PLR0913 -- likewise
    pool: Pool,
    programme: Programme,
    *,
    standing: Mapping[str, tuple[Place, ...]] | None = None,
    points: Mapping[str, int | None] | None = None,
    prices: Sequence[RowPrice] = (),
    earlier: Sequence[Assignment] = (),
    answers: tuple[Answers, Answers, Answers] = ((), (), ()),
    dates: Mapping[str, Sequence[date | str]] | None = None,
    change_budget: int | Literal["least", "any"] | None = None,
    effort: float = 1.0,
    time_limit: float | None = None,
    seed: int = 0,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Replan[Plan]:
    """
    Return a new plan that starts from a kept plan, or from the history of a pool; see `Plan.replan`.

    Parameters
    ----------
    pool, programme
        The pool and the programme as they are now.
    standing
        The places of each challenge's team in the kept plan, by challenge id; if None, the live rows of `assignments`
        stand.
    points
        The points of each challenge's team in the kept plan, by challenge id.
    prices
        The prices of the certificate of the kept plan.
    earlier
        What people said when the kept plan was made.
    answers
        Who withdrew, who was objected to, and who confirmed.
    dates, change_budget, effort, time_limit, seed, workers, executor, progress
        As for `Plan.replan`.

    Raises
    ------
    InputError, KeyError, ValueError
        As `Plan.replan` does.
    """
    from teamforge.challenge.programme.amendment import amendment_of
    from teamforge.forge.replan import replanned, stood

    asked = _Request(effort, time_limit, seed, workers, executor, progress)
    budget = programme.change_budget if change_budget is None else change_budget
    if budget is None:
        budget = "least"
    withdrawn, objected, confirmed = answers
    amendment = amendment_of(
        pool,
        programme,
        standing=standing,
        earlier=earlier,
        withdrawn=withdrawn,
        objected=objected,
        confirmed=confirmed,
        dates={own: tuple(map(_day, days)) for own, days in (dates or {}).items()},
        change_budget=None if budget == "any" else budget,
    )
    with phase("replan", programme=programme.id, challenges=len(programme.challenges), peers=len(pool)) as facts:
        before = stood(pool, programme, standing)
        found = _planned(amendment.pool(pool), amendment.programme(programme), asked, amendment, prices)
        facts.update({"status": str(found.status), "points": found.points, "changes": found.changes})
    return replanned(found, before, points or {})


def _day(value: date | str) -> date:
    day = as_day(value)
    if day is None:
        raise InputError([Fault("programme", None, "dates", str(value), "a date such as 2027-01-31")])
    return day


@dataclass(frozen=True, slots=True)
class _Request:
    """How to search; checked."""

    effort: float
    time_limit: float | None
    seed: int
    workers: int
    executor: Executor | None
    progress: Progress | None

    def __post_init__(self) -> None:
        if not 0 < self.effort < inf:
            raise ValueError(f"effort is {self.effort}: expected a number above 0")


def _planned(
    pool: Pool,
    programme: Programme,
    asked: _Request,
    amendment: Amendment | None = None,
    prices: Sequence[RowPrice] = (),
) -> Plan:
    from teamforge.forge.programme.planning import plan_year
    from teamforge.search import Budget

    how: dict[str, Any] = {"effort": asked.effort, "time_limit": asked.time_limit, "seed": asked.seed}
    with running(asked.workers, asked.executor) as shared:
        planned = plan_year(pool, programme, **how, executor=shared, progress=asked.progress, prices=prices)
        with Budget.start(None).asked_by_ctrl_c():  # a late one does not lose what is proved
            return Plan._of_planned(pool, programme, planned, **how, amendment=amendment)
