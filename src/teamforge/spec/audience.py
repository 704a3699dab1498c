"""For whom an answer is meant: what one reader may see another may not."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Audience"]


class Audience(StrEnum):
    """
    Who reads an answer.

    Examples
    --------
    >>> Audience("host") is Audience.HOST
    True
    """

    TEAM = "team"
    """Those who put the team together: everything."""
    HOST = "host"
    """The host: no other peers, no details of conflicts of interest, no political opinion, no points."""
