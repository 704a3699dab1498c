"""Names for the arrays that a compiled problem, its certificate and the search are made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bools", "Ints", "Points", "Rows"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
"""Positions, counts and day numbers, as they are stored."""
Rows = NDArray[np.intp]
"""Positions, as NumPy returns them and indexes by them."""
Points = NDArray[np.int64]
"""Points, and sums of points scaled to the units of the prices."""
