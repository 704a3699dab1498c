"""Rule 4 of SPEC.md section 10: the limit on teams for one peer."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.verify.plan.case import PlanCase
from teamforge.verify.plan.record import PlanViolation


def per_peer(case: PlanCase) -> Iterator[PlanViolation]:
    """No peer is on more than `per_peer` teams."""
    limit = case.programme.limits.per_peer
    teams: dict[str, dict[str, None]] = {}
    for visit in case.visits:
        teams.setdefault(visit.person.peer_id, {})[visit.challenge.id] = None
    for peer, challenges in teams.items():
        if limit is not None and len(challenges) > limit:
            message = f"{peer} is on {len(challenges)} teams; the limit is {limit}"
            yield PlanViolation("per_peer", tuple(challenges), (peer,), message)
