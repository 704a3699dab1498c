"""What a challenge could give up, step by step; each step is looser than the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from teamforge.challenge import Challenge, LeadTime, TeamRule
from teamforge.explain.why_none.like_seats import like_seats
from teamforge.page.words import MOST_LISTED, counted, listed
from teamforge.pool import Pool
from teamforge.problem import Instance
from teamforge.spec.dates import day_number
from teamforge.spec.rules import Strength
from teamforge.spec.words import spoken

Apply = Callable[[Challenge], Challenge]


@dataclass(frozen=True, eq=False, slots=True)
class Change:
    """
    A change to a challenge.

    Parameters
    ----------
    kind
        One of the kinds of `Relaxation`.
    text
        The change in words.
    apply
        A function that returns a challenge with this change.
    for_host
        Whether a host may read it.
    declared
        The peers who would make a new declaration of interests: a change to the pool.
    """

    kind: str
    text: str
    apply: Apply
    for_host: bool = True
    declared: tuple[str, ...] = ()

    def apply_to_pool(self, pool: Pool, challenge: Challenge) -> Pool:
        """Return the pool with the new declarations, made on the day of the decision."""
        if pool.peers.declared_on is None or not self.declared:
            return pool
        days = pool.peers.declared_on.copy()
        days[[pool.peers.position[peer] for peer in self.declared]] = day_number(challenge.as_of)
        return replace(pool, peers=replace(pool.peers, declared_on=days))


@dataclass(frozen=True, eq=False, slots=True)
class Ladder:
    """
    Changes that loosen the same thing more and more.

    Parameters
    ----------
    requirements
        The requirements they loosen: kinds and names, as in a core.
    steps
        The changes; each is looser than the one before.
    """

    requirements: frozenset[tuple[str, str]]
    steps: tuple[Change, ...]


def _ladder(kind: str, name: str, *steps: Change) -> Ladder:
    return Ladder(frozenset({(kind, name)}), steps)


def ladders(instance: Instance) -> Iterator[Ladder]:
    """Yield what a challenge could give up, apart from conflicts of interest."""
    challenge = instance.challenge
    yield from _seats(challenge)
    for seat_id, peer in challenge.pins.items():
        text = f"let somebody other than {peer} have the seat {spoken(seat_id)}"
        yield _ladder("pin", seat_id, Change("pin", text, _unpinned(seat_id)))
    yield from _rules(challenge)
    for place, rule in enumerate(challenge.team_rules, start=1):
        if rule.strength == "hard":
            yield from _team_rule(challenge, place, rule)
    for place, period in enumerate(challenge.on_site.avoid):
        days = str(period.start) if period.start == period.end else f"{period.start} to {period.end}"
        yield _ladder("dates", "avoid", Change("avoid", f"do not avoid {days}", _not_avoided(place)))
    sooner = [
        Change("lead_time", f"let the visit begin {counted(less, 'week')} after {challenge.as_of}", _sooner(less))
        for less in range(challenge.lead_time.minimum_weeks - 1, -1, -1)
    ]
    yield _ladder("dates", "minimum_weeks", *sooner)
    yield from _unknown(instance)


def without_pins(seat_ids: Sequence[str]) -> Change:
    """Return the change that anybody may have some seats that are pinned."""
    return Change("pin", f"lift the pins on the seats {listed(list(map(spoken, seat_ids)))}", _unpinned(*seat_ids))


def _seats(challenge: Challenge) -> Iterator[Ladder]:
    """Yield changes that let seats stay empty; seats that are alike are interchangeable, and share a ladder."""
    free = {seat.id for seat in challenge.seats if seat.required} - set(challenge.pins)
    for seats in like_seats(challenge):
        if seats[0] not in free:
            continue
        steps, words = [], listed(list(map(spoken, seats)), MOST_LISTED)
        for count in range(1, len(seats) + 1):
            which = f"{count} of the seats {words}" if count < len(seats) else f"the seat{'s' * (count > 1)} {words}"
            steps.append(Change("seat", f"leave {which} empty if need be", _optional(seats[:count])))
        yield Ladder(frozenset(("seat", seat) for seat in seats), tuple(steps))


def _rules(challenge: Challenge) -> Iterator[Ladder]:
    """Yield looser bounds of the rules that have one."""
    most = challenge.rulebook.first_timers_max
    steps = [
        Change("rule", f"allow {counted(more, 'first-timer')}", _override("first_timers", max=more))
        for more in range(most + 1, challenge.counting_seats + 1)
    ]
    yield _ladder("rule", "first_timers", *steps)
    steps = [
        Change("rule", f"ask members for only {counted(less, 'day')} of rest", _override("rest", rest_days=less))
        for less in range(challenge.rulebook.rest_days - 1, -1, -1)
    ]
    yield _ladder("rule", "rest", *steps)
    if challenge.rulebook.criteria["outside_region"].strength is Strength.HARD:
        step = Change("rule", "allow members from a host's region", _override("outside_region", strength="off"))
        yield _ladder("rule", "outside_region", step)


def _team_rule(challenge: Challenge, place: int, rule: TeamRule) -> Iterator[Ladder]:
    """Yield lower minimums and higher maximums of a team rule."""
    named = "" if rule.called == rule.says else f"{rule.called}: "

    def change(text: str, **bounds: int) -> Change:
        return Change("team_rule", f"{named}{text}", _loosened(place, **bounds), for_host=not rule.private)

    fewer = [
        change(f"ask for only {counted(less, 'member')} {rule.who}, not {rule.min}", min=less)
        for less in range((rule.min or 0) - 1, 0, -1)
    ]
    if rule.min:
        fewer.append(change(f"do not ask for any members {rule.who}", min=0))
    yield _ladder("team_rule", str(place), *fewer)
    most = challenge.counting_seats if rule.max is None else rule.max
    more = [
        change(f"allow {counted(more, 'member')} {rule.who}, not {rule.max}", max=more)
        for more in range(most + 1, challenge.counting_seats + 1)
    ]
    yield _ladder("team_rule", str(place), *more)


def _unknown(instance: Instance) -> Iterator[Ladder]:
    """Yield the change that peers who have not said when they are free turn out to be free."""
    unknown = np.ones(len(instance.pool), dtype=np.bool_)
    unknown[instance.pool.availability.peer] = False
    if instance.challenge.unknown_availability == "busy" and (count := int(unknown.sum())):
        text = f"if everybody who has not said when they are free ({counted(count, 'peer')}) turns out to be free"
        step = Change("availability", text, lambda old: old.model_copy(update={"unknown_availability": "free"}))
        yield _ladder("rule", "availability", step)


def _optional(seat_ids: Sequence[str]) -> Apply:
    def apply(old: Challenge) -> Challenge:
        seats = (seat.model_copy(update={"required": False}) if seat.id in seat_ids else seat for seat in old.seats)
        return old.model_copy(update={"seats": tuple(seats)})

    return apply


def _unpinned(*seat_ids: str) -> Apply:
    return lambda old: old.model_copy(
        update={"pins": {seat: peer for seat, peer in old.pins.items() if seat not in seat_ids}}
    )


def _override(rule: str, **keys: object) -> Apply:
    def apply(old: Challenge) -> Challenge:
        rules = {name: dict(values) for name, values in old.rules.items()}
        return old.model_copy(update={"rules": {**rules, rule: {**rules.get(rule, {}), **keys}}})

    return apply


def _loosened(place: int, **bounds: int) -> Apply:
    def apply(old: Challenge) -> Challenge:
        rules = list(old.team_rules)
        rules[place - 1] = rules[place - 1].model_copy(update=bounds)
        return old.model_copy(update={"team_rules": tuple(rules)})

    return apply


def _not_avoided(place: int) -> Apply:
    def apply(old: Challenge) -> Challenge:
        left = tuple(period for at, period in enumerate(old.on_site.avoid) if at != place)
        return old.model_copy(update={"on_site": old.on_site.model_copy(update={"avoid": left})})

    return apply


def _sooner(weeks: int) -> Apply:
    return lambda old: old.model_copy(
        update={"lead_time": LeadTime(minimum_weeks=weeks, advised_weeks=old.lead_time.advised_weeks)}
    )
