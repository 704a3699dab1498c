"""The funnel: how many peers each seat has left after each rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from teamforge.explain.why_none.like_seats import like_seats
from teamforge.problem import Eligibility, Instance
from teamforge.result.counts import Funnel, FunnelStep


def find_funnel(instance: Instance, eligibility: Eligibility) -> tuple[Funnel, ...]:
    """Return how many peers each seat has left after each rule about a single peer."""
    like = {seat: seats[0] for seats in like_seats(instance.challenge) for seat in seats}
    places = range(len(instance.challenge.seats))
    return tuple(_of_seat(instance, eligibility, place, like) for place in places)


def _of_seat(instance: Instance, eligibility: Eligibility, place: int, like: Mapping[str, str]) -> Funnel:
    seat = instance.challenge.seats[place]
    here = np.flatnonzero(eligibility.seat == place)
    steps = tuple(FunnelStep(*step) for step in _steps(eligibility, here, counts=seat.counts))
    return Funnel(seat.id, seat.required or seat.id in instance.challenge.pins, len(here), steps, like[seat.id])


def _steps(eligibility: Eligibility, here: np.ndarray, *, counts: bool) -> Iterator[tuple[str, int]]:
    """Yield each rule that stops somebody, and how many peers are left after it."""
    left = np.ones(len(here), dtype=np.bool_)
    for rule, stops in eligibility.stops.items():
        stayed = left & ~stops[here]
        if stayed.sum() < left.sum():
            yield rule, int(stayed.sum())
        left = stayed
    people = eligibility.peers[here[left]]
    rows = np.searchsorted(eligibility.free_peers, people)
    windows = next(iter(eligibility.closed.values())).shape[1]
    open_ = np.ones((len(rows), windows), dtype=np.bool_)
    count = len(rows)
    if count and not windows:
        yield "windows", 0
    for rule, closed in eligibility.closed.items():
        if counts or rule not in eligibility.member_rules:
            open_ &= ~closed[rows]
            if (able := int(open_.any(axis=1).sum())) < count and windows:
                yield rule, able
                count = able
