"""`job_application`: the peer applied for a job at the host system (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.spec.rules import ConflictRule
from teamforge.verify.case import Case
from teamforge.verify.people import Person
from teamforge.verify.ties import at_host, current, past


def fires(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when a job_application at some h ∈ H⁺ is current, or past within 5 years."""
    applications = at_host(case, person, "job_application")
    return current(case, applications) or past(case, applications, rule)
