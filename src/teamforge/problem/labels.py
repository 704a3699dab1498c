"""Labels that name a tally within its rule, whatever the order of rows; prices are kept under them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from teamforge.pool.columns import Ids

Label = str | tuple[str, ...]
"""
The id of an organisation or peer, the ids of a pair or clique, or a level.

Certificates keep labels, so for anything personal a label holds a rank, never the value.
"""


class GroupLabels:
    """
    The sorted ids of groups of peers, made on demand: pools have many groups, and few are ever written down.

    Parameters
    ----------
    ids
        The ids of all peers.
    peers
        The positions of all groups, one group after the other.
    offsets
        Where each group begins, plus the end of the last.

    Examples
    --------
    >>> labels = GroupLabels(np.array(["B", "A"], dtype=object), np.array([0, 1]), np.array([0, 2]))
    >>> len(labels), labels[0], labels.tolist()
    (1, ('A', 'B'), [('A', 'B')])
    """

    def __init__(self, ids: Ids, peers: NDArray[np.integer], offsets: NDArray[np.integer]) -> None:
        self._ids, self._peers, self._offsets = ids, peers, offsets

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self._offsets) - 1

    def __getitem__(self, group: int) -> Label:
        """Return the label of a group."""
        return tuple(sorted(self._ids[self._peers[self._offsets[group] : self._offsets[group + 1]]].tolist()))

    def tolist(self) -> list[Label]:
        """Return the label of every group."""
        ids = self._ids[self._peers].tolist()
        ends = self._offsets.tolist()
        return [tuple(sorted(ids[first:last])) for first, last in pairwise(ends)]


Labels = NDArray[np.object_] | GroupLabels


def labels_of(labels: Sequence[Label]) -> NDArray[np.object_]:
    """Return labels as an array."""
    return np.fromiter(labels, dtype=np.object_, count=len(labels))
