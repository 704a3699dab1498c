"""Which challenges are planned, and which of them must have a team (SPEC.md section 10)."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.verify.history import History
from teamforge.verify.plan.case import PlanCase
from teamforge.verify.plan.record import PlanViolation


def unknown_challenge(case: PlanCase) -> Iterator[PlanViolation]:
    """Every team is for a challenge of the programme."""
    for each in case.teams:
        if each not in case.programme.ids:
            yield PlanViolation("unknown_challenge", (each,), (), "the programme has no such challenge")


def over(case: PlanCase) -> Iterator[PlanViolation]:
    """No challenge that is over is planned."""
    for each in case.teams:
        if each in case.over:
            yield PlanViolation("over", (each,), (), "the challenge is over: its team is not chosen again")


def confirmed(case: PlanCase) -> Iterator[PlanViolation]:
    """Every challenge with a confirmed row in force has a team."""
    for each in case.planned:
        people = History.of(case.given, each.id).confirmed
        if people and each.id not in case.teams:
            peers = tuple(peer for _, peer in people)
            message = f"{', '.join(peers)} confirmed, and the challenge has no team"
            yield PlanViolation("confirmed_team", (each.id,), peers, message)
