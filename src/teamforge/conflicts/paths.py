"""Shortest paths along ties of one kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

N = TypeVar("N")
T = TypeVar("T")


def shortest_paths(ties: Mapping[N, Mapping[N, T]], start: N) -> dict[N, tuple[T, ...]]:
    """
    Return each node that can be reached, with the ties of a shortest path to it.

    Parameters
    ----------
    ties
        For each node, the nodes one step away, each with the tie that leads to it.
    start
        The node where every path begins; its own path has no ties.

    Examples
    --------
    >>> shortest_paths({"a": {"b": "ab", "c": "ac"}, "b": {"c": "bc"}, "c": {"a": "ca"}}, "a")
    {'a': (), 'b': ('ab',), 'c': ('ac',)}
    """
    found: dict[N, tuple[T, ...]] = {start: ()}
    reached = [start]
    for node in reached:  # it grows as it is walked: breadth first
        for other, tie in ties.get(node, {}).items():
            if other not in found:
                found[other] = (*found[node], tie)
                reached.append(other)
    return found
