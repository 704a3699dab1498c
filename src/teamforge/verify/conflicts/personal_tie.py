"""`personal_tie`: the peer has family or a financial interest in the host system (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.spec.rules import ConflictRule
from teamforge.verify.case import Case
from teamforge.verify.people import Person
from teamforge.verify.ties import at_host, current


def fires(case: Case, person: Person, _: ConflictRule) -> bool:
    """Fire when a family or financial interest at some h ∈ H⁺ is current."""
    return current(case, at_host(case, person, "family", "financial"))
