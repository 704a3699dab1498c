"""Every rule that alone leaves a required seat empty: whoever fixes one should know about the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from teamforge.explain.why_none.free import more_dates
from teamforge.problem import Eligibility, Instance
from teamforge.problem.eligibility import closed_windows
from teamforge.result.diagnosis import Cause, days_to_offer
from teamforge.spec.rules import ConflictRule, Strength


def find_causes(instance: Instance, eligibility: Eligibility) -> tuple[Cause, ...]:
    """
    Return the rules that stop everybody who has a role for a required seat, with the seats of each.

    If a seat is pinned, only the peer pinned to it is considered.
    """
    seats: dict[str, list[str]] = defaultdict(list)
    for place, seat in enumerate(instance.challenge.seats):
        if seat.required or seat.id in instance.challenge.pins:
            here = np.flatnonzero((eligibility.seat == place) & ~eligibility.stops["pin"])
            for rule in _alone(instance, eligibility, here, counts=seat.counts):
                seats[rule].append(seat.id)
    return tuple(_cause(instance, eligibility, rule, tuple(where)) for rule, where in seats.items())


def _alone(instance: Instance, eligibility: Eligibility, here: np.ndarray, *, counts: bool) -> Iterator[str]:
    """Yield each rule that by itself stops every one of some pairs of a peer and a seat."""
    if not len(here):
        return
    yield from (rule for rule, stops in eligibility.stops.items() if rule != "pin" and stops[here].all())
    if len(instance.windows):
        closed = closed_windows(instance, np.unique(eligibility.peers[here]))
        bound = (rule for rule in closed if counts or rule not in eligibility.member_rules)
        unknown = not np.isin(eligibility.peers[here], instance.pool.availability.peer).any()
        for rule in bound:
            if closed[rule].all():
                yield "unknown_availability" if unknown and rule == "availability" else rule


def _cause(instance: Instance, eligibility: Eligibility, rule: str, seats: tuple[str, ...]) -> Cause:
    known = instance.challenge.rulebook.rule(rule)
    if rule in {"availability", "unknown_availability"}:
        return Cause(rule, seats, "", known.for_host, *more_dates(instance, eligibility, seats))
    if rule not in eligibility.stops and known.remedy is None:  # it closes windows
        other = more_dates(instance, eligibility, seats).other_start
        return Cause(rule, seats, days_to_offer(other), known.for_host, other_start=other)
    decided = isinstance(known, ConflictRule) and known.strength is Strength.REVIEW
    helps = known.remedy or ("a waiver, which a named person must decide" if decided else "")
    return Cause(rule, seats, helps, known.for_host)
