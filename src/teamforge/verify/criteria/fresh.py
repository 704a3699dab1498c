"""`fresh`: members with few recent reviews (SPEC.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.verify.case import Case, half_up
from teamforge.verify.entries import full, of_member
from teamforge.verify.record import LedgerEntry

DAYS = 365


def ledger(case: Case) -> Iterator[LedgerEntry]:
    """Each member with r engagements that start after `as_of` - 365 days: the share of `max_per_year` left."""
    for one in case.members:
        most = one.person.max_per_year
        recent = sum(start > case.ground.as_of - DAYS for start in case.starts(one.person))
        left = max(0, most - recent)
        if left:
            points = half_up(full(case, "fresh") * left, most * case.ground.n)
            yield of_member(one, "fresh", points, f"{recent} of {most} engagements a year taken")
