"""
The certificate: why no team has more points, in numbers that anybody can check with a few sums.

For any prices, a tally each, the bound of DESIGN.md section 3 holds for every team of a window. A certificate says
which prices prove which bound; where a bound is above the points of the team found it goes on: those who could be on
no better team are let go, the others are split by a candidate who is chosen or not, and each side has prices of its
own, or the few teams that could be better are all enumerated. Where CP-SAT closed what was left the certificate says
so: that is a claim, and all else is proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel, ConfigDict

__all__ = ["Certificate", "Node", "Price", "Split", "WindowProof"]


class _Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class Price(_Plain):
    """
    The price of a tally.

    Attributes
    ----------
    tally
        The rule or criterion it is of, as the compiled problem names it.
    of
        Which of that name: the id of an organisation or a peer, the ids of a pair or clique, a level.
    price
        In units of 1/`Certificate.scale` point.
    """

    tally: str
    of: str | tuple[str, ...]
    price: int


class Node(_Plain):
    """
    Why some candidates of a window hold no team that is better.

    Attributes
    ----------
    prices
        Numbers of lists in `Certificate.prices`, to be used one after the other: each makes the bound low enough, and
        all is proved, or lets those go who could be on no better team.
    split
        The two sides of who are left, which are proved apart; None where the bound is low enough.
    enumerated
        How many teams of who are left could be better by the last of the prices: each was enumerated, and is not.
        None where they were not.
    claimed
        How many are left of whom CP-SAT claims that they hold no better team; None where it claims nothing.
    """

    prices: tuple[int, ...] = ()
    split: Split | None = None
    enumerated: int | None = None
    claimed: int | None = None


class Split(_Plain):
    """
    A candidate who is on the team or not.

    Attributes
    ----------
    seat, peer
        Ids.
    chosen
        Why no better team has this peer on this seat.
    other
        Why no better team is without.
    """

    seat: str
    peer: str
    chosen: Node
    other: Node


class WindowProof(_Plain):
    """
    What is known of a window.

    Attributes
    ----------
    start
        Its first day.
    bound
        No team in it has more points; None: no team at all.
    prices
        The number of the list of prices in `Certificate.prices` that proves the bound.
    proof
        Where the bound is above the points of the team found: why there is no better team all the same. None there
        leaves the window open: the search was stopped.
    """

    start: date
    bound: int | None
    prices: int
    proof: Node | None = None


class Certificate(_Plain):
    """
    Why no team has more points.

    Attributes
    ----------
    scale
        Prices are in units of 1/`scale` point.
    prices
        Lists of prices; tallies that a list does not name have price 0.
    windows
        Every valid window, in date order.

    Examples
    --------
    >>> nothing = Certificate(scale=1024, prices=(), windows=())
    >>> nothing.claims, Certificate.model_validate_json(nothing.model_dump_json()) == nothing
    (0, True)
    """

    scale: int
    prices: tuple[tuple[Price, ...], ...]
    windows: tuple[WindowProof, ...]

    def nodes(self) -> Iterator[Node]:
        """Yield every node of every window."""
        waiting = [window.proof for window in self.windows if window.proof is not None]
        while waiting:
            node = waiting.pop()
            yield node
            if node.split is not None:
                waiting += [node.split.chosen, node.split.other]

    @property
    def claims(self) -> int:
        """How many times CP-SAT is to be believed; 0 where the proof is complete."""
        return sum(node.claimed is not None for node in self.nodes())
