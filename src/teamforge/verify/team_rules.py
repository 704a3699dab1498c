"""The rules about the members together (SPEC.md sections 4 and 7): first-timers, regions, team rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from teamforge.pool.cells import DATE
from teamforge.pool.schema import PEERS
from teamforge.spec.dates import to_date
from teamforge.spec.rules import Strength
from teamforge.spec.vocabulary import fold
from teamforge.verify.record import Violation

if TYPE_CHECKING:
    from teamforge.challenge import TeamRule
    from teamforge.verify.case import Case
    from teamforge.verify.people import Person


def first_timers(case: Case) -> Iterator[Violation]:
    """At most `first_timers.max` members have `challenges_done` 0."""
    most = case.ground.rulebook.first_timers_max
    new = tuple(person.peer_id for _, person in case.members if person.challenges_done == 0)
    if len(new) > most:
        yield Violation(
            "first_timers", None, new, f"{len(new)} first-timers ({', '.join(new)}); at most {most} are allowed"
        )


def outside_region(case: Case) -> Iterator[Violation]:
    """No member's known region is a host's, if `outside_region` is hard."""
    if case.ground.rulebook.criteria["outside_region"].strength != Strength.HARD:
        return
    for seat, person in case.members:
        if case.region(person) in case.ground.host_regions:
            message = f"seat {seat.id}: {person.peer_id} works in the region of a host"
            yield Violation("outside_region", seat.id, (person.peer_id,), message)


def team_rule(case: Case) -> Iterator[Violation]:
    """Every hard team rule holds."""
    for rule in case.challenge.team_rules:
        if rule.strength == "hard" and (outside := units_outside(case, rule)):
            yield Violation("team_rule", None, (), f"{rule.called}: missed by {outside}")


def units_outside(case: Case, rule: TeamRule) -> int:
    """Return by how many members a team misses a rule: how many below `min` or above `max`."""
    attribute = fold(rule.attribute)
    held = Counter(value for _, person in case.members for value in set(_values(case, person, attribute)))
    if rule.value is None:
        # With no `value`, `max` alone holds for each non-blank value separately.
        return sum(max(0, count - rule.max) for count in held.values()) if rule.max is not None else 0
    count = held[case.pool.attribute_value(attribute, rule.value)]
    below = 0 if rule.min is None else max(0, rule.min - count)
    above = 0 if rule.max is None else max(0, count - rule.max)
    return below + above


def _values(case: Case, person: Person, attribute: str) -> tuple[str, ...]:
    """Return the values of a member's attribute: none for a blank cell, all for a cell with several."""
    peers, organisations = case.pool.peers, case.pool.organisations
    mine = person.organisation
    # `region` and `kind` are the organisation's, even if `peers` has such a column.
    single: dict[str, object] = {
        "region": None if mine is None else organisations.region[mine],
        "kind": None if mine is None else organisations.kind[mine],
        "organisation_id": None if mine is None else organisations.ids[mine],
        "name": None if peers.names is None else fold(peers.names.value(person.place) or ""),
    }
    if attribute in single:
        return _single(single[attribute])
    if attribute in PEERS and attribute != "roles":
        value = getattr(person, attribute)
        is_day = PEERS[attribute].reader is DATE and value is not None
        return _single(to_date(value) if is_day else value)
    if attribute == "roles":
        return person.roles
    if attribute.startswith("theme:"):
        return (str(peers.levels[fold(attribute.removeprefix("theme:"))][person.place]),)
    return peers.attributes[attribute].value(person.place) or ()


def _single(value: object) -> tuple[str, ...]:
    """Return a value as a team rule compares it; nothing for a blank."""
    if value is None or value == "":
        return ()
    return (str(value).lower() if isinstance(value, bool) else str(value),)
