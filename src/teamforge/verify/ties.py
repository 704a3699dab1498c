"""Ties of a person to the host system or to another person, for the conflict rules."""

from __future__ import annotations

from collections.abc import Iterable

from teamforge.spec.rules import ConflictRule
from teamforge.verify.case import Case
from teamforge.verify.history import Engagement
from teamforge.verify.people import Interest, Person


def current(case: Case, ties: Iterable[Interest | Engagement]) -> bool:
    """Return whether one of the ties is current."""
    return any(case.ground.current(tie.start, tie.end) for tie in ties)


def past(case: Case, ties: Iterable[Interest | Engagement], rule: ConflictRule) -> bool:
    """Return whether one of the ties is past, within the rule's number of years."""
    return rule.years is not None and any(case.ground.past(tie.end, rule.years) for tie in ties)


def at_host(case: Case, person: Person, *kinds: str) -> list[Interest]:
    """Return a person's interests of these kinds at some h ∈ H⁺."""
    return [tie for tie in person.interests if tie.kind in kinds and tie.organisation in case.ground.hosts_plus]


def between(one: Person, other: Person, *kinds: str) -> list[Interest]:
    """Return the interests of these kinds between two peers, declared by either."""
    return [
        tie
        for declarer, named in ((one, other), (other, one))
        for tie in declarer.interests
        if tie.kind in kinds and tie.other_peer == named.place
    ]


def linked(case: Case, person: Person, kind: str) -> bool:
    """Return whether org(p) ∉ H⁺ has a current relation of this symmetric kind with some h ∈ H."""
    organisation = person.organisation
    return (
        organisation is not None
        and organisation not in case.ground.hosts_plus
        and case.ground.linked_to_host(kind, organisation)
    )


def took_place(case: Case, rows: Iterable[Engagement]) -> list[Engagement]:
    """Return the engagements that count in these rules: done or confirmed, and not of this challenge."""
    return [row for row in rows if row.status in {"done", "confirmed"} and case.ground.counts(row)]
