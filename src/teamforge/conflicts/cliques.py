"""Pairs that cannot both be on the team, merged into cliques: fewer constraints, and stronger ones."""

from __future__ import annotations

from itertools import islice

import numpy as np
from numpy.typing import NDArray

_PAIR = 2

Pairs = NDArray[np.int32]


def merge_cliques(pairs: Pairs, most: int = 1_000) -> tuple[Pairs, list[tuple[int, ...]]]:
    """
    Return cliques that cover exactly the given pairs: the remaining pairs, and the larger cliques.

    Parameters
    ----------
    pairs
        Rows of two different positions.
    most
        The most maximal cliques to consider in a connected component, which can have exponentially many. Pairs of the
        others stay pairs.

    Returns
    -------
    pairs
        Rows of two sorted positions, in sorted order: the pairs that are in no larger clique.
    cliques
        Three or more sorted positions each, in sorted order.

    Notes
    -----
    At most one of a clique is chosen, so one constraint replaces all its pairs and is tighter in the linear
    relaxation. Larger maximal cliques are taken first, as long as they cover a new pair. Most pairs are in no larger
    clique: to be in one, both ends must be in at least two pairs, and only pairs that pass this test count.

    Examples
    --------
    >>> pairs, cliques = merge_cliques(np.array([[1, 2], [2, 3], [1, 3], [3, 4]], dtype=np.int32))
    >>> pairs.tolist(), cliques
    ([[3, 4]], [(1, 2, 3)])
    """
    pairs = distinct(np.sort(pairs.reshape(-1, 2), axis=1))
    core = _core(pairs)
    found = _maximal(pairs[core], most) if core.any() else []
    left = [clique for clique in found if len(clique) == _PAIR]
    bare = np.concatenate([pairs[~core], np.array(left, dtype=np.int32).reshape(-1, 2)])
    return bare[np.lexsort(bare.T[::-1])], [clique for clique in found if len(clique) > _PAIR]


def distinct(pairs: Pairs) -> Pairs:
    """
    Return the distinct rows of pairs of positions, sorted.

    Each pair is one whole number while it is sorted: that takes a tenth of the time of ``np.unique(pairs, axis=0)``,
    and with equal ones dropped by hand a quarter of the time of ``np.unique``, which hashes them first.

    Examples
    --------
    >>> distinct(np.array([[2, 3], [1, 9], [2, 3]], dtype=np.int32)).tolist()
    [[1, 9], [2, 3]]
    """
    both = pairs[:, 0].astype(np.int64) << np.int64(32) | pairs[:, 1].astype(np.int64)
    both.sort()
    both = both[np.append(True, both[1:] != both[:-1])[: len(both)]]
    return np.column_stack((both >> np.int64(32), both & np.int64(0xFFFFFFFF))).astype(np.int32)


def _core(pairs: Pairs) -> NDArray[np.bool_]:
    """Return which pairs are left after repeatedly removing every pair with an end that is in no other pair."""
    left = np.ones(len(pairs), dtype=np.bool_)
    while left.any():
        others = np.bincount(pairs[left].ravel(), minlength=int(pairs.max()) + 1)
        lonely = left & (others[pairs] < _PAIR).any(axis=1)
        if not lonely.any():
            break
        left &= ~lonely
    return left


def _maximal(pairs: Pairs, most: int) -> list[tuple[int, ...]]:
    """Return maximal cliques that together cover the given pairs, in sorted order."""
    import networkx as nx  # noqa: PLC0415 -- slow to import, and pairs seldom meet

    graph: nx.Graph[int] = nx.Graph(pairs.tolist())
    chosen: list[tuple[int, ...]] = []
    for component in nx.connected_components(graph):
        part = graph.subgraph(component).copy()
        maximal = islice(nx.find_cliques(part), most)
        cliques = sorted((tuple(sorted(clique)) for clique in maximal), key=lambda clique: (-len(clique), clique))
        held: set[frozenset[int]] = set()
        for clique in [*cliques, *sorted(tuple(sorted(edge)) for edge in part.edges)]:
            edges = {frozenset(edge) for edge in _pairs_of(clique)}
            if not edges <= held:
                held |= edges
                chosen.append(clique)
    return sorted(chosen)


def _pairs_of(clique: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(first, second) for place, first in enumerate(clique) for second in clique[place + 1 :]]
