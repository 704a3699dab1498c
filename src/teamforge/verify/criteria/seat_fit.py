"""`seat_fit`: how well roles fit their seats (SPEC.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.verify.case import Case, fit, half_up
from teamforge.verify.entries import full, of_member
from teamforge.verify.record import LedgerEntry

TOP_FIT = 100


def ledger(case: Case) -> Iterator[LedgerEntry]:
    """Every filled seat: round(weight·1000·fit / (100·number of seats, counting or not))."""
    seats = len(case.challenge.seats)
    for one in case.seated:
        fits = fit(one.person, one.seat) or 0
        yield of_member(one, "seat_fit", half_up(full(case, "seat_fit") * fits, TOP_FIT * seats), f"fit {fits}")
