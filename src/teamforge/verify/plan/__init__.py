"""
The verifier of plans: is every team valid, also next to the others, and what does the plan score? SPEC.md section 10.

Like the verifier of one team, it reads only the pool and the programme.

====================  ===================================================================
`case`                the plan, the pool of the programme, and who visits which host when
`beside`              rules 1 and 2: each team valid, with the other teams as engagements
`met_twice`           rule 3: nobody reviews a host twice
`reciprocal`          rule 3: no review goes both ways
`per_organisation`    rule 4: the peers of an organisation in one week
`per_peer`            rule 4: the teams of a peer
`planned`             which challenges are planned at all, and which must have a team
`points`              points, losses
`changes`             what differs from the plan that stands
`record`              what the verifier returns
====================  ===================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from teamforge.verify.plan import beside, met_twice, per_organisation, per_peer, planned, reciprocal
from teamforge.verify.plan.case import PlanCase
from teamforge.verify.plan.changes import Standing, changed_seats
from teamforge.verify.plan.points import scored
from teamforge.verify.plan.record import PlanPoints, PlanViolation

if TYPE_CHECKING:
    from teamforge.challenge.programme import Programme
    from teamforge.pool import Pool
    from teamforge.team import Team

__all__ = ["PlanPoints", "PlanViolation", "Standing", "plan_changes", "plan_points", "plan_violations"]

_RULES = (
    planned.unknown_challenge,
    planned.over,
    planned.confirmed,
    beside.valid,
    met_twice.reviewed_host,
    reciprocal.reciprocal_review,
    per_organisation.per_organisation,
    per_peer.per_peer,
)


def plan_violations(pool: Pool, programme: Programme, teams: Mapping[str, Team]) -> tuple[PlanViolation, ...]:
    """
    Return every rule that a plan breaks, in the order of SPEC.md section 10.

    Parameters
    ----------
    pool
        The pool as it was read; what it says about the programme's own challenges is ignored.
    programme
        The programme.
    teams
        The team of each challenge, by challenge id; challenges without a team are left out. Any teams, however wrong.

    Returns
    -------
    tuple of PlanViolation
        Empty if and only if the plan is valid. The rules have the names of `violations`; and `unknown_challenge`,
        `over`, `confirmed_team`, `per_organisation`, `per_peer`. The change budget is not checked here.
    """
    case = PlanCase(pool, programme, teams)
    return tuple(violation for rule in _RULES for violation in rule(case))


def plan_points(pool: Pool, programme: Programme, teams: Mapping[str, Team]) -> PlanPoints:
    """
    Return the points of a plan, and those of each team (SPEC.md sections 6 and 10).

    Parameters
    ----------
    pool, programme, teams
        As in `plan_violations`; the plan must be valid.
    """
    return scored(PlanCase(pool, programme, teams))


def plan_changes(
    pool: Pool, programme: Programme, teams: Mapping[str, Team], standing: Mapping[str, Standing] | None = None
) -> tuple[tuple[str, str], ...]:
    """
    Return the seats that differ from the plan that stands, as far as they count: pairs of challenge and seat.

    Parameters
    ----------
    pool, programme, teams
        As in `plan_violations`.
    standing
        The places of the plan that stands, by challenge id; None for the live rows of `assignments`.
    """
    return changed_seats(PlanCase(pool, programme, teams), standing)
