"""`earlier`: an early window (SPEC.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.verify.case import Case, half_up
from teamforge.verify.entries import full
from teamforge.verify.record import LedgerEntry


def ledger(case: Case) -> Iterator[LedgerEntry]:
    """Of the M valid windows that keep `advised_weeks`, the i-th from 0: round(weight·1000·(M-1-i)/(M-1))."""
    starts = case.ground.advised_windows
    if case.team.start in starts:
        place, last = starts.index(case.team.start), len(starts) - 1
        most = full(case, "earlier")
        points = most if last == 0 else half_up(most * (last - place), last)
        yield LedgerEntry(
            "earlier", points, None, None, f"window {place + 1} of the {last + 1} with the advised notice"
        )
