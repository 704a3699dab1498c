"""Seats that are alike: only their ids differ, so one answer is enough for all of them."""

from __future__ import annotations

import json

from teamforge.challenge import Challenge


def like_seats(challenge: Challenge) -> tuple[tuple[str, ...], ...]:
    """Return the seats in groups that are alike, in their order; a pinned seat is like no other."""
    groups: dict[str, list[str]] = {}
    for seat in challenge.seats:
        form = {**seat.model_dump(exclude={"id"}), "pin": challenge.pins.get(seat.id)}
        groups.setdefault(json.dumps(form, sort_keys=True), []).append(seat.id)
    return tuple(map(tuple, groups.values()))
