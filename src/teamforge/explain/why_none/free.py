"""Who is kept off a seat by their dates alone, in which weeks they are asked for, and when they could come instead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from teamforge.explain.why_none.dates import by_distance, more_windows
from teamforge.problem import Eligibility, Instance, prepare
from teamforge.problem.arrays import Bools, Rows
from teamforge.problem.eligibility import closed_windows
from teamforge.spec.dates import date_of, monday_of
from teamforge.spec.rules import Strength


class MoreDates(NamedTuple):
    """
    What to ask for where availability leaves seats empty.

    Parameters
    ----------
    peers
        Ids of the peers who could have one of the seats if they were free, perhaps after a new declaration or a waiver.
    weeks
        The Mondays of the weeks in which they could.
    other_start
        The nearest start outside the possible days on which somebody is free for each of the seats; None without one.
    """

    peers: tuple[str, ...]
    weeks: tuple[date, ...]
    other_start: date | None


def more_dates(instance: Instance, eligibility: Eligibility, seats: Collection[str]) -> MoreDates:
    """Return what to ask for where nobody for some seats is free in any window."""
    stopped = np.any([stops for rule, stops in eligibility.stops.items() if not _mended(instance, rule)], axis=0)
    seat_ids = instance.challenge.seat_ids
    by_seat = [np.flatnonzero((eligibility.seat == seat_ids.index(seat)) & ~stopped) for seat in seats]
    missing = [_open(instance, eligibility, pairs, {"availability"}) for pairs in by_seat]
    able = [pairs[here.any(axis=1)] for pairs, here in zip(by_seat, missing, strict=True)]
    peers = np.unique(eligibility.peers[np.concatenate(able)]) if able else np.zeros(0, dtype=np.int32)
    windows = np.any([here.any(axis=0) for here in missing], axis=0)
    weeks = sorted({monday_of(date_of(start)) for start in instance.windows.starts[windows].tolist()})
    ids = sorted(instance.pool.peers.ids[peers].tolist())
    return MoreDates(tuple(map(str, ids)), tuple(weeks), _other_start(instance, eligibility, by_seat))


def _mended(instance: Instance, rule: str) -> bool:
    """Return whether people can mend what a rule stops: by a new declaration of interests, or by a waiver."""
    known = instance.challenge.rulebook.conflicts.get(rule)
    return known is not None and (rule == "declaration" or known.strength is Strength.REVIEW)


def _open(instance: Instance, eligibility: Eligibility, pairs: Rows, without: Collection[str] = ()) -> Bools:
    """Return the windows that no rule closes for some pairs of a peer and a seat (pairs × windows)."""
    open_ = np.ones((len(pairs), len(instance.windows)), dtype=np.bool_)
    counts = np.array([seat.counts for seat in instance.challenge.seats], dtype=np.bool_)[eligibility.seat[pairs]]
    for rule, closed in closed_windows(instance, eligibility.peers[pairs]).items():
        if rule not in without:
            open_ &= ~closed | (~counts[:, None] if rule in eligibility.member_rules else False)
    return open_


def _other_start(instance: Instance, eligibility: Eligibility, by_seat: Sequence[Rows]) -> date | None:
    """Return the nearest start outside the possible days on which each seat has somebody who is free."""
    if instance.challenge.on_site.settled:
        return None
    wide = prepare(instance.pool, more_windows(instance.challenge), instance)
    free = np.all([_open(wide, eligibility, pairs).any(axis=0) for pairs in by_seat], axis=0)
    places = by_distance(instance.challenge, wide.windows.starts)
    return next((date_of(wide.windows.starts[place]) for place in places if free[place]), None)
