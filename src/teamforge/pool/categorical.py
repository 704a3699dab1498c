"""A column whose distinct values are kept once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Categorical(Generic[T]):
    """
    A column of codes into its distinct values; code -1 is a blank cell.

    Examples
    --------
    >>> column = Categorical(np.array([1, -1, 0], dtype=np.int32), ("done", "proposed"))
    >>> column.isin("proposed").tolist()
    [True, False, False]
    >>> column.value(1) is None
    True
    """

    codes: Ints
    values: Sequence[T] = field(repr=False)  # may be people's names

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def value(self, row: int) -> T | None:
        """Return the value of a row; None if it is blank."""
        code = int(self.codes[row])
        return None if code < 0 else self.values[code]

    def isin(self, *values: T) -> Bools:
        """Return for each row whether the value is one of `values`."""
        hit = np.array([value in values for value in self.values] + [False], dtype=np.bool_)
        return hit[self.codes]
