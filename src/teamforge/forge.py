"""`compose`: from a pool and a challenge to the best team, proved and re-checked."""

from __future__ import annotations

from importlib.metadata import version
from math import isfinite
from typing import TYPE_CHECKING

from teamforge.challenge import Challenge
from teamforge.challenge.matching import challenge_faults
from teamforge.dates import to_date
from teamforge.digest import input_digest
from teamforge.errors import InputError, InternalError
from teamforge.notices import input_warnings, window_warnings
from teamforge.pool import Pool
from teamforge.problem import Given, Problem, compile_problem, derive, screen
from teamforge.problem.rules.eligible import best_role
from teamforge.result import Member, Result, Window
from teamforge.search import Found, Limits, Progress, StopWatch, search
from teamforge.team import Team
from teamforge.verify import check

if TYPE_CHECKING:
    from teamforge.verify import Verified

__all__ = ["compose"]

_LIBRARIES = ("ortools", "networkx", "numpy", "holidays")
"""The libraries that an answer could depend on."""


def compose(
    pool: Pool,
    challenge: Challenge,
    *,
    time_limit: float | None = 60.0,
    seed: int = 0,
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
    if time_limit is not None and not (isfinite(time_limit) and time_limit >= 0):
        msg = f"time_limit is {time_limit}, expected seconds from 0, or None for no limit"
        raise ValueError(msg)
    watch = StopWatch.start(time_limit)
    if faults := challenge_faults(pool, challenge):
        raise InputError(faults)
    tell = progress or (lambda _line: None)
    tell("finding conflicts of interest")
    given = derive(pool, challenge)
    screened = screen(given)
    tell("compiling the problem")
    problem = compile_problem(given, screened)
    tell(f"searching among {len(problem):,} candidates and {len(problem.starts)} windows")
    found = search(problem, Limits(time_limit, seed), progress, watch)
    verified, window = _verified(given, problem, found)
    warnings = input_warnings(given, screened)
    if window is not None:
        warnings += window_warnings(challenge, window)
    seated = dict(verified.team.seats) if verified else {}
    return Result(
        status=found.status,
        points=verified.points if verified else None,
        bound=found.bound,
        window=window,
        members=_members(given, seated),
        entries=verified.entries if verified else (),
        breakdown=dict(verified.breakdown) if verified else {},
        findings=given.conflicts.findings(tuple(seated.values())) if seated else (),
        warnings=(*warnings, *_ended_early(found)),
        challenge_id=challenge.id,
        input_digest=input_digest(pool, challenge, given.windows),
        version=version("teamforge"),
        seed=seed,
        versions={library: version(library) for library in _LIBRARIES},
        parameters={"time_limit": time_limit, "seed": seed, "preset": challenge.preset},
        stopped=found.stopped,
        pool=pool,
        challenge=challenge,
    )


def _verified(given: Given, problem: Problem, found: Found) -> tuple[Verified | None, Window | None]:
    """Return the team found as the verifier reads it, and its window."""
    if found.choice is None:
        return None, None
    start = to_date(int(problem.starts[found.choice.window]))
    if start is None:
        msg = "the chosen window has no date"
        raise InternalError(msg)
    peers = {int(problem.seat[place]): str(problem.peer_ids[problem.peers[place]]) for place in found.choice.candidates}
    team = Team(start, tuple((problem.seats[seat], peers[seat]) for seat in sorted(peers)))
    return check(given.pool, given.challenge, team, found.points), Window(start, team.end(given.challenge.on_site.days))


def _members(given: Given, seated: dict[str, str]) -> tuple[Member, ...]:
    members = []
    for place, seat in enumerate(given.challenge.seat_ids):
        if seat in seated:
            peer = given.pool.peers.position[seated[seat]]
            members.append(Member(seat, seated[seat], *best_role(given.pool, given.challenge, peer, place)))
    return tuple(members)


def _ended_early(found: Found) -> list[str]:
    if found.stopped is None:
        return []
    cause = "the time limit" if found.stopped == "time" else "an interrupt"
    if found.tie_broken or found.status != "optimal":
        return [f"{cause} ended the search: a repeat may give another answer"]
    return [f"{cause} ended the search among teams of equal points: a repeat may give another of them"]
