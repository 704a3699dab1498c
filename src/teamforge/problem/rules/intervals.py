"""Rows of intervals laid over an axis: how rules turn dated rows into a matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["cover"]


def cover(
    owners: NDArray[np.integer], first: NDArray[np.integer], past: NDArray[np.integer], shape: tuple[int, int]
) -> NDArray[np.bool_]:
    """
    Return which cells (owner, place) lie in an interval ``first <= place < past`` of that owner.

    Examples
    --------
    >>> cover(np.array([0, 1]), np.array([1, 0]), np.array([3, 1]), (2, 3)).astype(int).tolist()
    [[0, 1, 1], [1, 0, 0]]
    """
    edges = np.zeros((shape[0], shape[1] + 1), dtype=np.int16)
    inside = first < past
    np.add.at(edges, (owners[inside], first[inside]), 1)
    np.add.at(edges, (owners[inside], past[inside]), -1)
    return np.cumsum(edges[:, :-1], axis=1, dtype=np.int16) > 0
