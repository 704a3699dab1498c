"""Rule 3 of SPEC.md section 10: two organisations do not review each other if `reciprocal_review` forbids it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from teamforge.verify.plan.case import PlanCase
from teamforge.verify.plan.record import PlanViolation
from teamforge.verify.plan.strengths import stops


def reciprocal_review(case: PlanCase) -> Iterator[PlanViolation]:
    """No q ≠ p with org(q) among the hosts of c is on the team of another challenge whose lead host is org(p)."""
    for one, other in permutations(case.visits, 2):
        if one.challenge.id == other.challenge.id or one.person.peer_id == other.person.peer_id:
            continue
        from_host = case.organisation(other.person) in one.challenge.hosts
        if not from_host or other.challenge.hosts[0] != case.organisation(one.person):
            continue
        if stops(case, one, "reciprocal_review"):
            peers = one.person.peer_id, other.person.peer_id
            message = f"{peers[1]} comes from a host of {one.challenge.id}, and reviews where {peers[0]} works"
            yield PlanViolation("reciprocal_review", (one.challenge.id, other.challenge.id), peers, message)
