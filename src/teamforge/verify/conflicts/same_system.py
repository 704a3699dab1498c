"""`same_system`: the peer's organisation and a host are in the same system (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.spec.rules import ConflictRule
from teamforge.spec.vocabulary import fold
from teamforge.verify.case import Case
from teamforge.verify.people import Person


def fires(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when org(p) ∉ H⁺, and org(p) and some h ∈ H reach a common organisation whose kind is in `kinds`."""
    if person.organisation is None or person.organisation in case.ground.hosts_plus:
        return False
    kinds = {fold(kind) for kind in rule.kinds or ()}
    common = case.ground.part_of(person.organisation) & case.ground.hosts_part_of
    return any(case.pool.organisations.kind[place] in kinds for place in common)
