"""A row: a set of visits, and how many of them a valid plan can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from teamforge.problem.arrays import Points

__all__ = ["EPSILON", "Found", "Key", "Row"]

EPSILON = 1e-6
"""A row is broken by more than this."""

Key = tuple[str | int, ...]
"""The family of a row and what it is of: ids and day numbers, whatever the order of anything."""


@dataclass(frozen=True, eq=False)
class Row:
    """
    Visits of which a valid plan has at most `limit`.

    Parameters
    ----------
    key
        Its family and what it is of.
    members
        For each challenge the visits, as `Year.members` writes them.
    sign
        -1 where a valid plan has at least ``-limit`` of them.
    """

    key: Key
    limit: int
    members: Mapping[int, Points]
    sign: int = 1


Found = tuple[Key, Callable[[], Row]]
"""The key of a row that is broken, and how to make the row: most are known already."""
