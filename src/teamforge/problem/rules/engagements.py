"""`overlap`, `rest` and `max_per_year`: what a peer's other engagements allow (SPEC.md section 4, rule 4)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teamforge.problem.instance import Instance
from teamforge.problem.rules.intervals import cover, spread
from teamforge.spec.dates import programme_years

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


def overlaps(instance: Instance, peers: Ints) -> Bools:
    """Return in which windows an engagement of a peer overlaps (peers × windows)."""
    owner, first, past = _met(instance, peers, 0)
    return _in_windows(instance, peers, owner, first, past)


def short_of_rest(instance: Instance, peers: Ints) -> Bools:
    """Return in which windows an engagement leaves fewer than `rest_days` whole days before or after."""
    owner, first, past = _met(instance, peers, 0)
    _, sooner, later = _met(instance, peers, instance.challenge.rulebook.rest_days)
    sides = np.concatenate([owner, owner]), np.concatenate([sooner, past]), np.concatenate([first, later])
    return _in_windows(instance, peers, *sides)


def at_yearly_cap(instance: Instance, peers: Ints) -> Bools:
    """Return in which windows a peer already has `max_per_year` engagements starting in that programme year."""
    most = instance.pool.peers.max_per_year[peers]
    booked_years = programme_years(instance.bookings.start)
    visitor, started = (
        np.array([getattr(visit, name) for visit in instance.visits], int) for name in ("peer", "first")
    )
    visit_years = programme_years(started)
    capped = np.zeros((len(peers), len(instance.windows)), dtype=np.bool_)
    window_years = instance.windows.programme_years
    for year in set(window_years.tolist()):
        booked = np.bincount(instance.bookings.peer[booked_years == year], minlength=len(instance.pool))[peers]
        booked += np.bincount(visitor[visit_years == year], minlength=len(instance.pool))[peers]
        capped[np.ix_(booked >= most, window_years == year)] = True
    return capped


def _in_windows(
    instance: Instance, peers: Ints, owner: Ints, first: NDArray[np.integer], past: NDArray[np.integer]
) -> Bools:
    """Return which windows lie in some ranges of windows of each owner (peers × windows)."""
    windows = len(instance.windows)
    return spread(cover(owner, first, past, (len(peers), windows)), windows)


def _met(instance: Instance, peers: Ints, days: int) -> tuple[Ints, NDArray[np.intp], NDArray[np.intp]]:
    """
    Return, for each engagement of some peers, its owner and the range of windows closer than `days` days.

    The range is the first such window and the one past the last. An overlap leaves no days; each row counts by itself.
    """
    windows, table, rows = instance.windows, instance.bookings.table, instance.bookings.rows
    place = np.full(len(instance.pool), -1, dtype=np.int32)
    place[peers] = np.arange(len(peers), dtype=np.int32)
    visits = np.array([(visit.peer, visit.first, visit.last) for visit in instance.visits], np.int64).reshape(-1, 3)
    owner = place[np.concatenate([table.peer[rows], visits[:, 0]])]
    known = owner >= 0
    first = np.searchsorted(windows.ends, np.concatenate([table.start[rows], visits[:, 1]]).astype(np.int64) - days)
    past = np.searchsorted(
        windows.starts, np.concatenate([table.end[rows], visits[:, 2]]).astype(np.int64) + days, side="right"
    )
    return owner[known], first[known], past[known]
