"""The points of a plan (SPEC.md section 10): the plan's own engagements count for no criterion."""

from __future__ import annotations

from teamforge.verify import breakdown
from teamforge.verify.plan.case import PlanCase
from teamforge.verify.plan.record import PlanPoints
from teamforge.verify.points import ledger


def scored(case: PlanCase) -> PlanPoints:
    """Return the points of every team, and of the plan."""
    breakdowns = {each: breakdown(own.challenge, ledger(own)) for each, own in case.cases.items()}
    priority = case.programme.priority
    gained = sum(priority[each] * sum(parts.values()) for each, parts in breakdowns.items())
    without = sum(priority[each.id] for each in case.planned if each.id not in breakdowns)
    return PlanPoints(breakdowns, gained - without * case.programme.without_team, gained)
