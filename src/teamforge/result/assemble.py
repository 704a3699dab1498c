"""
Builds a result from a team and what is claimed about it; every other field is read again from pool and challenge.

`compose` builds its results this way; checking a saved result does the same and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from teamforge.certificate.lazy import LazyCertificate
from teamforge.challenge import Challenge
from teamforge.pool import Pool
from teamforge.problem import Eligibility, Instance
from teamforge.problem.digest import input_digest
from teamforge.problem.rules.eligible import best_role
from teamforge.problem.warnings import input_warnings, window_warnings
from teamforge.result.data import Member, ResultData
from teamforge.spec.status import CAUSES, Status, Stop
from teamforge.team import Responses, Team, Window
from teamforge.verify import check

library_version = cache(version)
"""The version of a library, cached: reading its metadata takes milliseconds."""
LIBRARIES = ("ortools", "networkx", "numpy", "holidays")
"""The libraries that an answer could depend on."""


@dataclass(frozen=True, slots=True)
class Claims:
    """
    What the search says about its team, and what it was asked.

    Parameters
    ----------
    status, points, bound, stopped, certify
        The fields of `ResultData` with these names.
    seed
        The seed that broke ties.
    time_limit
        Seconds; None for no limit.
    loss
        How many points a robust team may give up against the best; None if no robust team was asked for.
    responses
        The responses that the repair started from; None if the team was not repaired.
    """

    status: Status
    points: int | None
    bound: int | None
    stopped: Stop | None
    certify: LazyCertificate
    seed: int
    time_limit: float | None
    loss: int | None = None
    responses: Responses | None = None


def assemble(instance: Instance, eligibility: Eligibility, team: Team | None, claims: Claims) -> ResultData:
    """
    Return the result for a team, checked, with everything reported about it.

    Raises
    ------
    InternalError
        If the team is not valid or not worth the points claimed.
    """
    pool, challenge = instance.pool, instance.challenge
    verified = None if team is None else check(pool, challenge, team, claims.points)
    window = None if team is None else Window(team.start, team.end(challenge.on_site.days))
    warnings = input_warnings(instance, eligibility)
    if window is not None:
        warnings += window_warnings(challenge, window)
    seated = dict(team.seats) if team else {}
    return ResultData(
        status=claims.status,
        points=verified.points if verified else None,
        bound=claims.bound,
        window=window,
        members=members_of(instance.pool, instance.challenge, seated),
        entries=verified.entries if verified else (),
        breakdown=dict(verified.breakdown) if verified else {},
        findings=instance.conflicts.findings(tuple(seated.values())) if seated else (),
        warnings=(*warnings, *_ended_early(claims)),
        challenge_id=challenge.id,
        input_digest=input_digest(pool, challenge, instance.windows, instance.pool_digest),
        version=library_version("teamforge"),
        seed=claims.seed,
        versions={library: library_version(library) for library in LIBRARIES},
        parameters=_parameters(instance, claims),
        stopped=claims.stopped,
        certify=claims.certify,
        pool=pool,
        challenge=challenge,
    )


def _parameters(instance: Instance, claims: Claims) -> Mapping[str, Any]:
    return {
        "time_limit": claims.time_limit,
        "seed": claims.seed,
        "loss": claims.loss,
        "preset": instance.challenge.preset,
        "repair": claims.responses and claims.responses.to_dict(),
    }


def members_of(pool: Pool, challenge: Challenge, seated: Mapping[str, str]) -> tuple[Member, ...]:
    """Return the members of a team in the order of the seats."""
    return tuple(
        Member(seat, seated[seat], *best_role(pool, challenge, pool.peers.position[seated[seat]], place))
        for place, seat in enumerate(challenge.seat_ids)
        if seat in seated
    )


_WHY_NOT_CHOSEN = {
    Stop.EFFORT: ("choosing among {} would have taken too much work", "running it again gives the same"),
    Stop.FAILURE: ("a fault of TeamForge ended the search among {}", "please report it, the log says where"),
}
"""What keeps the seed from picking among proved teams, and what to do about it."""


def _ended_early(claims: Claims) -> list[str]:
    if claims.stopped in {None, Stop.CHOICE}:
        return []
    repaired = claims.responses is not None
    equals = "repairs that are as good" if repaired else "teams of equal points"
    if claims.stopped in _WHY_NOT_CHOSEN:
        cause, then = _WHY_NOT_CHOSEN[claims.stopped]
        proved = "no repair is better than this one, which" if repaired else "this one is proved the best, but"
        return [f"{cause.format(equals)}: {proved} may not be the one that the seed picks; {then}"]
    cause = CAUSES[claims.stopped]
    if claims.status is Status.OPTIMAL or repaired:
        return [f"{cause} ended the search among {equals}: running it again may give another of them"]
    return [f"{cause} ended the search: running it again may give another answer"]
