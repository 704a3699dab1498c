"""What a challenge could give up, step by step: each change looser than the one before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from teamforge.challenge import Challenge, LeadTime, TeamRule
from teamforge.page.words import counted
from teamforge.problem import Instance
from teamforge.spec.rules import Strength

__all__ = ["Change", "Ladder", "ladders"]

Apply = Callable[[Challenge], Challenge]


@dataclass(frozen=True, eq=False, slots=True)
class Change:
    """
    A change of a challenge.

    Parameters
    ----------
    kind
        As `Relaxation` has them.
    text
        In words.
    apply
        Returns a challenge so changed.
    """

    kind: str
    text: str
    apply: Apply


@dataclass(frozen=True, eq=False, slots=True)
class Ladder:
    """
    Changes of one thing.

    Parameters
    ----------
    requirement
        What they loosen: kind and name as in a core.
    steps
        Each looser than the one before.
    """

    requirement: tuple[str, str]
    steps: tuple[Change, ...]


def ladders(instance: Instance) -> Iterator[Ladder]:
    """Yield what a challenge could give up without anybody's conflict of interest."""
    challenge = instance.challenge
    for seat in challenge.seats:
        if seat.required and seat.id not in challenge.pins:
            text = f"leave the seat {seat.id} empty if need be"
            yield Ladder(("seat", seat.id), (Change("seat", text, _optional(seat.id)),))
    for seat_id, peer in challenge.pins.items():
        text = f"let another than {peer} have the seat {seat_id}"
        yield Ladder(("pin", seat_id), (Change("pin", text, _unpinned(seat_id)),))
    yield from _rules(challenge)
    for place, rule in enumerate(challenge.team_rules, start=1):
        if rule.strength == "hard":
            yield from _team_rule(challenge, place, rule)
    for place, period in enumerate(challenge.on_site.avoid):
        days = str(period.start) if period.start == period.end else f"{period.start} to {period.end}"
        yield Ladder(("dates", "avoid"), (Change("avoid", f"do not avoid {days}", _not_avoided(place)),))
    sooner = [
        Change("lead_time", f"let the visit begin {counted(less, 'week')} after {challenge.as_of}", _sooner(less))
        for less in range(challenge.lead_time.minimum_weeks - 1, -1, -1)
    ]
    yield Ladder(("dates", "minimum_weeks"), tuple(sooner))
    yield from _unknown(instance)


def _rules(challenge: Challenge) -> Iterator[Ladder]:
    """Yield looser bounds of the rules that have one."""
    most = challenge.rulebook.first_timers_max
    steps = [
        Change("rule", f"allow {counted(more, 'first-timer')}", _override("first_timers", max=more))
        for more in range(most + 1, challenge.counting_seats + 1)
    ]
    yield Ladder(("rule", "first_timers"), tuple(steps))
    steps = [
        Change("rule", f"let members rest {counted(less, 'day')}", _override("rest", rest_days=less))
        for less in range(challenge.rulebook.rest_days - 1, -1, -1)
    ]
    yield Ladder(("rule", "rest"), tuple(steps))
    if challenge.rulebook.criteria["outside_region"].strength is Strength.HARD:
        step = Change("rule", "allow members from a host's region", _override("outside_region", strength="off"))
        yield Ladder(("rule", "outside_region"), (step,))


def _team_rule(challenge: Challenge, place: int, rule: TeamRule) -> Iterator[Ladder]:
    """Yield a lower minimum and a higher maximum of a team rule."""
    name = f"team rule {place}, on {rule.attribute}"
    fewer = [
        Change("team_rule", f"ask for {less or 'none'} by {name}", _loosened(place, min=less))
        for less in range((rule.min or 0) - 1, -1, -1)
    ]
    yield Ladder(("team_rule", str(place)), tuple(fewer))
    most = challenge.counting_seats if rule.max is None else rule.max
    more = [
        Change("team_rule", f"allow {more} by {name}", _loosened(place, max=more))
        for more in range(most + 1, challenge.counting_seats + 1)
    ]
    yield Ladder(("team_rule", str(place)), tuple(more))


def _unknown(instance: Instance) -> Iterator[Ladder]:
    """Yield what if those who never said when they are free were free."""
    unknown = np.ones(len(instance.pool), dtype=np.bool_)
    unknown[instance.pool.availability.peer] = False
    if instance.challenge.unknown_availability == "busy" and (count := int(unknown.sum())):
        text = f"if all of unknown availability ({counted(count, 'peer')}) turn out to be free"
        step = Change("availability", text, lambda old: old.model_copy(update={"unknown_availability": "free"}))
        yield Ladder(("rule", "availability"), (step,))


def _optional(seat_id: str) -> Apply:
    def apply(old: Challenge) -> Challenge:
        seats = (seat.model_copy(update={"required": False}) if seat.id == seat_id else seat for seat in old.seats)
        return old.model_copy(update={"seats": tuple(seats)})

    return apply


def _unpinned(seat_id: str) -> Apply:
    return lambda old: old.model_copy(
        update={"pins": {seat: peer for seat, peer in old.pins.items() if seat != seat_id}}
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
