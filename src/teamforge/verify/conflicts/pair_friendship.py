"""`pair_friendship`: two peers are friends (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.verify.case import Case
from teamforge.verify.people import Person
from teamforge.verify.ties import between, current


def fires(case: Case, one: Person, other: Person) -> bool:
    """Fire when a friendship between the two, declared by either, is current."""
    return current(case, between(one, other, "friendship"))
