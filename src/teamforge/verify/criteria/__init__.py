"""The criteria of SPEC.md section 6 as lines of a ledger, one file per criterion; `LEDGERS` lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from teamforge.verify.case import Case
from teamforge.verify.criteria import (
    coverage,
    distinct_groups,
    distinct_organisations,
    earlier,
    experienced_lead,
    fresh,
    member_match,
    outside_region,
    seat_fit,
    similar_authority,
)
from teamforge.verify.record import LedgerEntry

__all__ = ["LEDGERS"]

LEDGERS: Mapping[str, Callable[[Case], Iterator[LedgerEntry]]] = {
    "coverage": coverage.ledger,
    "seat_fit": seat_fit.ledger,
    "member_match": member_match.ledger,
    "distinct_groups": distinct_groups.ledger,
    "outside_region": outside_region.ledger,
    "similar_authority": similar_authority.ledger,
    "fresh": fresh.ledger,
    "experienced_lead": experienced_lead.ledger,
    "distinct_organisations": distinct_organisations.ledger,
    "earlier": earlier.ledger,
}
