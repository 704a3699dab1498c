"""One team with the other teams of a plan fixed: every rule of SPEC.md section 10 that involves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from teamforge.spec.dates import day_number
from teamforge.verify.plan import plan_violations
from teamforge.verify.record import Violation

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.challenge.beside import PoolBeside
    from teamforge.team import Team

_WEEK = 7


def violations_beside(pool: PoolBeside, challenge: Challenge, team: Team) -> tuple[Violation, ...]:
    """Return every rule that a team breaks, or makes another team of the plan break; the challenge may have changed."""
    challenges = tuple(challenge if each.id == challenge.id else each for each in pool.programme.challenges)
    programme = pool.programme.model_copy(update={"challenges": challenges})
    teams = {challenge.id: team, **_met(pool, challenge, team)}
    return tuple(
        Violation(each.rule, None, each.peers, each.message)
        for each in plan_violations(pool.alone, programme, teams)
        if challenge.id in each.challenges or set(each.peers) & {peer for _, peer in team.seats}
    )


def _met(pool: PoolBeside, challenge: Challenge, team: Team) -> Mapping[str, Team]:
    """Return the other teams that share a peer, a week or an organisation with a team; no rule links it to the rest."""
    position, home = pool.peers.position, pool.peers.organisation
    peers = {peer for _, peer in team.seats}

    def homes(of: Team) -> set[str]:
        places = {int(home[position[peer]]) for _, peer in of.seats if peer in position}
        return {pool.organisations.ids[place] for place in places if place >= 0}

    at_home = homes(team)
    hosts = {each.id: set(each.hosts) for each in pool.programme.challenges}
    first = day_number(team.start)
    return {
        own: other
        for own, other in pool.others.items()
        if own != challenge.id
        and (
            peers & {peer for _, peer in other.seats}
            or abs(day_number(other.start) - first) < _WEEK
            or at_home & hosts[own]
            or homes(other) & set(challenge.hosts)
        )
    }
