"""`plan`: from a pool and a programme to a plan."""

from __future__ import annotations

from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from signal import SIG_IGN, SIGINT, signal
from typing import TYPE_CHECKING

from teamforge.api.plans import Plan
from teamforge.challenge.programme import Programme
from teamforge.log import phase
from teamforge.pool import Pool

if TYPE_CHECKING:
    from teamforge.search import Progress

__all__ = ["plan"]


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
    Compose all challenges of a programme together, with what is proved of the plan.

    Parameters
    ----------
    pool
        The peers, as `read_pool` or `Pool.from_frames` returns them.
    programme
        As `read_programme` returns it.
    effort
        How much work to do, in multiples of the usual; more brings a smaller gap. It counts work, not seconds.
    time_limit
        Seconds for everything; None for no limit. When it ends the search, the plan says so.
    seed
        Of the choice of what is tried.
    workers
        How many processes share the work, from 1. The plan is the same for any number.
    executor
        Any executor with the interface of `concurrent.futures`, instead of `workers`; the caller shuts it down.
    progress
        Called with a line of text whenever the bound or the plan gets better.

    Returns
    -------
    Plan
        For every outcome of the search; ``plan[challenge_id]`` is the result of one challenge.

    Raises
    ------
    InputError
        If a challenge does not fit the pool; every fault of every challenge is listed.
    InternalError
        If the plan found is not valid: our mistake, never shown.
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
    if not effort > 0:
        raise ValueError(f"effort is {effort}: expected a number above 0")
    if workers < 1 or (workers > 1 and executor is not None):
        raise ValueError(f"workers is {workers}: expected 1 or more, and no executor beside it")
    from teamforge.forge.programme.planning import plan_year
    from teamforge.search import Budget

    own: AbstractContextManager[Executor | None] = nullcontext(executor)
    if workers > 1:
        own = ProcessPoolExecutor(workers, initializer=signal, initargs=(SIGINT, SIG_IGN))  # Ctrl-C is for this one
    with (
        phase("plan", programme=programme.id, challenges=len(programme.challenges), peers=len(pool)) as facts,
        own as running,
    ):
        planned = plan_year(
            pool, programme, effort=effort, time_limit=time_limit, seed=seed, executor=running, progress=progress
        )
        with Budget.start(None).asked_by_ctrl_c():  # what is proved is not lost to one that comes late
            found = Plan._of_planned(pool, programme, planned, effort=effort, time_limit=time_limit, seed=seed)
        facts.update(
            {"status": str(found.status), "points": found.points, "bound": found.bound, "teams": len(found.teams)}
        )
    return found
