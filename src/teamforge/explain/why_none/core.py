"""
The core: a minimal set of seats, rules and dates that cannot hold together, found by deletion (an IIS, or MUS).

Requirements are tried one by one. If there is no team even without a requirement, it is given up for good. What is
left is minimal: without any one of these there is a team. The problem is compiled again each time, by the compiler that
`compose` uses, and without points, because any team will do.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from teamforge.challenge import Challenge, LeadTime
from teamforge.challenge.windows import Windows, find_windows
from teamforge.errors import InternalError
from teamforge.page.words import counted
from teamforge.problem import Eligibility, Instance, Problem, compile_problem
from teamforge.problem.eligibility import closed_windows
from teamforge.problem.rules import COLLECTIONS, RULES
from teamforge.problem.rules.eligible import off_pin
from teamforge.result.diagnosis import Core, Requirement
from teamforge.search import Budget, SearchLimits, search
from teamforge.spec.status import Status
from teamforge.spec.words import spoken

_NO_DAYS = Requirement(
    "dates", "on_site", "the possible days on site: none of them is valid, whatever else is given up"
)

Asked = tuple[str, str]
"""A requirement by kind and name."""

_DATES: tuple[Asked, ...] = (("dates", "minimum_weeks"), ("dates", "avoid"))
_FIRST, _LATE = ("trained", "active"), ("max_per_year", "rest", "overlap")


def find_core(instance: Instance, eligibility: Eligibility, budget: Budget) -> Core:
    """
    Return a minimal set of requirements that no team meets together, for a problem that is proved to have no team.

    Raises
    ------
    InternalError
        If a team meets every requirement of the core: then this is not the problem that was proved infeasible.
    """
    asking = _Requirements(instance, eligibility)
    left, minimal = list(asking.every), True
    for each in asking.every:
        fewer = [other for other in left if other != each]
        status = asking.status(frozenset(fewer), budget)
        if status is Status.INFEASIBLE:
            left = fewer
        elif status is Status.UNKNOWN:
            minimal = False
    if not left and len(asking.wide.windows):
        raise InternalError("there is no team even without any requirement")
    if asking.status(frozenset(left), budget) is Status.OPTIMAL:
        raise InternalError("a team meets every requirement of the core", [f"{kind}: {name}" for kind, name in left])
    core = tuple(_requirement(instance.challenge, *each) for each in reversed(left))
    return Core(core or (_NO_DAYS,), minimal)


@dataclass(eq=False)
class _Requirements:
    """Everything that is required of a team, and the problem with any part of it."""

    instance: Instance
    eligibility: Eligibility
    wide: Instance = field(init=False)
    """The instance, with every window that would be valid without the dates to avoid and the lead time."""

    def __post_init__(self) -> None:
        self.wide = replace(self.instance, windows=self._windows(frozenset()))

    @cached_property
    def every(self) -> tuple[Asked, ...]:
        """
        Everything that can be given up, in the order in which it is tried.

        What is tried late is more likely to stay, so what is easiest to understand and to change comes last.
        """
        challenge, conflicts = self.instance.challenge, self.instance.conflicts
        pairs = [
            rule for rule in conflicts.matches if conflicts.rulebook.conflicts[rule].pair and conflicts.blocking(rule)
        ]
        alone = [rule for rule in self.eligibility.stops if rule not in {*_FIRST, "excluded", "pin"}]
        together = [rule for rule in RULES if rule not in COLLECTIONS]
        windows = [rule for rule in self.eligibility.closed if rule not in {*_LATE, "availability"}]
        hard = [place for place, rule in enumerate(challenge.team_rules, start=1) if rule.strength == "hard"]
        no_window = not len(self.instance.windows)
        return (
            *(("rule", rule) for rule in (*_FIRST, *pairs, *alone, "excluded", *together)),
            *(("team_rule", str(place)) for place in hard),
            *(("rule", rule) for rule in (*windows, *_LATE)),
            *(() if no_window else _DATES),
            *(("pin", seat) for seat in challenge.pins),
            *(("seat", seat.id) for seat in challenge.seats if seat.required),
            ("rule", "availability"),
            *(_DATES if no_window else ()),
        )

    def status(self, asked: frozenset[Asked], budget: Budget) -> Status:
        """Return whether some team meets the given requirements."""
        if budget.over():
            return Status.UNKNOWN
        found = search(self.problem(asked), SearchLimits(budget.left, seed=None), None, budget)
        return Status.OPTIMAL if found.choice is not None else found.status

    def problem(self, asked: frozenset[Asked]) -> Problem:
        """Return the problem with the given requirements, without points."""
        given_up = {name for kind, name in self.every if kind == "rule" and (kind, name) not in asked}
        challenge = self._challenge(asked)
        windows = np.flatnonzero(np.isin(self.wide.windows.starts, self._windows(asked).starts))
        part = replace(
            self.wide,
            challenge=challenge,
            windows=self.wide.windows.select(windows),
            conflicts=self.wide.conflicts.without(given_up),
        )
        pins = off_pin(part.pool, challenge, self.eligibility.peers, self.eligibility.seat)
        eligibility = replace(self._open, stops={**self._open.stops, "pin": pins})
        return compile_problem(part, eligibility.without(given_up).in_windows(windows), without=given_up, points=False)

    @cached_property
    def _open(self) -> Eligibility:
        """The eligible pairs, with everybody's windows: `eligibility` has none for people that rules stop anyway."""
        everybody = np.arange(len(self.wide.pool), dtype=np.int32)
        return replace(self.eligibility, free_peers=everybody, closed=closed_windows(self.wide, everybody))

    def _windows(self, asked: frozenset[Asked]) -> Windows:
        """Return the windows that are valid under the given requirements."""
        challenge = self.instance.challenge
        update: dict[str, object] = {}
        if ("dates", "avoid") not in asked:
            update["on_site"] = challenge.on_site.model_copy(update={"avoid": ()})
        if ("dates", "minimum_weeks") not in asked:
            update["lead_time"] = LeadTime(minimum_weeks=0, advised_weeks=challenge.lead_time.advised_weeks)
        return find_windows(challenge.model_copy(update=update))

    def _challenge(self, asked: frozenset[Asked]) -> Challenge:
        """Return the challenge with the given seats, pins and team rules only."""
        challenge = self.instance.challenge
        seats = tuple(
            seat if ("seat", seat.id) in asked else seat.model_copy(update={"required": False})
            for seat in challenge.seats
        )
        rules = tuple(
            rule for place, rule in enumerate(challenge.team_rules, start=1) if ("team_rule", str(place)) in asked
        )
        pins = {seat: peer for seat, peer in challenge.pins.items() if ("pin", seat) in asked}
        return challenge.model_copy(update={"seats": seats, "team_rules": rules, "pins": pins})


def _requirement(challenge: Challenge, kind: str, name: str) -> Requirement:
    if kind == "team_rule":
        asked = challenge.team_rules[int(name) - 1]
        return Requirement(kind, name, asked.called, for_host=not asked.private)
    match kind:
        case "seat":
            text = f"the seat {spoken(name)} must be filled"
        case "pin":
            text = f"the pin on the seat {spoken(name)}"
        case "dates" if name == "avoid":
            text = "the dates to avoid"
        case "dates":
            weeks = counted(challenge.lead_time.minimum_weeks, "week")
            text = f"{weeks} or more from {challenge.as_of} to the visit"
        case _:
            rule = challenge.rulebook.rule(name)
            return Requirement(kind, name, f"{spoken(name)}: {rule.meaning or rule.reason}", for_host=rule.for_host)
    return Requirement(kind, name, text)
