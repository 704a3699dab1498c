"""`compose`: from a pool and a challenge to the best team, proved and re-checked."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from teamforge.assembly import Claims, assemble
from teamforge.challenge import Challenge
from teamforge.errors import InternalError
from teamforge.pool import Pool
from teamforge.problem import Choice, Problem
from teamforge.result import Result
from teamforge.robustness import DropOut, Robustness
from teamforge.search import Found, Progress, StopWatch
from teamforge.search.certify import of_choice
from teamforge.search.near import EMPTY
from teamforge.search.stand_ins import Left, drop_outs, in_window
from teamforge.status import Status
from teamforge.study import Study, choice_of, team_of, work_out
from teamforge.team import Responses
from teamforge.verify import check

__all__ = ["chosen", "compose", "study_of"]


_STUDIES: WeakKeyDictionary[Result, Study] = WeakKeyDictionary()
"""What led to each result that is still in use, so that the next question need not begin anew."""


def compose(
    pool: Pool,
    challenge: Challenge,
    *,
    time_limit: float | None = 60.0,
    seed: int = 0,
    robust: bool = False,
    loss: int = 200,
    progress: Progress | None = None,
) -> Result:
    """
    Return the best team that a pool has for a challenge, with what is proved of it.

    Parameters
    ----------
    pool
        The peers, as `read_pool` or `Pool.from_frames` returns them.
    challenge
        As `read_challenge` returns it.
    time_limit
        Seconds for everything; None for no limit. When it ends the search, the result says so.
    seed
        Breaks ties between teams of equal points.
    robust
        Whether to return, of the teams that have nearly the most points, the one whose worst single drop-out costs
        least, everybody else kept; `Result.robustness` tells what each would cost and who would step in.
    loss
        With `robust`: so many points fewer than the best team it may have. 200 are a fifth of a weight of 1.
    progress
        Is told in words how far the search has come.

    Returns
    -------
    Result
        For every outcome of the search; ``result.require_team()`` raises where there is no team.

    Raises
    ------
    InputError
        If the challenge does not fit the pool; every fault is listed.
    InternalError
        If the team found is not valid or not worth its points: our mistake, never shown as a result.

    Examples
    --------
    >>> from teamforge.demo import load_demo
    >>> result = compose(*load_demo())
    >>> str(result.status), result.gap
    ('optimal', 0.0)
    """
    if robust and loss < 0:
        raise ValueError(f"loss is {loss}: expected points from 0")
    watch, tell = StopWatch.start(time_limit), progress or (lambda _line: None)
    known = work_out(pool, challenge, time_limit=time_limit, seed=seed, progress=progress)
    result = _result_of(known, _claims(known.found, seed, time_limit))
    if robust and result.status is Status.OPTIMAL:
        tell("comparing what drop-outs would cost the best teams")
        return _robust(result, loss, time_limit)
    if result.status is not Status.INFEASIBLE:
        return result
    from teamforge.why_none import diagnose  # noqa: PLC0415 -- seldom needed

    return _kept(replace(result, diagnosis=diagnose(known, watch, progress)), known)


def chosen(
    known: Study,
    choice: Choice,
    *,
    seed: int,
    time_limit: float | None,
    loss: int | None = None,
    responses: Responses | None = None,
) -> Result:
    """
    Return the result of a team that was chosen for more than its points.

    It is `optimal` where no team has more points all the same; otherwise `feasible`, with the bound that the search's
    prices prove, and `stopped` is ``"choice"``.
    """
    found = known.found
    points = known.problem.score(choice)
    if points != found.points:
        found = of_choice(known.problem, found, choice)
    claims = replace(_claims(found, seed, time_limit), loss=loss, responses=responses)
    return _result_of(replace(known, found=replace(found, choice=choice)), claims)


def _robust(result: Result, loss: int, time_limit: float | None) -> Result:
    """Return, of the teams with nearly as many points as the best, the one whose worst single drop-out costs least."""
    from teamforge.search.robust import most_robust  # noqa: PLC0415 -- seldom needed

    known = study_of(result)
    choice, points = known.found.choice, known.found.points
    if choice is None or points is None:
        raise InternalError("an optimal search has no team")
    best = most_robust(known.problem, known.found.prices, points, loss, result.seed)
    choice = choice if best is None else best.choice
    chosen_ = chosen(known, choice, seed=result.seed, time_limit=time_limit, loss=loss)
    within, teams = (None, 0) if best is None else (best.within, best.teams)
    part, here = in_window(known.problem, choice)
    told = tuple(_checked(chosen_, part, each) for each in drop_outs(part, here))
    return _kept(replace(chosen_, robustness=Robustness(loss, within, teams, told)), study_of(chosen_))


def _checked(result: Result, part: Problem, left: Left) -> DropOut:
    """Return what becomes of a team without a member, once the team that it becomes is checked."""
    seat, member = part.seats[left.seat], str(part.peer_ids[part.peers[left.candidate]])
    reserve = None if left.other == EMPTY else str(part.peer_ids[part.peers[left.other]])
    if left.team is None:
        return DropOut(seat, member, None, None)
    check(result.pool, result.challenge, team_of(part, left.team), left.points)
    return DropOut(seat, member, reserve, (result.points or 0) - left.points)


def _claims(found: Found, seed: int, time_limit: float | None) -> Claims:
    return Claims(
        status=found.status,
        points=found.points,
        bound=found.bound,
        stopped=found.stopped,
        certificate=found.certificate,
        seed=int(seed),
        time_limit=None if time_limit is None else float(time_limit),
    )


def _result_of(known: Study, claims: Claims) -> Result:
    choice = known.found.choice
    team = None if choice is None else team_of(known.problem, choice)
    return _kept(assemble(known.given, known.screened, team, claims), known)


def _kept(result: Result, known: Study) -> Result:
    """Return a result, and remember what led to it."""
    _STUDIES[result] = known
    return result


def study_of(result: Result) -> Study:
    """Return what led to a result: kept from when it was made, worked out again where it comes from elsewhere."""
    if result not in _STUDIES:
        limit, team = result.parameters["time_limit"], result.team
        known = work_out(result.pool, result.challenge, time_limit=limit, seed=result.seed)
        if team is not None:
            # It may have been chosen for more than its points, or another search may not come as far.
            choice = choice_of(known.problem, team)
            found = replace(known.found, choice=choice, points=known.problem.score(choice))
            known = replace(known, found=found)
        _STUDIES[result] = known
    return _STUDIES[result]
