"""
Why there is no team: several answers, each true by itself (DESIGN.md section 5).

`teamforge.explain.why_none` finds them; a result of status `infeasible` has them as `Result.diagnosis`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from teamforge.challenge import Challenge
from teamforge.page.plain import Plain
from teamforge.page.words import MOST_LISTED, days_in_words, listed
from teamforge.result.counts import Excess, Funnel, Shortage, TooFew
from teamforge.spec.rulebook import Rulebook
from teamforge.spec.words import spoken
from teamforge.team import Team


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
        The remedy of the rule in words; empty if there is none, or for `availability` and `unknown_availability`.
    for_host
        Whether a host may read it.
    peers
        For `availability` and `unknown_availability`: ids of the peers who could have one of the seats if they were
        free; empty if something else stops everybody as well, or for a host.
    weeks
        The Mondays of the weeks in which these peers are needed.
    other_start
        The nearest start outside the possible days on which somebody is free for each of the seats; None without one.
    """

    rule: str
    seats: tuple[str, ...]
    text: str
    for_host: bool = True
    peers: tuple[str, ...] = ()
    weeks: tuple[date, ...] = ()
    other_start: date | None = None

    _KEYS = ("rule", "seats", ("text", "remedy"), "peers", "weeks", "other_start")

    @property
    def remedy(self) -> str:
        """What would help, in words; empty if nothing would."""
        if self.rule not in _DATES:
            return self.text
        who = f"ask {listed(self.peers, MOST_LISTED)}" if self.peers else "ask"
        when = ""
        if self.weeks:
            first, last = (days_in_words(day, day) for day in (self.weeks[0], self.weeks[-1]))
            when = f" in the week from {first}" if first == last else f" in the weeks from {first} to {last}"
        if self.rule == "unknown_availability":
            return f"{who} when they are free{when}"
        return f"{who} for more dates{when}, or {days_to_offer(self.other_start)}"

    def hidden(self) -> Cause:
        """Return the cause as a host may read it: without the peers to ask."""
        return replace(self, peers=())

    def __str__(self) -> str:
        """Return the cause as a line."""
        seats = listed(list(map(spoken, self.seats)), MOST_LISTED)
        several = len(self.seats) > 1
        if self.rule in _DATES:
            stops = _DATES[self.rule].format(f"{'one of the seats' if several else 'the seat'} {seats}")
        else:
            stops = f"{spoken(self.rule)} stops everybody for the seat{'s' * several} {seats}"
        return stops + (self.remedy and f": {self.remedy}")


_DATES = {
    "availability": "nobody who could take {} is free on any of the dates",
    "unknown_availability": "nobody who could take {} has said when they are free",
}


def days_to_offer(other_start: date | None) -> str:
    """Return the advice to offer other days, in words: the first of them if it is known."""
    if other_start is None:
        return "offer other days"
    return f"also offer {days_in_words(other_start, other_start)} as a first day"


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
        one, or two if one alone is not enough. Several pins are one `pin`, and only offered if no two changes help.
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

    _KEYS = ("kinds", "text", "points", ("start", "team.start"), ("members", "team.members"), "declared")

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
            causes=tuple(each.hidden() for each in self.causes if each.for_host),
            excess=self.excess if self.excess is not None and self.excess.for_host else None,
        )

    def __repr__(self) -> str:
        """Return how much was found."""
        return f"<Diagnosis: a core of {len(self.core.requirements)}, {len(self.relaxations)} relaxations>"
