"""Pairs of whom only one can be on the team, merged into cliques: fewer and stronger than the pairs."""

from __future__ import annotations

from itertools import islice

import networkx as nx
import numpy as np
from numpy.typing import NDArray

__all__ = ["merge_cliques"]

_CLIQUES_PER_COMPONENT = 1_000
"""There can be exponentially many: a component with more maximal cliques keeps bare pairs for the rest."""


def merge_cliques(pairs: NDArray[np.int32]) -> list[tuple[int, ...]]:
    """
    Return cliques that hold every pair and no pair that is not given.

    Parameters
    ----------
    pairs
        Rows of two different positions.

    Returns
    -------
    list of tuple of int
        Sorted positions, the cliques in sorted order.

    Notes
    -----
    Of a clique at most one is chosen, so one constraint stands for all its pairs and is tighter in the
    linear relaxation. Larger maximal cliques are taken first while they hold a pair not yet held.

    Examples
    --------
    >>> merge_cliques(np.array([[1, 2], [2, 3], [1, 3], [3, 4]], dtype=np.int32))
    [(1, 2, 3), (3, 4)]
    """
    graph: nx.Graph[int] = nx.Graph(pairs.tolist())
    chosen: list[tuple[int, ...]] = []
    for component in nx.connected_components(graph):
        part = graph.subgraph(component)
        maximal = islice(nx.find_cliques(part), _CLIQUES_PER_COMPONENT)
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
