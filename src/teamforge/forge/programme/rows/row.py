"""A row: a set of visits, and how many of them a valid plan can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from teamforge.problem.arrays import Points

EPSILON = 1e-6
"""A row is broken if it is exceeded by more than this."""

Key = tuple[str | int, ...]
"""The family of a row and its subject: ids and day numbers, whatever the order of anything."""


@dataclass(frozen=True, eq=False)
class Row:
    """
    Visits of which a valid plan has at most `limit`.

    Parameters
    ----------
    key
        Its family and its subject.
    limit
        The most that a valid plan may have, each visit counted as `sign`.
    members
        The visits of each challenge, as `Year.members` writes them.
    sign
        -1 if a valid plan has at least ``-limit`` of them.
    """

    key: Key
    limit: int
    members: Mapping[int, Points]
    sign: int = 1


Found = tuple[Key, Callable[[], Row]]
"""The key of a broken row, and a function that makes the row: most rows are known already."""
