"""Intervals laid over an axis, which is how rules turn dated rows into bits, and bits into a matrix."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
"""One bit for each owner and place: 64 places a row, the first in the lowest bits (rows × owners)."""

_BITS = 64
_BELOW = np.array([(1 << count) - 1 for count in range(_BITS + 1)], dtype=np.uint64)
"""The lowest 0, 1, … 64 bits."""


def cover(
    owners: NDArray[np.integer], first: NDArray[np.integer], past: NDArray[np.integer], shape: tuple[int, int]
) -> Bits:
    """
    Return which places lie in an interval ``first <= place < past`` of each owner; `shape` is owners × places.

    Examples
    --------
    >>> covered = cover(np.array([0, 1]), np.array([1, 0]), np.array([3, 1]), (2, 3))
    >>> spread(covered, 3).astype(int).tolist()
    [[0, 1, 1], [1, 0, 0]]
    """
    bits = np.zeros((-(-shape[1] // _BITS), shape[0]), dtype=np.uint64)
    for begin, row in zip(range(0, shape[1], _BITS), bits, strict=True):
        low, high = (_BELOW[np.clip(places - begin, 0, _BITS)] for places in (first, past))
        np.bitwise_or.at(row, owners, high & ~low)
    return bits


def places_among(
    days: NDArray[np.int32], dates: NDArray[np.int32], side: Literal["left", "right"] = "left"
) -> NDArray[np.intp]:
    """
    Return what ``np.searchsorted(days, dates, side)`` returns, from a table of days: quicker where dates are many.

    Examples
    --------
    >>> places_among(np.array([5, 9]), np.array([1, 5, 9, 99]), "right").tolist()
    [0, 1, 2, 2]
    """
    if not len(days):
        return np.zeros(len(dates), dtype=np.intp)
    before, after = int(days[0]) - 1, int(days[-1]) + 1
    places = np.searchsorted(days, np.arange(before, after + 1), side)
    return places.take(np.clip(dates, before, after) - before)


def spread(bits: Bits, places: int) -> NDArray[np.bool_]:
    """Return bits as a matrix (owners × places)."""
    octets = np.ascontiguousarray(bits.T).astype("<u8", copy=False).view(np.uint8)
    return np.unpackbits(octets, axis=1, count=places, bitorder="little").view(np.bool_)
