"""Building blocks of a ledger."""

from __future__ import annotations

from teamforge.verify.case import Case, FilledSeat
from teamforge.verify.record import LedgerEntry


def full(case: Case, criterion: str) -> int:
    """Return weight·1000: the most a criterion is worth."""
    return case.ground.rulebook.criteria[criterion].weight * 1000


def of_member(one: FilledSeat, criterion: str, points: int, detail: str) -> LedgerEntry:
    """Return an entry for one member."""
    return LedgerEntry(criterion, points, one.person.peer_id, one.seat.id, detail)
