"""The readers of an answer, who may not all see the same."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """
    The reader of an answer.

    Examples
    --------
    >>> Audience("host") is Audience.HOST
    True
    """

    TEAM = "team"
    """The people who put the team together; they may see everything."""
    HOST = "host"
    """The host; it sees no other peers, no details of conflicts of interest, no political opinions and no points."""
