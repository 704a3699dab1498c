"""`similar_authority`: members from authorities like the host (SPEC.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.verify.case import Case, half_up
from teamforge.verify.entries import full, of_member
from teamforge.verify.record import LedgerEntry


def ledger(case: Case) -> Iterator[LedgerEntry]:
    """Each member on an authority seat whose organisation has a host's kind, or a current `similar_to` with a host."""
    seats = sum(seat.authority for seat in case.challenge.seats)
    kinds = case.pool.organisations.kind
    host_kinds = {kinds[host] for host in case.ground.hosts} - {None, ""}
    for one in case.members:
        mine = one.person.organisation
        if not one.seat.authority or mine is None:
            continue
        if kinds[mine] in host_kinds:
            detail = "from an organisation of the same kind as a host"
        elif case.ground.linked_to_host("similar_to", mine):
            detail = "from an organisation similar to a host"
        else:
            continue
        yield of_member(one, "similar_authority", half_up(full(case, "similar_authority"), seats), detail)
