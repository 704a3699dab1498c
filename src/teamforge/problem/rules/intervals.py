"""Intervals laid over an axis, which is how rules turn dated rows into a matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def cover(
    owners: NDArray[np.integer], first: NDArray[np.integer], past: NDArray[np.integer], shape: tuple[int, int]
) -> NDArray[np.bool_]:
    """
    Return which cells (owner, place) lie in an interval ``first <= place < past`` of the owner.

    Examples
    --------
    >>> cover(np.array([0, 1]), np.array([1, 0]), np.array([3, 1]), (2, 3)).astype(int).tolist()
    [[0, 1, 1], [1, 0, 0]]
    """
    inside = first < past
    owners, width = owners[inside].astype(np.intp), shape[1] + 1
    most = int(np.bincount(owners, minlength=1).max())
    one = np.int16(1) if most <= np.iinfo(np.int16).max else np.int32(1)
    edges: NDArray[np.integer] = np.zeros(shape[0] * width, dtype=one.dtype)  # flat: NumPy adds far faster
    np.add.at(edges, owners * width + first[inside], one)
    np.add.at(edges, owners * width + past[inside], -one)
    depth: NDArray[np.integer] = np.cumsum(edges.reshape(shape[0], width)[:, :-1], axis=1, dtype=one.dtype)
    return depth > 0
