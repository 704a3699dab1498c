"""`past_tie`: the peer worked or held office at the host system (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.spec.rules import ConflictRule
from teamforge.verify.case import Case
from teamforge.verify.people import Person
from teamforge.verify.ties import at_host, past


def fires(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when an employment or governance interest at some h ∈ H⁺ is past, within 5 years."""
    return past(case, at_host(case, person, "employment", "governance"), rule)
