"""Intervals laid over an axis."""

from __future__ import annotations

import numpy as np
import pytest

from teamforge.problem.rules.intervals import cover, spread


@pytest.mark.parametrize("places", [1, 63, 64, 65, 128, 200])
def test_places_in_an_interval(places: int) -> None:
    """Of any of the owner's intervals, however long the axis is, and however far they reach beyond it."""
    rng = np.random.default_rng(places)
    owners, first, past = rng.integers(0, 3, 12), rng.integers(-5, places + 5, 12), rng.integers(-5, places + 5, 12)
    expected = [
        [
            any(own == owner and low <= place < high for own, low, high in zip(owners, first, past, strict=True))
            for place in range(places)
        ]
        for owner in range(4)
    ]
    assert spread(cover(owners, first, past, (4, places)), places).tolist() == expected


def test_no_intervals_cover_nothing() -> None:
    """Nor does one that ends before it starts; an axis may have no place at all."""
    none = np.empty(0, dtype=np.int32)
    assert not cover(none, none, none, (2, 3)).any()
    assert not cover(np.array([1]), np.array([2]), np.array([1]), (2, 3)).any()
    assert spread(cover(none, none, none, (2, 0)), 0).shape == (2, 0)
