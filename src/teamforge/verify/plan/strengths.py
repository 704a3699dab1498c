"""Whether a conflict rule would stop a peer in a challenge if it fired."""

from __future__ import annotations

from teamforge.spec.rules import Strength
from teamforge.verify.conflicts import waived
from teamforge.verify.plan.case import PlanCase, PlannedVisit


def stops(case: PlanCase, visit: PlannedVisit, rule: str) -> bool:
    """Return whether a visit's challenge has the rule as hard, or as review without a waiver for the peer."""
    own = case.cases[visit.challenge.id]
    found = own.ground.rulebook.conflicts[rule]
    if found.strength == Strength.REVIEW:
        return not waived(own, found, [visit.person])
    return found.strength == Strength.HARD
