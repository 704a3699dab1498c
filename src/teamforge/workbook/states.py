"""Where things stand with each member of a team: proposed, asked, confirmed or out."""

from __future__ import annotations

from enum import StrEnum


class SeatState(StrEnum):
    """
    The state of the peer on a seat, from the proposal to the answer.

    Examples
    --------
    >>> SeatState("declined").replaced, SeatState("confirmed").kept
    (True, True)
    """

    PROPOSED = "proposed"
    """The peer has not been asked yet."""
    ASKED = "asked"
    """The peer was asked and has not answered."""
    ACCEPTED = "accepted"
    """The peer would do it; it is not settled yet."""
    CONFIRMED = "confirmed"
    """It is settled."""
    DONE = "done"
    """The visit is over, and they were there."""
    DECLINED = "declined"
    """The peer will not do it."""
    OBJECTED = "objected"
    """The host objected, and the objection was accepted."""
    WITHDRAWN = "withdrawn"
    """The peer had agreed, and dropped out."""
    RELEASED = "released"
    """The peer is no longer needed."""

    @property
    def kept(self) -> bool:
        """Whether a repair must leave the peer on the seat."""
        return self in {SeatState.CONFIRMED, SeatState.DONE}

    @property
    def replaced(self) -> bool:
        """Whether a repair must put somebody else on the seat."""
        return self in {SeatState.DECLINED, SeatState.OBJECTED, SeatState.WITHDRAWN}
