"""The funnel: how many peers each seat has left after each rule."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from teamforge.diagnosis import Funnel
from teamforge.problem import Given, Screen

__all__ = ["find_funnel"]


def find_funnel(given: Given, screened: Screen) -> tuple[Funnel, ...]:
    """Return how many peers each seat has left after each rule that binds a peer alone."""
    return tuple(_of_seat(given, screened, place) for place in range(len(given.challenge.seats)))


def _of_seat(given: Given, screened: Screen, place: int) -> Funnel:
    seat = given.challenge.seats[place]
    here = np.flatnonzero(screened.seat == place)
    steps = tuple(_steps(screened, here, counts=seat.counts))
    return Funnel(seat.id, seat.required or seat.id in given.challenge.pins, len(here), steps)


def _steps(screened: Screen, here: np.ndarray, *, counts: bool) -> Iterator[tuple[str, int]]:
    """Yield each rule that takes somebody away from a seat, and how many are left then."""
    left = np.ones(len(here), dtype=np.bool_)
    for rule, stops in screened.stops.items():
        stayed = left & ~stops[here]
        if stayed.sum() < left.sum():
            yield rule, int(stayed.sum())
        left = stayed
    people = screened.peers[here[left]]
    rows = np.searchsorted(screened.free_peers, people)
    windows = next(iter(screened.closed.values())).shape[1]
    open_ = np.ones((len(rows), windows), dtype=np.bool_)
    count = len(rows)
    if count and not windows:
        yield "windows", 0
    for rule, closed in screened.closed.items():
        if counts or rule not in screened.member_rules:
            open_ &= ~closed[rows]
            if (able := int(open_.any(axis=1).sum())) < count and windows:
                yield rule, able
                count = able
