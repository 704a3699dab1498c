"""Names for the arrays that make up a compiled problem, its certificate and the search."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
"""Positions, counts and day numbers, as they are stored."""
Rows = NDArray[np.intp]
"""Positions, as NumPy returns them and indexes by them."""
Points = NDArray[np.int64]
"""Points, and sums of points in the scaled units of the prices."""
