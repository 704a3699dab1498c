"""`current_tie`: the peer works for the host system, or has a current tie to it (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.spec.rules import ConflictRule
from teamforge.verify.case import Case
from teamforge.verify.people import Person
from teamforge.verify.ties import at_host, current

KINDS = ("employment", "governance", "contract", "consultancy")


def fires(case: Case, person: Person, _: ConflictRule) -> bool:
    """Fire when org(p) ∈ H⁺, or an employment, …, consultancy interest at some h ∈ H⁺ is current."""
    return person.organisation in case.ground.hosts_plus or current(case, at_host(case, person, *KINDS))
