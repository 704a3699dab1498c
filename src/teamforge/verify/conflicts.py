"""The conflict rules of SPEC.md section 5, each read anew: whether it fires for this person, or this pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from teamforge.spec.rules import ConflictRule, Strength
from teamforge.spec.vocabulary import fold
from teamforge.verify.people import Engagement, engagements_at
from teamforge.verify.record import Violation

if TYPE_CHECKING:
    from teamforge.verify.case import Case, Seated
    from teamforge.verify.people import Interest, Person

__all__ = ["conflicts", "soft_findings"]

_DECLARATION_DAYS = 365
_CURRENT_TIES = ("employment", "governance", "contract", "consultancy")
_PAIR_TIES = ("family", "line_management", "business", "dispute")


def current_tie(case: Case, person: Person, _: ConflictRule) -> bool:
    """Fire when org(p) ∈ H⁺, or an employment, …, consultancy interest at some h ∈ H⁺ is current."""
    return person.organisation in case.ground.hosts_plus or _current(case, _at_host(case, person, *_CURRENT_TIES))


def past_tie(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when an employment or governance interest at some h ∈ H⁺ is past, within 5 years."""
    return _past(case, _at_host(case, person, "employment", "governance"), rule)


def commercial_tie(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when a contract or consultancy interest at some h ∈ H⁺ is past, within 5 years."""
    return _past(case, _at_host(case, person, "contract", "consultancy"), rule)


def job_application(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when a job_application at some h ∈ H⁺ is current, or past within 5 years."""
    applications = _at_host(case, person, "job_application")
    return _current(case, applications) or _past(case, applications, rule)


def personal_tie(case: Case, person: Person, _: ConflictRule) -> bool:
    """Fire when a family or financial interest at some h ∈ H⁺ is current."""
    return _current(case, _at_host(case, person, "family", "financial"))


def friendship(case: Case, person: Person, _: ConflictRule) -> bool:
    """Fire when a friendship interest at some h ∈ H⁺ is current."""
    return _current(case, _at_host(case, person, "friendship"))


def same_system(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when org(p) ∉ H⁺, and org(p) and some h ∈ H reach a common organisation whose kind is in `kinds`."""
    if person.organisation is None or person.organisation in case.ground.hosts_plus:
        return False
    kinds = {fold(kind) for kind in rule.kinds or ()}
    common = case.ground.part_of(person.organisation) & case.ground.hosts_part_of
    return any(case.pool.organisations.kind[place] in kinds for place in common)


def shared_leadership(case: Case, person: Person, _: ConflictRule) -> bool:
    """Fire when org(p) ∉ H⁺ has a current `shares_leadership_with` some h ∈ H."""
    return _linked(case, person, "shares_leadership_with")


def neighbour(case: Case, person: Person, _: ConflictRule) -> bool:
    """Fire when org(p) ∉ H⁺ has a current `neighbour_of` some h ∈ H."""
    return _linked(case, person, "neighbour_of")


def reviewed_host(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when an engagement of p at some h ∈ H⁺ is current, or past within 5 years; never for a progress review."""
    if case.challenge.purpose == "progress_review":
        return False
    visits = [row for row in _took_place(case, person.engagements) if row.host in case.ground.hosts_plus]
    return _current(case, visits) or _past(case, visits, rule)


def reciprocal_review(case: Case, person: Person, rule: ConflictRule) -> bool:
    """Fire when a peer q ≠ p with org(q) ∈ H has an engagement at org(p) that is current, or past within 3 years."""
    if person.organisation is None:
        return False
    visits = [
        row
        for row in _took_place(case, engagements_at(case.pool, person.organisation))
        if row.peer != person.place and int(case.pool.peers.organisation[row.peer]) in case.ground.hosts
    ]
    return _current(case, visits) or _past(case, visits, rule)


def declaration(case: Case, person: Person, _: ConflictRule) -> bool:
    """Fire when `declared_on` is blank or more than 365 days before `as_of`; never without the column."""
    if case.pool.peers.declared_on is None:
        return False
    return person.declared_on is None or case.ground.as_of - person.declared_on > _DECLARATION_DAYS


def pair_tie(case: Case, one: Person, other: Person) -> bool:
    """Fire when a family, line_management, business or dispute interest between the two is current."""
    return _current(case, _between(one, other, *_PAIR_TIES))


def pair_friendship(case: Case, one: Person, other: Person) -> bool:
    """Fire when a friendship between the two, declared by either, is current."""
    return _current(case, _between(one, other, "friendship"))


_RULES: Mapping[str, Callable[[Case, Person, ConflictRule], bool]] = {
    "current_tie": current_tie,
    "past_tie": past_tie,
    "commercial_tie": commercial_tie,
    "job_application": job_application,
    "personal_tie": personal_tie,
    "friendship": friendship,
    "same_system": same_system,
    "shared_leadership": shared_leadership,
    "neighbour": neighbour,
    "reviewed_host": reviewed_host,
    "reciprocal_review": reciprocal_review,
    "declaration": declaration,
}
_PAIRS: Mapping[str, Callable[[Case, Person, Person], bool]] = {
    "pair_tie": pair_tie,
    "pair_friendship": pair_friendship,
}


def conflicts(case: Case) -> Iterator[Violation]:
    """No peer is blocked by a conflict rule, and no two are a blocked pair: every seated peer, the manager too."""
    for rule in case.ground.rulebook.conflicts.values():
        if rule.strength not in {Strength.HARD, Strength.REVIEW}:
            continue
        why = f"{rule.name} is a hard rule" if rule.strength == Strength.HARD else "no waiver is in force"
        for found in _findings(case, case.seated, rule):
            peers = tuple(one.person.peer_id for one in found)
            seats = " and ".join(one.seat.id for one in found)
            seat = None if rule.pair else found[0].seat.id
            message = f"seat{'s' if len(found) > 1 else ''} {seats}: {' and '.join(peers)} {rule.reason}; {why}"
            yield Violation(rule.name, seat, peers, message)


def soft_findings(case: Case, rule: ConflictRule) -> list[tuple[Seated, ...]]:
    """Return each member, or pair of members, with at least one finding of a soft rule that is not waived."""
    return list(_findings(case, case.members, rule))


def _findings(case: Case, seated: Iterable[Seated], rule: ConflictRule) -> Iterator[tuple[Seated, ...]]:
    """Yield for whom among these a rule fires; a waiver in force takes a finding away, but never a hard rule's."""
    once: dict[str, Seated] = {}
    for one in seated:
        once.setdefault(one.person.peer_id, one)
    for group in combinations(once.values(), 2 if rule.pair else 1):
        persons = [one.person for one in group]
        if rule.strength != Strength.HARD and _waived(case, rule, persons):
            continue
        if _fires(case, rule, persons):
            yield group


def _fires(case: Case, rule: ConflictRule, persons: list[Person]) -> bool:
    """Return whether a rule fires for a person, or for two; asked once of each, whatever the team."""
    key = (rule.name, *(person.place for person in persons))
    fired = case.ground.fired
    if key not in fired:
        if rule.pair:
            fired[key] = _PAIRS[rule.name](case, persons[0], persons[1])
        else:
            fired[key] = _RULES[rule.name](case, persons[0], rule)
    return fired[key]


def _waived(case: Case, rule: ConflictRule, persons: Iterable[Person]) -> bool:
    """Return whether a waiver in force (`on` ≤ `as_of` ≤ `until`) names the rule and exactly these peers."""
    as_of = case.challenge.as_of
    return any(
        fold(waiver.rule) == rule.name
        and {waiver.peer, waiver.other_peer or waiver.peer} == {person.peer_id for person in persons}
        and waiver.on <= as_of
        and (waiver.until is None or as_of <= waiver.until)
        for waiver in case.challenge.waivers
    )


def _current(case: Case, ties: Iterable[Interest | Engagement]) -> bool:
    """Return whether one of the ties is current."""
    return any(case.ground.current(tie.start, tie.end) for tie in ties)


def _past(case: Case, ties: Iterable[Interest | Engagement], rule: ConflictRule) -> bool:
    """Return whether one of the ties is past, within the years of the rule."""
    return rule.years is not None and any(case.ground.past(tie.end, rule.years) for tie in ties)


def _at_host(case: Case, person: Person, *kinds: str) -> list[Interest]:
    """Return a person's interests of these kinds at some h ∈ H⁺."""
    return [tie for tie in person.interests if tie.kind in kinds and tie.organisation in case.ground.hosts_plus]


def _between(one: Person, other: Person, *kinds: str) -> list[Interest]:
    """Return the interests of these kinds between two peers, declared by either."""
    return [
        tie
        for declarer, named in ((one, other), (other, one))
        for tie in declarer.interests
        if tie.kind in kinds and tie.other_peer == named.place
    ]


def _linked(case: Case, person: Person, kind: str) -> bool:
    """Return whether org(p) ∉ H⁺ has a current relation of a symmetric kind with some h ∈ H."""
    organisation = person.organisation
    return (
        organisation is not None
        and organisation not in case.ground.hosts_plus
        and case.ground.linked_to_host(kind, organisation)
    )


def _took_place(case: Case, rows: Iterable[Engagement]) -> list[Engagement]:
    """Return the engagements that count in these rules: done or confirmed, and not this challenge's own."""
    return [row for row in rows if row.status in {"done", "confirmed"} and case.ground.counts(row)]
