"""
Conflicts of interest (SPEC.md section 5), one file per rule: nobody is blocked, and no two are a blocked pair.

`RULES` lists the rules about one peer, `PAIRS` those about two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations

from teamforge.spec.rules import ConflictRule, Strength
from teamforge.spec.vocabulary import fold
from teamforge.verify.case import Case, FilledSeat
from teamforge.verify.conflicts import (
    commercial_tie,
    current_tie,
    declaration,
    friendship,
    job_application,
    neighbour,
    pair_friendship,
    pair_tie,
    past_tie,
    personal_tie,
    reciprocal_review,
    reviewed_host,
    same_system,
    shared_leadership,
)
from teamforge.verify.people import Person
from teamforge.verify.record import Violation

__all__ = ["PAIRS", "RULES", "conflict_violations", "soft_findings", "waived"]

RULES: Mapping[str, Callable[[Case, Person, ConflictRule], bool]] = {
    "current_tie": current_tie.fires,
    "past_tie": past_tie.fires,
    "commercial_tie": commercial_tie.fires,
    "job_application": job_application.fires,
    "personal_tie": personal_tie.fires,
    "friendship": friendship.fires,
    "same_system": same_system.fires,
    "shared_leadership": shared_leadership.fires,
    "neighbour": neighbour.fires,
    "reviewed_host": reviewed_host.fires,
    "reciprocal_review": reciprocal_review.fires,
    "declaration": declaration.fires,
}
PAIRS: Mapping[str, Callable[[Case, Person, Person], bool]] = {
    "pair_tie": pair_tie.fires,
    "pair_friendship": pair_friendship.fires,
}


def conflict_violations(case: Case) -> Iterator[Violation]:
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


def soft_findings(case: Case, rule: ConflictRule) -> list[tuple[FilledSeat, ...]]:
    """Return each member, or pair of members, with a finding of a soft rule that is not waived."""
    return list(_findings(case, case.members, rule))


def _findings(case: Case, seated: Iterable[FilledSeat], rule: ConflictRule) -> Iterator[tuple[FilledSeat, ...]]:
    """Yield the people or pairs that a rule finds. A waiver in force lifts a finding, unless the rule is hard."""
    once: dict[str, FilledSeat] = {}
    for one in seated:
        once.setdefault(one.person.peer_id, one)
    for group in combinations(once.values(), 2 if rule.pair else 1):
        persons = [one.person for one in group]
        if rule.strength != Strength.HARD and waived(case, rule, persons):
            continue
        if _fires(case, rule, persons):
            yield group


def _fires(case: Case, rule: ConflictRule, persons: list[Person]) -> bool:
    """Return whether a rule fires for a person or a pair; the answer is remembered for other teams."""
    key = (rule.name, *(person.place for person in persons))
    fired = case.ground.fired
    if key not in fired:
        if rule.pair:
            fired[key] = PAIRS[rule.name](case, persons[0], persons[1])
        else:
            fired[key] = RULES[rule.name](case, persons[0], rule)
    return fired[key]


def waived(case: Case, rule: ConflictRule, persons: Iterable[Person]) -> bool:
    """Return whether a waiver in force (`on` ≤ `as_of` ≤ `until`) names the rule and exactly these peers."""
    as_of = case.challenge.as_of
    return any(
        fold(waiver.rule) == rule.name
        and {waiver.peer, waiver.other_peer or waiver.peer} == {person.peer_id for person in persons}
        and waiver.on <= as_of
        and (waiver.until is None or as_of <= waiver.until)
        for waiver in case.challenge.waivers
    )
