"""Rules 1 and 2 of SPEC.md section 10: each team is valid, and stays so with the other teams as engagements."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.verify import violations_of
from teamforge.verify.case import Case
from teamforge.verify.ground import Ground
from teamforge.verify.plan.case import PlanCase
from teamforge.verify.plan.record import PlanViolation


def valid(case: PlanCase) -> Iterator[PlanViolation]:
    """
    Every team keeps the rules of sections 4 and 5, with the visits of the other teams among the engagements.

    A proposed engagement counts only in rule 4 of section 4, so one pass checks both rules.
    """
    for challenge_id, own in case.cases.items():
        ground = Ground(case.pool, own.challenge, case.beside(challenge_id))
        for found in violations_of(Case(ground, own.team)):
            yield PlanViolation(found.rule, (challenge_id,), found.peers, found.message)
