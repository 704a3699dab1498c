"""Exact rounding of points (SPEC.md, opening section)."""

from __future__ import annotations

from typing import overload

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.int64]


@overload
def round_half_up(numerator: int, denominator: int) -> int: ...
@overload
def round_half_up(numerator: Points, denominator: int | Points) -> Points: ...
def round_half_up(numerator: int | Points, denominator: int | Points) -> int | Points:
    """
    Return floor(numerator / denominator + 1/2), exactly; the denominator must be positive.

    Examples
    --------
    >>> round_half_up(1, 2), round_half_up(-1, 2), round_half_up(1000, 3)
    (1, 0, 333)
    """
    return (2 * numerator + denominator) // (2 * denominator)
