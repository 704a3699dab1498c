"""`availability`: every peer, including the manager, is free on every day of the window (SPEC.md sections 1 and 4)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teamforge.problem.instance import Instance
from teamforge.problem.rules.intervals import Bits, cover, places_among


def free(instance: Instance, peers: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which of `peers` are free in which valid windows (peers × windows)."""
    windows = instance.windows
    days = windows.all_days
    on_days = free_days(instance, peers, days)
    start = np.searchsorted(days, windows.starts)
    needed = cover(np.arange(len(windows)), start, start + windows.days, (len(windows), len(days)))
    result = np.empty((len(windows), len(peers)), dtype=np.bool_)
    for window in range(len(windows)):
        need = needed[:, [window]]
        result[window] = (on_days & need == need).all(axis=0)
    return result.T


def free_days(instance: Instance, peers: NDArray[np.int32], days: NDArray[np.int32]) -> Bits:
    """
    Return which of `peers` are free on which of some sorted days, in this order.

    A peer with an `available` row is free on the days those rows cover, less the unavailable ones; one with only
    unavailable rows, on every other day; one with no row, as the challenge treats unknown availability.
    """
    table = instance.pool.availability
    place = np.full(len(instance.pool), -1, dtype=np.int32)
    place[peers] = np.arange(len(peers), dtype=np.int32)
    rows = np.flatnonzero(place[table.peer] >= 0)
    owner, available = place[table.peer[rows]], table.available[rows]
    first, past = places_among(days, table.start[rows]), places_among(days, table.end[rows], "right")

    def covered(those: NDArray[np.bool_]) -> Bits:
        return cover(owner[those], first[those], past[those], (len(peers), len(days)))

    chosen = np.zeros(len(peers), dtype=np.bool_)
    chosen[owner[available]] = True
    unknown = np.ones(len(peers), dtype=np.bool_)
    unknown[owner] = False
    result = covered(available)
    result[:, ~chosen] = ~np.uint64(0)
    result &= ~covered(~available)
    if instance.challenge.unknown_availability == "busy":
        result[:, unknown] = 0
    return result
