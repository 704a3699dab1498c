"""
Builds a plan's data from its teams and what is claimed about them; the rest is read again from pool and programme.

`plan` builds its plans this way; checking a kept plan does the same and compares.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from teamforge.certificate.programme import PlanCertificate
from teamforge.challenge import Challenge
from teamforge.challenge.programme import Programme
from teamforge.challenge.programme.amendment import Amendment
from teamforge.errors import InternalError
from teamforge.page.words import listed
from teamforge.pool import Pool
from teamforge.pool.assignments.history import in_force
from teamforge.problem import Eligibility, Instance
from teamforge.problem.digest import input_digest
from teamforge.problem.warnings import input_warnings, window_warnings
from teamforge.result.assemble import LIBRARIES, library_version, members_of
from teamforge.result.plan import PlanData, PlannedChallenge, WhyNoTeam
from teamforge.spec.status import CAUSES, Status, Stop
from teamforge.team import Team, Window
from teamforge.verify.plan import PlanPoints, plan_points, plan_violations

Compiled = tuple[Instance, Eligibility]
SaidT = TypeVar("SaidT", bound=Hashable)


@dataclass(frozen=True, slots=True)
class PlanClaims:
    """
    What the search says about a plan, and what it was asked; `PlanData` describes the fields.

    `best` has, for each planned challenge, the points it would have on its own (None without a team) and what is proved
    about them.
    """

    status: Status
    bound: int | None
    greatest_loss_bound: int | None
    changes: int | None
    changes_bound: int | None
    best: Mapping[str, tuple[int | None, Status | None]]
    without: Mapping[str, WhyNoTeam]
    certificate: PlanCertificate
    stopped: Stop | None
    seed: int
    effort: float
    time_limit: float | None
    known: bool = True
    """Whether there is a valid plan."""
    amendment: Amendment | None = None
    """For a replan, what it started from besides pool and programme; otherwise None."""


def assemble_plan(
    pool: Pool, programme: Programme, compiled: Mapping[str, Compiled], teams: Mapping[str, Team], claims: PlanClaims
) -> PlanData:
    """
    Return the data of a plan, checked, with everything reported about it; an `InternalError` if it is not valid.

    The pool is as it was read or as adapted to a programme. `compiled` has the planned challenges on the programme's
    pool.
    """
    if broken := plan_violations(pool, programme, teams) if claims.known else ():
        raise InternalError("a plan that the search found is not valid", [str(each) for each in broken])
    scored = plan_points(pool, programme, teams)
    challenges = tuple(
        _planned(pool, programme, each, compiled.get(each.id), teams.get(each.id), scored, claims)
        for each in programme.challenges
    )
    return PlanData(
        programme_id=programme.id,
        status=claims.status,
        points=scored.total if claims.known else None,
        bound=claims.bound,
        objective=programme.objective,
        greatest_loss=max((each.loss for each in challenges if each.loss is not None), default=0),
        greatest_loss_bound=claims.greatest_loss_bound,
        changes=claims.changes,
        changes_bound=claims.changes_bound,
        challenges=challenges,
        warnings=tuple(_warnings(programme, compiled, teams, claims)),
        input_digest=_digest(programme, compiled),
        version=library_version("teamforge"),
        seed=claims.seed,
        stopped=claims.stopped,
        parameters={
            "effort": claims.effort,
            "time_limit": claims.time_limit,
            "seed": claims.seed,
            **({} if claims.amendment is None else {"replan": claims.amendment.to_dict()}),
        },
        versions={library: library_version(library) for library in LIBRARIES},
        certificate=claims.certificate,
        pool=pool,
        programme=programme,
    )


def _planned(
    pool: Pool,
    programme: Programme,
    challenge: Challenge,
    compiled: Compiled | None,
    team: Team | None,
    scored: PlanPoints,
    claims: PlanClaims,
) -> PlannedChallenge:
    priority = programme.priority[challenge.id]
    if compiled is None:
        return _as_it_was(pool, challenge, priority)
    instance, _ = compiled
    best, status = claims.best[challenge.id]
    own = None if team is None else scored.points(challenge.id)
    return PlannedChallenge(
        challenge.id,
        priority,
        None if team is None else Window(team.start, team.end(instance.windows.days)),
        () if team is None else members_of(pool, instance.challenge, dict(team.seats)),
        own,
        best,
        status,
        None if own is None or best is None else best - own,
        {} if team is None else dict(scored.breakdowns[challenge.id]),
        None if team is not None else claims.without.get(challenge.id),
    )


def _as_it_was(pool: Pool, challenge: Challenge, priority: int) -> PlannedChallenge:
    """Return a challenge that is over, with the team from its history."""
    live = [row for row in in_force(pool, challenge.id) if row.live]
    window = Window(live[0].start, live[0].end)
    members = members_of(pool, challenge, {row.seat: row.peer_id for row in live})
    return PlannedChallenge(challenge.id, priority, window, members, None, None, None, None, {}, None, over=True)


def _warnings(
    programme: Programme,
    compiled: Mapping[str, Compiled],
    teams: Mapping[str, Team],
    claims: PlanClaims,
) -> Iterable[str]:
    """Yield the warnings about the pool, those all challenges share, and those of some challenges with their ids."""
    found = {own: input_warnings(*compiled[own]) for own in programme.ids if own in compiled}
    for own, team in teams.items():
        instance, _ = compiled[own]
        found[own] += window_warnings(instance.challenge, Window(team.start, team.end(instance.windows.days)))
    yield from (f"{ids}: {line}" if ids else line for line, ids in by_challenge(found))
    if claims.stopped is not None:
        fault = claims.stopped is Stop.FAILURE
        then = "please report it, the log says where" if fault else "running it again may give another plan"
        yield f"{CAUSES[claims.stopped]} ended the search: {then}"


def by_challenge(found: Mapping[str, Sequence[SaidT]]) -> Iterator[tuple[SaidT, str]]:
    """Yield each message once, with the ids it applies to, or none if it applies to all."""
    counts = Counter(warning for each in found.values() for warning in dict.fromkeys(each))
    yield from ((warning, "") for warning, count in counts.items() if count == len(found))
    for warning, count in counts.items():
        if count < len(found):
            yield warning, listed([own for own, each in found.items() if warning in each], 4)


def _digest(programme: Programme, compiled: Mapping[str, Compiled]) -> str:
    """Return one fingerprint of everything a plan depends on: each challenge with its pool, and what joins them."""
    own = {
        name: input_digest(instance.pool, instance.challenge, instance.windows)
        for name, (instance, _) in sorted(compiled.items())
    }
    joined = programme.model_dump(mode="json", exclude={"title", "challenges", "id"})
    content = json.dumps(["teamforge programme 1", own, joined], sort_keys=True)
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"
