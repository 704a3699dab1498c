"""A limit on the work of checking a certificate: whoever wrote it decides what must be counted."""

from __future__ import annotations

MOST_WORK = 1 << 31
"""
A minute or so: the unit is a team, or a candidate, looked at in one tally, which takes some 30 ns. A certificate from
the search asks for far less.
"""
STEP = 1 << 15
"""The fixed cost of a step, however few candidates it has."""


class TooLongError(Exception):
    """The work that is left is not enough."""


class Work:
    """
    Counts the work that is left. Work is spent before it is done, so no step takes longer than all may take together.

    Examples
    --------
    >>> work = Work(10)
    >>> work.spend(7)
    >>> work.left
    3
    """

    def __init__(self, left: int = MOST_WORK) -> None:
        self.left = left

    def spend(self, count: int) -> None:
        """
        Spend some work.

        Raises
        ------
        TooLongError
            If less than this is left; nothing is left afterwards.
        """
        if count > self.left:
            self.left = 0
            raise TooLongError
        self.left -= count
