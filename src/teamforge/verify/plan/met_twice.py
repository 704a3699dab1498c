"""Rule 3 of SPEC.md section 10: a peer stopped by `reviewed_host` reviews a host on one team only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from teamforge.verify.plan.case import PlanCase
from teamforge.verify.plan.record import PlanViolation
from teamforge.verify.plan.strengths import stops


def reviewed_host(case: PlanCase) -> Iterator[PlanViolation]:
    """No peer p of the team of c is on another team whose lead host is in H⁺ of c; never for a progress review c."""
    for one, other in permutations(case.visits, 2):
        peer = one.person.peer_id
        if peer != other.person.peer_id or one.challenge.id == other.challenge.id:
            continue
        if one.challenge.purpose == "progress_review" or not stops(case, one, "reviewed_host"):
            continue
        lead_host = other.challenge.hosts[0]
        if lead_host in case.system(one.challenge.id):
            message = f"{peer} also reviews {lead_host} in {other.challenge.id}"
            yield PlanViolation("reviewed_host", (one.challenge.id, other.challenge.id), (peer,), message)
