"""
Why there is no team: several answers, each true by itself (DESIGN.md section 5).

`teamforge.explain.why_none` finds them; a result of status `infeasible` has them as `Result.diagnosis`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar, NamedTuple

from teamforge.challenge import Challenge
from teamforge.page.plain import Plain
from teamforge.page.words import MOST_LISTED, counted, listed
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.words import spoken
from teamforge.team import Team

__all__ = ["Cause", "Core", "Diagnosis", "Excess", "Funnel", "FunnelStep", "Relaxation", "Requirement", "Shortage"]


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


@dataclass(frozen=True, slots=True)
class Requirement(Plain):
    """
    One requirement on a team.

    Parameters
    ----------
    kind
        `seat`, `pin`, `rule`, `team_rule` or `dates`.
    name
        The id of the seat, the name of the rule, or the place of the team rule in the challenge (from 1).
    text
        The requirement in words; for a team rule its name, or what it says.
    for_host
        Whether a host may read it.
    """

    kind: str
    name: str
    text: str
    for_host: bool = True

    _KEYS = ("kind", "name", "text")

    def __str__(self) -> str:
        """Return the requirement in words."""
        return self.text

    def hidden(self) -> Requirement:
        """Return the requirement as a host may read it."""
        if self.for_host:
            return self
        return replace(self, text="a rule about the members together") if self.kind == "team_rule" else _CONFLICTS


_CONFLICTS = Requirement("rule", "conflicts_of_interest", "conflicts of interest: nobody on the team has one")


@dataclass(frozen=True, slots=True)
class Cause(Plain):
    """
    A rule that alone leaves seats empty: nobody with a role for one of them, and its pin if it has one, meets the rule.

    Parameters
    ----------
    rule
        The name of the rule.
    seats
        The required seats.
    text
        The remedy in words; empty if there is none.
    for_host
        Whether a host may read it.
    """

    rule: str
    seats: tuple[str, ...]
    text: str
    for_host: bool = True

    _KEYS = ("rule", "seats", "text")

    def __str__(self) -> str:
        """Return the cause as a line."""
        seats = listed(list(map(spoken, self.seats)), MOST_LISTED)
        where = f"the seat{'s' * (len(self.seats) > 1)} {seats}"
        if self.rule == "unknown_availability":
            return f"nobody for {where} has said when they are free: {self.text}"
        return f"{spoken(self.rule)} stops everybody for {where}" + (self.text and f": {self.text}")


@dataclass(frozen=True, slots=True)
class Core(Plain):
    """
    Requirements that cannot all be met.

    Parameters
    ----------
    requirements
        No team meets all of these, whatever else is given up. Three things are never given up: who is eligible for a
        seat, that nobody has two seats, and which days are possible at all.
    minimal
        Whether it is proved that dropping any one of them allows a team that meets the others.
    """

    requirements: tuple[Requirement, ...]
    minimal: bool

    @property
    def lines(self) -> tuple[str, ...]:
        """The requirements in words, with all seats on one line."""
        seats = [spoken(each.name) for each in reversed(self.requirements) if each.kind == "seat"]
        if len(seats) < 2:  # noqa: PLR2004 -- one seat is a line already
            return tuple(map(str, self.requirements))
        line = f"the seats {listed(seats, MOST_LISTED)} must be filled"
        return tuple(dict.fromkeys(line if each.kind == "seat" else each.text for each in self.requirements))


@dataclass(frozen=True, slots=True)
class Relaxation(Plain):
    """
    A change of the challenge that makes a team possible.

    Parameters
    ----------
    kinds
        `window`, `waiver`, `declaration`, `seat`, `pin`, `rule`, `team_rule`, `avoid`, `lead_time`, `availability`:
        one, or two if one alone is not enough.
    text
        The change in words, and whether a named person must decide it.
    points
        The points of the best team with the change.
    team
        That team; the verifier has checked it.
    challenge
        The challenge with the changes. Who decides a waiver, and why, is left blank for you to fill in.
    for_host
        Whether a host may read it.
    declared
        The peers who have to make a new declaration of interests first, because the rule `declaration` is hard: the
        team is one of the pool with these declarations.
    """

    kinds: tuple[str, ...]
    text: str
    points: int
    team: Team
    challenge: Challenge = field(repr=False)
    for_host: bool = True
    declared: tuple[str, ...] = ()

    _KEYS = ("kinds", "text", "points", ("start", "team.start"), ("members", "team.members"))

    def __str__(self) -> str:
        """Return the relaxation as a sentence."""
        return f"{self.text[:1].upper()}{self.text[1:]}: then the best team has {self.points:,} points."


@dataclass(frozen=True, slots=True)
class Diagnosis(Plain):
    """
    Why there is no valid team, and what would help.

    Parameters
    ----------
    funnel
        How many peers each seat has left after each rule.
    shortage
        Seats with too few peers between them; None if that is not the reason.
    core
        Requirements that cannot all be met.
    relaxations
        What would make a team possible: new declarations first, then the most points. A hard conflict of interest is
        never given up.
    complete
        Whether everything was examined: no time limit, interrupt or failure cut it short.
    failed
        The parts that could not be worked out, which is a fault in TeamForge; that no team exists is still proved.
    excess
        Team rules that ask for more members than there are seats, or allow fewer than must be filled; None if counting
        proves nothing.
    causes
        Every rule that alone leaves a required seat empty; if there are several, relaxing just one is not enough.
    """

    funnel: tuple[Funnel, ...]
    shortage: Shortage | None
    core: Core
    relaxations: tuple[Relaxation, ...]
    complete: bool
    failed: tuple[str, ...] = ()
    excess: Excess | TooFew | None = None
    causes: tuple[Cause, ...] = ()

    def for_host(self, rulebook: Rulebook) -> Diagnosis:
        """Return the diagnosis without waivers, private rules, and the details of conflicts of interest."""
        core = dict.fromkeys(each.hidden() for each in self.core.requirements)
        return replace(
            self,
            funnel=tuple(each.for_host(rulebook) for each in self.funnel),
            core=replace(self.core, requirements=tuple(core)),
            relaxations=tuple(each for each in self.relaxations if each.for_host),
            causes=tuple(each for each in self.causes if each.for_host),
            excess=self.excess if self.excess is not None and self.excess.for_host else None,
        )

    def __repr__(self) -> str:
        """Return how much was found."""
        return f"<Diagnosis: a core of {len(self.core.requirements)}, {len(self.relaxations)} relaxations>"
