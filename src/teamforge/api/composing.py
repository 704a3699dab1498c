"""`compose`, what a team would cost, and the repair of a team that has no result yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teamforge.api.result import Result, repaired
from teamforge.challenge import Challenge
from teamforge.log import phase
from teamforge.pool import Pool
from teamforge.spec.status import Status
from teamforge.team import Responses, Team

if TYPE_CHECKING:
    from teamforge.forge.repair import Repair
    from teamforge.result.data import ResultData
    from teamforge.search import Progress


def compose(
    pool: Pool,
    challenge: Challenge,
    *,
    time_limit: float | None = 60.0,
    seed: int = 0,
    like: Result | None = None,
    progress: Progress | None = None,
) -> Result:
    """
    Return the best team in a pool for a challenge, with what is proved about it.

    Parameters
    ----------
    pool
        The peers, as `read_pool` or `Pool.from_frames` returns them.
    challenge
        The challenge, as `read_challenge` returns it.
    time_limit
        Seconds for everything; None for no limit. If it ends the search, the result says so.
    seed
        Breaks ties between teams of equal points.
    like
        The result of a similar challenge, such as the one before a weight was changed. It speeds up the search and does
        not change the team.
    progress
        Called with a line of text as the work proceeds.

    Returns
    -------
    Result
        Whatever the outcome of the search; ``result.require_team()`` raises if there is no team.

    Raises
    ------
    InputError
        If the challenge does not fit the pool; every fault is listed.
    InternalError
        If the team found is not valid or not worth its points: a bug of ours, never shown as a result.

    Examples
    --------
    >>> from teamforge import compose, load_demo
    >>> result = compose(*load_demo())
    >>> str(result.status), result.gap
    ('optimal', 0.0)
    """
    from teamforge.challenge.matching import require_types
    from teamforge.forge.best import best
    from teamforge.search import Budget
    from teamforge.solve import solve

    budget = Budget.start(time_limit)
    require_types(pool, challenge)
    with phase("compose", challenge=challenge.id, peers=len(pool)) as facts:
        before = like._solved if like is not None else None
        solved = solve(pool, challenge, time_limit=time_limit, seed=seed, progress=progress, like=before)
        data = best(solved)
        if data.status is Status.INFEASIBLE:
            from teamforge.explain.why_none import diagnose

            data = replace(data, diagnosis=diagnose(solved, budget, progress))
        facts.update({"status": str(data.status), "points": data.points, "bound": data.bound, "stopped": data.stopped})
    return Result._of(data, solved)


def price(pool: Pool, challenge: Challenge, like: Result, *, time_limit: float | None = 60.0) -> ResultData:
    """
    Return the best team for a challenge much like one that was composed, for whoever asks what it would cost.

    If there is none, it is proved, but not explained: `compose` explains it.
    """
    from teamforge.forge.best import best
    from teamforge.solve import solve

    return best(solve(pool, challenge, time_limit=time_limit, seed=like.seed, like=like._solved))


def repair_team(  # noqa: PLR0913 -- as `Result.repair` has them
    team: Team,
    pool: Pool,
    challenge: Challenge,
    responses: Responses,
    *,
    any_dates: bool = False,
    time_limit: float | None = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Repair[Result]:
    """
    Return the repair of a team that has no result, such as one read from a workbook.

    Parameters
    ----------
    team
        The team as it was.
    pool, challenge
        The pool and the challenge as they are now.
    responses
        Everybody who dropped out or confirmed so far.
    any_dates, time_limit, progress
        As for `Result.repair`.
    seed
        Breaks ties between teams of equal points.

    Raises
    ------
    InputError, InfeasibleError, KeyError, UnknownError, ValueError
        As `Result.repair` does.
    """
    from teamforge.forge.repair import StandingTeam, check_responses
    from teamforge.verify import breakdown, score

    check_responses(pool, team, responses)
    points = sum(breakdown(challenge, score(pool, challenge, team)).values())
    return repaired(
        StandingTeam(team, points),
        pool,
        challenge,
        responses,
        any_dates=any_dates,
        time_limit=time_limit,
        seed=seed,
        progress=progress,
    )
