"""`member_match`: a member of the host's ruling group (SPEC.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.spec.vocabulary import fold
from teamforge.verify.case import Case
from teamforge.verify.entries import full, of_member
from teamforge.verify.record import LedgerEntry

NOBODYS = "no overall control"


def ledger(case: Case) -> Iterator[LedgerEntry]:
    """weight·1000 if a member on a political seat has the group that controls the host."""
    control = (case.pool.organisations.political_control[host] for host in case.ground.hosts)
    ruling = next((fold(group) for group in control if group and fold(group) != NOBODYS), None)
    for one in case.members:
        if one.seat.political and ruling is not None and one.person.political_group == ruling:
            yield of_member(one, "member_match", full(case, "member_match"), "the group that controls the host")
            return
