"""`experienced_lead`: a lead who has done two challenges or more (SPEC.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.verify.case import Case
from teamforge.verify.entries import full, of_member
from teamforge.verify.record import LedgerEntry

ENOUGH = 2


def ledger(case: Case) -> Iterator[LedgerEntry]:
    """weight·1000 if the member on a `leads` seat has `challenges_done` ≥ 2 (once, if several)."""
    for one in case.members:
        if one.seat.leads and (one.person.challenges_done or 0) >= ENOUGH:
            yield of_member(one, "experienced_lead", full(case, "experienced_lead"), "has done two challenges or more")
            return
