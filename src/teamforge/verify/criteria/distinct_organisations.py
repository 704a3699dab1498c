"""`distinct_organisations`: the cost of members of the same organisation (SPEC.md section 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from teamforge.verify.case import Case, half_up
from teamforge.verify.entries import full
from teamforge.verify.record import LedgerEntry


def ledger(case: Case) -> Iterator[LedgerEntry]:
    """Each organisation with m > 1 members costs (m - 1)·round(weight·1000/n)."""
    each = half_up(full(case, "distinct_organisations"), case.ground.n)
    together: dict[int, list[str]] = defaultdict(list)
    for _, person in case.members:
        if person.organisation is not None:
            together[person.organisation].append(person.peer_id)
    for peers in together.values():
        detail = f"from the same organisation: {', '.join(peers)}"
        yield LedgerEntry("distinct_organisations", -(len(peers) - 1) * each, None, None, detail)
