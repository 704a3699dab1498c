"""`declaration`: the peer never declared their interests, or did so too long ago (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.spec.rules import ConflictRule
from teamforge.verify.case import Case
from teamforge.verify.people import Person

DAYS = 365


def fires(case: Case, person: Person, _: ConflictRule) -> bool:
    """Fire when `declared_on` is blank or more than 365 days before `as_of`; never without the column."""
    if case.pool.peers.declared_on is None:
        return False
    return person.declared_on is None or case.ground.as_of - person.declared_on > DAYS
