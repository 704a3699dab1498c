"""`outside_region`: members from other regions (SPEC.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.verify.case import Case, half_up
from teamforge.verify.entries import full, of_member
from teamforge.verify.record import LedgerEntry


def ledger(case: Case) -> Iterator[LedgerEntry]:
    """Each member whose organisation's region is known and is no host's, if some host's is known."""
    each = half_up(full(case, "outside_region"), case.ground.n)
    for one in case.members:
        region = case.region(one.person)
        if case.ground.host_regions and region and region not in case.ground.host_regions:
            yield of_member(one, "outside_region", each, "from outside the region of the hosts")
