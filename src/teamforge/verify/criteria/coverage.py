"""`coverage`: how much the members know about the themes of the scope (SPEC.md section 6)."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.spec.vocabulary import fold
from teamforge.verify.case import Case, half_up
from teamforge.verify.entries import full, of_member
from teamforge.verify.record import LedgerEntry

TOP_LEVEL = 4


def ledger(case: Case) -> Iterator[LedgerEntry]:
    """For every theme, c_{t,k} times the k-th highest level among the members."""
    depth = case.ground.rulebook.criteria["coverage"].depth or ()
    scope = {fold(theme): weight for theme, weight in case.challenge.scope.items()}
    for theme, weight in scope.items():
        column = case.pool.peers.levels[theme]
        # Sorting keeps the order of seats among equals.
        ranked = sorted(case.members, key=lambda one: -int(column[one.person.place]))
        for rank, (one, worth) in enumerate(zip(ranked, depth, strict=False), start=1):
            level = int(column[one.person.place])
            whole = TOP_LEVEL * sum(scope.values()) * sum(depth)
            each = half_up(full(case, "coverage") * weight * worth, whole)
            yield of_member(one, "coverage", each * level, f"{theme}: level {level}, rank {rank}")
