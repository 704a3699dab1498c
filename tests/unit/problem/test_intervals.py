"""Intervals laid over an axis."""

from __future__ import annotations

import numpy as np
import pytest

from teamforge.problem.rules.intervals import cover


@pytest.mark.parametrize("rows", [1, 1 << 15, 1 << 16])
def test_any_number_of_intervals_cover_a_place(rows: int) -> None:
    """They are counted, and 65,536 of them are not none."""
    ones = np.ones(rows, dtype=np.int32)
    assert cover(ones, 0 * ones, ones, (2, 2)).tolist() == [[False, False], [True, False]]


def test_no_intervals_cover_nothing() -> None:
    """Nor does one that ends before it starts."""
    none = np.empty(0, dtype=np.int32)
    assert not cover(none, none, none, (2, 3)).any()
    assert not cover(np.array([1]), np.array([2]), np.array([1]), (2, 3)).any()
