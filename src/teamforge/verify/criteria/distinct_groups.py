"""`distinct_groups`: the cost of politicians of the same group (SPEC.md section 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from teamforge.verify.case import Case, half_up
from teamforge.verify.entries import full
from teamforge.verify.record import LedgerEntry

FEWEST_SEATS = 2


def ledger(case: Case) -> Iterator[LedgerEntry]:
    """Each group with m > 1 members on political seats costs (m - 1)·round(weight·1000/(s - 1)), from s = 2."""
    seats = sum(seat.political for seat in case.challenge.seats)
    if seats < FEWEST_SEATS:
        return
    each = half_up(full(case, "distinct_groups"), seats - 1)
    groups = Counter(one.person.political_group for one in case.members if one.seat.political)
    for count in groups.values():
        # Political opinion is special category data, so the entry names neither the group nor the members.
        detail = f"{count} members of the same political group, or of unknown group"
        yield LedgerEntry("distinct_groups", -(count - 1) * each, None, None, detail)
