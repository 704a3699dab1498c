"""`reviewed_host`: the peer reviewed the host system (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.spec.rules import ConflictRule
from teamforge.verify.case import Case
from teamforge.verify.people import Person
from teamforge.verify.ties import current, past, took_place


def fires(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when an engagement of p at some h ∈ H⁺ is current, or past within 5 years; never for a progress review."""
    if case.challenge.purpose == "progress_review":
        return False
    visits = [row for row in took_place(case, person.engagements) if row.host in case.ground.hosts_plus]
    return current(case, visits) or past(case, visits, rule)
