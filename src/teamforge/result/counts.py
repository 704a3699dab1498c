"""What counting peers and seats shows: where they run short, each enough by itself to rule out a team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, NamedTuple

from teamforge.page.plain import Plain
from teamforge.page.words import MOST_LISTED, counted, listed
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.words import spoken


class FunnelStep(NamedTuple):
    """A rule, and how many peers are left after it."""

    rule: str
    left: int


@dataclass(frozen=True, slots=True)
class Funnel(Plain):
    """
    How many peers a seat has left after each rule.

    Parameters
    ----------
    seat, required
        The seat, and whether it must be filled.
    eligible
        How many peers have a role that the seat accepts.
    steps
        Each rule that excludes somebody, in order, and how many peers are left after it. After the rules about dates,
        peers with at least one possible window are left.
    like
        The first seat that differs from this one only in its id, or this seat itself.
    """

    seat: str
    required: bool
    eligible: int
    steps: tuple[FunnelStep, ...]
    like: str

    _KEYS = ("seat", "required", "eligible", "steps")

    @property
    def left(self) -> int:
        """How many peers are left after all the rules about a single peer."""
        return self.steps[-1][1] if self.steps else self.eligible

    def for_host(self, rulebook: Rulebook) -> Funnel:
        """Return the funnel with all rules that a host must not read about merged into one."""
        steps = {rule if rulebook.for_host(rule) else "conflicts of interest": left for rule, left in self.steps}
        return replace(self, steps=tuple(FunnelStep(rule, left) for rule, left in steps.items()))

    def __str__(self) -> str:
        """Return the funnel as a sentence."""
        steps = "".join(f" → {left:,} after {spoken(rule)}" for rule, left in self.steps)
        return f"{spoken(self.seat)}: {self.eligible:,} eligible{steps}."


@dataclass(frozen=True, slots=True)
class Shortage(Plain):
    """
    Seats with too few peers between them (Hall's condition). This alone is enough to rule out a team.

    Parameters
    ----------
    seats
        The required seats.
    peers
        How many peers could have one of these seats.
    window
        The window; None if the seats are short in all windows together. Every other window is at least as short.
    """

    seats: tuple[str, ...]
    peers: int
    window: date | None

    def __str__(self) -> str:
        """Return the shortage as a sentence."""
        people = {0: "nobody", 1: "one peer"}.get(self.peers, f"{self.peers} peers")
        seats = f"the seat {spoken(self.seats[0])}"
        if len(self.seats) > 1:
            seats = f"the {len(self.seats)} seats {listed(list(map(spoken, self.seats)), MOST_LISTED)}"
        when = "in any window"
        if self.window is not None:
            when = f"even in the window of {self.window}, and no other is better"
        return f"For {seats} there is {people} {when}."


@dataclass(frozen=True, slots=True)
class Excess(Plain):
    """
    Team rules that ask for more members than there are seats. This alone is enough to rule out a team.

    Parameters
    ----------
    attribute
        The attribute that the rules are about.
    minimums
        The minimum of each rule, the largest first; no member can count for two of them.
    seats
        How many seats count.
    every_seat
        How many seats there are, including those that do not count.
    for_host
        Whether a host may read it.
    """

    attribute: str
    minimums: tuple[int, ...]
    seats: int
    every_seat: int
    for_host: bool = True

    _KEYS = ("attribute", "minimums", "seats")
    heading: ClassVar[str] = "Too many members needed"

    def __str__(self) -> str:
        """
        Return the excess as a sentence.

        Examples
        --------
        >>> print(Excess("area", (3,) * 8, 22, 22))
        The minimums on area ask for more members than there are seats: 8 × 3 = 24, and there are 22 seats.
        """
        total = f" = {sum(self.minimums)}" if len(self.minimums) > 1 else ""
        rules = "The minimums" if total else "The minimum"
        ask = "ask" if total else "asks"
        which = "" if self.seats == self.every_seat else " that count"
        return (
            f"{rules} on {spoken(self.attribute)} {ask} for more members than there are seats: "
            f"{_sum(self.minimums)}{total}, and there are {counted(self.seats, 'seat')}{which}."
        )


@dataclass(frozen=True, slots=True)
class TooFew(Plain):
    """
    Team rules that allow fewer members than there are seats to fill. This alone is enough to rule out a team.

    Parameters
    ----------
    attribute
        The attribute that the rules are about.
    maximums
        The maximum of each value that a candidate for some seat has, the largest first.
    others
        How many candidates for these seats have none of these values.
    seats
        How many seats that count must be filled.
    rules
        How many rules there are.
    for_host
        Whether a host may read it.
    """

    attribute: str
    maximums: tuple[int, ...]
    others: int
    seats: int
    rules: int
    for_host: bool = True

    _KEYS = ("attribute", "maximums", "others", "seats")
    heading: ClassVar[str] = "Too few members allowed"

    def __str__(self) -> str:
        """
        Return the shortfall as a sentence.

        Examples
        --------
        >>> print(TooFew("area", (2, 2, 2), 0, 7, 3))
        The maximums on area let too few members on: 3 × 2 = 6, and 7 seats must be filled.
        """
        total = f" = {sum(self.maximums)}" if len(self.maximums) > 1 else ""
        rules, let = ("The maximums", "let") if self.rules > 1 else ("The maximum", "lets")
        concerns = f" and {counted(self.others, 'person', 'people')} with no such value" if self.others else ""
        must = "seat must" if self.seats == 1 else "seats must"
        return (
            f"{rules} on {spoken(self.attribute)} {let} too few members on: {_sum(self.maximums)}{total}{concerns}, "
            f"and {self.seats} {must} be filled."
        )


def _sum(numbers: Sequence[int]) -> str:
    """Return a sum in writing, with equal numbers grouped."""
    return " + ".join(f"{count} × {each}" if count > 1 else f"{each}" for each, count in Counter(numbers).items())
