"""Intervals laid over an axis, which is how rules turn dated rows into a matrix."""

from __future__ import annotations

from itertools import pairwise

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
    owners = owners[inside].astype(np.intp)
    most = int(np.bincount(owners, minlength=1).max())
    one = np.ones(1, dtype=np.min_scalar_type(-most - 1))[0]
    edges: NDArray[np.integer] = np.zeros((shape[1] + 1) * shape[0], dtype=one.dtype)  # flat: NumPy adds far faster
    np.add.at(edges, first[inside] * shape[0] + owners, one)
    np.add.at(edges, past[inside] * shape[0] + owners, -one)
    depth = edges.reshape(shape[1] + 1, shape[0])
    for before, here in pairwise(depth):  # place by place, all owners at once: a tenth of the time of `cumsum`
        np.add(before, here, out=here)
    return (depth[:-1] > 0).T
