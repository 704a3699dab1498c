"""
Why there is no team, as it is told: four rungs, each sound alone (DESIGN.md section 5).

`teamforge.explain.why_none` works it out; a result of status `infeasible` has it as `Result.diagnosis`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from teamforge.challenge import Challenge
from teamforge.page.plain import Plain
from teamforge.spec.rulebook import Rulebook
from teamforge.team import Team

__all__ = ["Core", "Diagnosis", "Funnel", "FunnelStep", "Relaxation", "Requirement", "Shortage"]


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
        How many peers have a role that it accepts.
    steps
        Each rule that takes somebody away, in order, and how many are left then: free in some window, for the rules of
        dates.
    """

    seat: str
    required: bool
    eligible: int
    steps: tuple[FunnelStep, ...]

    @property
    def left(self) -> int:
        """How many are left after all rules that bind a peer alone."""
        return self.steps[-1][1] if self.steps else self.eligible

    def for_host(self, rulebook: Rulebook) -> Funnel:
        """Return the funnel with all rules that a host must not read about as one."""
        steps = {rule if rulebook.for_host(rule) else "conflicts of interest": left for rule, left in self.steps}
        return replace(self, steps=tuple(FunnelStep(rule, left) for rule, left in steps.items()))

    def __str__(self) -> str:
        """Return the funnel as a sentence."""
        steps = "".join(f" → {left:,} after {rule}" for rule, left in self.steps)
        return f"{self.seat}: {self.eligible:,} eligible{steps}."


@dataclass(frozen=True, slots=True)
class Shortage(Plain):
    """
    Seats that too few peers could have between them (Hall's condition): by itself reason enough.

    Parameters
    ----------
    seats
        The required seats.
    peers
        How many peers could have any of them.
    window
        In which window; None: in every one. Every other window is short as well, by as many or more.
    """

    seats: tuple[str, ...]
    peers: int
    window: date | None

    def __str__(self) -> str:
        """Return the shortage as a sentence."""
        people = {0: "nobody", 1: "one peer"}.get(self.peers, f"{self.peers} peers")
        seats = f"the seat {self.seats[0]}"
        if len(self.seats) > 1:
            seats = f"the {len(self.seats)} seats {', '.join(self.seats)}"
        when = "in any window"
        if self.window is not None:
            when = f"even in the window of {self.window}, and no other is better"
        return f"For {seats} there is {people} {when}."


@dataclass(frozen=True, slots=True)
class Requirement(Plain):
    """
    One thing that is asked of a team.

    Parameters
    ----------
    kind
        `seat`, `pin`, `rule`, `team_rule` or `dates`.
    name
        Which: a seat's id, a rule's name, the place of a team rule in the challenge (from 1).
    text
        In words.
    """

    kind: str
    name: str
    text: str

    def __str__(self) -> str:
        """Return it in words."""
        return self.text


_CONFLICTS = Requirement("rule", "conflicts_of_interest", "conflicts of interest: nobody on the team has one")


@dataclass(frozen=True, slots=True)
class Core(Plain):
    """
    What cannot hold together.

    Parameters
    ----------
    requirements
        No team meets all of them, whatever else is given up. Who is eligible for a seat, that nobody has two, and which
        days are possible at all are never given up.
    minimal
        Whether it is proved that without any one of them there is a team that meets the others.
    """

    requirements: tuple[Requirement, ...]
    minimal: bool


@dataclass(frozen=True, slots=True)
class Relaxation(Plain):
    """
    Something to give up that makes a team possible.

    Parameters
    ----------
    kinds
        `window`, `waiver`, `seat`, `pin`, `rule`, `team_rule`, `avoid`, `lead_time`, `availability`: one, or two where
        one alone is not enough.
    text
        What would have to change, in words; who would have to decide it where somebody must.
    points
        Of the best team there is then.
    team
        That team, checked.
    challenge
        The challenge so changed. Who decides a waiver, and why, is left to be filled in.
    """

    kinds: tuple[str, ...]
    text: str
    points: int
    team: Team
    challenge: Challenge = field(repr=False)

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
        Per seat how many peers are left after each rule.
    shortage
        Seats with too few peers between them; None where that is not the reason.
    core
        What cannot hold together.
    relaxations
        What would make a team possible, the most points first. A hard conflict of interest is never given up.
    complete
        Whether everything was looked at: no time limit, interrupt or failure cut it short.
    failed
        The parts that could not be worked out, which is our mistake; that there is no team is proved all the same.
    """

    funnel: tuple[Funnel, ...]
    shortage: Shortage | None
    core: Core
    relaxations: tuple[Relaxation, ...]
    complete: bool
    failed: tuple[str, ...] = ()

    def for_host(self, rulebook: Rulebook) -> Diagnosis:
        """Return the diagnosis without the details of conflicts of interest, and without waivers that would help."""
        core = dict.fromkeys(
            _CONFLICTS if each.kind == "rule" and not rulebook.for_host(each.name) else each
            for each in self.core.requirements
        )
        return replace(
            self,
            funnel=tuple(each.for_host(rulebook) for each in self.funnel),
            core=replace(self.core, requirements=tuple(core)),
            relaxations=tuple(each for each in self.relaxations if "waiver" not in each.kinds),
        )

    def __repr__(self) -> str:
        """Return how much was found."""
        return f"<Diagnosis: a core of {len(self.core.requirements)}, {len(self.relaxations)} relaxations>"
