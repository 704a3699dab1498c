"""Pairs of which one may be chosen, merged into cliques: every pair is held and none is added."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.conflicts import merge_cliques


def merged(*pairs: tuple[int, int], most: int = 1_000) -> list[tuple[int, ...]]:
    """Return the cliques of some pairs."""
    bare, larger = merge_cliques(np.array(pairs, dtype=np.int32).reshape(-1, 2), most)
    assert all(len(clique) > 2 for clique in larger)
    assert larger == sorted(larger)
    assert bare.tolist() == sorted(bare.tolist())
    return sorted([*map(tuple, bare.tolist()), *larger])


def held(found: list[tuple[int, ...]]) -> set[frozenset[int]]:
    """Return the pairs that cliques hold."""
    return {frozenset(pair) for clique in found for pair in combinations(clique, 2)}


def test_shapes() -> None:
    """None, one pair, a triangle, a path, a square, two triangles with a common side."""
    assert merged() == []
    assert merged((5, 2)) == [(2, 5)]
    assert merged((1, 2), (2, 3), (1, 3)) == [(1, 2, 3)]
    assert merged((1, 2), (2, 3)) == [(1, 2), (2, 3)]
    assert merged((1, 2), (2, 3), (3, 4), (4, 1)) == [(1, 2), (1, 4), (2, 3), (3, 4)]
    assert merged((1, 2), (1, 3), (2, 3), (2, 4), (3, 4)) == [(1, 2, 3), (2, 3, 4)]
    assert merged(*combinations(range(30), 2)) == [tuple(range(30))]


def test_a_clique_that_holds_nothing_new_is_left_out() -> None:
    """Three triangles around a fourth hold its every side: the fourth is not needed."""
    inner = ((1, 2), (2, 3), (1, 3))
    outer = ((1, 4), (2, 4), (2, 5), (3, 5), (1, 6), (3, 6))
    found = merged(*inner, *outer)
    assert held(found) == {frozenset(pair) for pair in (*inner, *outer)}
    assert len(found) <= 4


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1])))
def test_every_pair_and_none_added(pairs: set[tuple[int, int]]) -> None:
    """Whatever the pairs; and any order of them gives the same cliques."""
    found = merged(*sorted(pairs))
    assert held(found) == {frozenset(pair) for pair in pairs}
    assert found == merged(*((second, first) for first, second in sorted(pairs, reverse=True)))


@pytest.mark.parametrize("most", [0, 1, 5])
def test_more_cliques_than_are_looked_at(most: int) -> None:
    """The rest stay bare pairs: every pair is held all the same."""
    pairs = [(first, second) for first, second in combinations(range(18), 2) if first % 6 != second % 6]
    found = merged(*pairs, most=most)
    assert held(found) == {frozenset(pair) for pair in pairs}


def test_a_dense_graph_with_very_many_cliques() -> None:
    """Everybody but one's own three: 3¹² maximal cliques, and it takes no time."""
    pairs = [(first, second) for first, second in combinations(range(36), 2) if first // 3 != second // 3]
    assert held(merged(*pairs)) == {frozenset(pair) for pair in pairs}
