"""`reciprocal_review`: somebody from a host reviewed the peer's organisation (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.spec.rules import ConflictRule
from teamforge.verify.case import Case
from teamforge.verify.people import Person, engagements_at
from teamforge.verify.ties import current, past, took_place


def fires(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when a peer q ≠ p with org(q) ∈ H has an engagement at org(p) that is current, or past within 3 years."""
    if person.organisation is None:
        return False
    visits = [
        row
        for row in took_place(case, engagements_at(case.pool, person.organisation))
        if row.peer != person.place and int(case.pool.peers.organisation[row.peer]) in case.ground.hosts
    ]
    return current(case, visits) or past(case, visits, rule)
