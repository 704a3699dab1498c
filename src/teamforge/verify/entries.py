"""What the lines of a ledger are made with."""

from __future__ import annotations

from teamforge.verify.case import Case, Seated
from teamforge.verify.record import Entry

__all__ = ["full", "of_member"]


def full(case: Case, criterion: str) -> int:
    """Return weight·1000: what a criterion is worth at best."""
    return case.ground.rulebook.criteria[criterion].weight * 1000


def of_member(one: Seated, criterion: str, points: int, detail: str) -> Entry:
    """Return an entry of one member."""
    return Entry(criterion, points, one.person.peer_id, one.seat.id, detail)
