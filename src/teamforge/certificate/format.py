"""
The certificate: why no team has more points, in numbers that anybody can check with a few sums.

For any prices, one for each tally, the bound of DESIGN.md section 3 holds for every team of a window. A certificate
says which prices prove which bound. If a bound is not low enough, it goes on: the candidates who could still be on a
better team are split by one who is included or excluded, and each side has prices of its own; or the few teams that
could be better are enumerated. If CP-SAT closed what was left, the certificate says so: that is a claim, and everything
else is proof. `docs/certificate.md` describes the format for anybody who writes a checker.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 2
"""The number of the format that this module describes."""

Reason = Literal["bound", "enumerated", "split", "claimed"]
"""How a window is closed: the last of these words that any part of its proof needs."""


Whole = Annotated[int, Field(ge=-(1 << 63), lt=1 << 63)]
"""A whole number of 64 bits: a certificate has no larger number."""


class CertificatePart(BaseModel):
    """A part of a certificate: frozen, strict, and without the input in its errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True, defer_build=True)


class Price(CertificatePart):
    """
    The price of a tally.

    Attributes
    ----------
    tally
        The name of the rule or criterion that the tally belongs to.
    label
        Which tally of that name: the id of an organisation or a peer, the ids of a pair or clique, a level.
    price
        In units of 1/`Certificate.scale` point.
    """

    tally: str
    label: str | tuple[str, ...]
    price: Whole


class ProofNode(CertificatePart):
    """
    Why some candidates of a window are on no better team.

    Attributes
    ----------
    prices
        Numbers of lists in `Certificate.prices`, used one after another: either the bound is low enough, and nothing
        more is needed, or the survivors go on to the next.
    split
        The two sides of the survivors, each with a proof of its own.
    enumerated
        The number of partial teams of the survivors that could be part of a better team by the last of the prices. Each
        was enumerated with every candidate for the missing seat, and none is better.
    claimed
        The number of survivors. CP-SAT claims that they form no better team.
    """

    prices: tuple[Whole, ...] = ()
    split: ProofSplit | None = None
    enumerated: Whole | None = None
    claimed: Whole | None = None

    @property
    def reason(self) -> Reason:
        """How the node is closed, the nodes below it included."""
        if any(node.claimed is not None for node in self.nodes()):
            return "claimed"
        if self.split is not None:
            return "split"
        return "bound" if self.enumerated is None else "enumerated"

    def nodes(self) -> Iterator[ProofNode]:
        """Yield this node and every node below it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.split is not None:
                waiting += [node.split.included, node.split.excluded]


class ProofSplit(CertificatePart):
    """
    The two sides of a candidate: on the team, or not.

    Attributes
    ----------
    seat, peer
        The ids of the seat and the peer.
    included
        Why no better team has this peer on this seat.
    excluded
        Why no better team is without them.
    """

    seat: str
    peer: str
    included: ProofNode
    excluded: ProofNode


class WindowProof(CertificatePart):
    """
    What is known about a window.

    Attributes
    ----------
    start
        Its first day.
    bound
        No team in it has more points; None if it has no team at all.
    prices
        The number of the list in `Certificate.prices` that proves the bound.
    reason
        How the window is closed; None for a window that is open because the search was stopped.
    proof
        If the bound is above the points of the team found, why there is no better team all the same.
    """

    start: date
    bound: Whole | None
    prices: Whole
    reason: Reason | None = None
    proof: ProofNode | None = None


class Certificate(CertificatePart):
    """
    Why no team has more points.

    Attributes
    ----------
    format
        The number of the format: `FORMAT`.
    relation
        What the certificate proves, its claims included: ``no valid team has more than N points``, or ``no valid team
        exists``.
    scale
        Prices are in units of 1/`scale` point.
    prices
        Lists of prices; a tally that a list does not name has price 0.
    windows
        Every valid window, in date order.

    Examples
    --------
    >>> nothing = Certificate(format=2, relation=relation(None), scale=1024, prices=(), windows=())
    >>> nothing.relation, nothing.claims
    ('no valid team exists', 0)
    >>> Certificate.model_validate_json(nothing.model_dump_json()) == nothing
    True
    """

    format: Whole
    relation: str
    scale: Whole
    prices: tuple[tuple[Price, ...], ...]
    windows: tuple[WindowProof, ...]

    def nodes(self) -> Iterator[ProofNode]:
        """Yield every node of every window."""
        for window in self.windows:
            if window.proof is not None:
                yield from window.proof.nodes()

    @property
    def claims(self) -> int:
        """The number of steps that rest on CP-SAT's word; 0 if the proof is complete."""
        return sum(node.claimed is not None for node in self.nodes())


def relation(bound: int | None) -> str:
    """
    Return the relation that a certificate proves.

    Examples
    --------
    >>> relation(43633)
    'no valid team has more than 43633 points'
    """
    return "no valid team exists" if bound is None else f"no valid team has more than {bound} points"
