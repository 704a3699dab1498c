"""`shared_leadership`: the peer's organisation shares its leadership with a host (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.spec.rules import ConflictRule
from teamforge.verify.case import Case
from teamforge.verify.people import Person
from teamforge.verify.ties import linked


def fires(case: Case, person: Person, _: ConflictRule) -> bool:
    """Fire when org(p) ∉ H⁺ has a current `shares_leadership_with` some h ∈ H."""
    return linked(case, person, "shares_leadership_with")
