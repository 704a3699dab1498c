"""`pair_tie`: two peers are family, manager and managed, business partners, or in dispute (SPEC.md section 5)."""

from __future__ import annotations

from teamforge.verify.case import Case
from teamforge.verify.people import Person
from teamforge.verify.ties import between, current

KINDS = ("family", "line_management", "business", "dispute")


def fires(case: Case, one: Person, other: Person) -> bool:
    """Fire when a family, line_management, business or dispute interest between the two is current."""
    return current(case, between(one, other, *KINDS))
