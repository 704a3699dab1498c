"""
The core: a minimal set of seats, rules and dates that cannot hold together, by deletion.

Each requirement in turn is given up for good if there is no team even without it; what is left is minimal, because
without any one of them there is a team. The problem is built anew each time, without points: any team will do.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge, LeadTime
from teamforge.challenge.windows import find_windows
from teamforge.problem import Eligibility, Instance, Problem
from teamforge.problem.eligibility import closed_windows
from teamforge.problem.instance import Compilation
from teamforge.problem.rules import conflicts, first_timers, one_seat, team_rules
from teamforge.problem.rules.eligible import off_pin
from teamforge.result.diagnosis import Core, Requirement
from teamforge.search import Budget, Limits, search
from teamforge.spec.rulebook import PAIR_RULES
from teamforge.spec.status import Status
from teamforge.spec.words import CONFLICTS

__all__ = ["find_core"]

_NO_DAYS = Requirement("dates", "on_site", "the possible days on site: no window is among them, whatever is given up")

Asked = tuple[str, str]
"""A requirement by kind and name."""

_STATES = {
    "trained": "peers must be trained",
    "active": "peers must be active",
    "excluded": "those whom the challenge excludes stay out",
    "outside_region": "no member may come from a host's region",
    "availability": "peers must be free on every day of the window",
    "overlap": "nobody is at two challenges at once",
    "rest": "members rest between challenges",
    "max_per_year": "members take no more challenges a year than they said",
    "first_timers": "not too many first-timers",
}


def find_core(instance: Instance, eligibility: Eligibility, budget: Budget) -> Core:
    """Return a minimal set of requirements that no team meets together, of a problem that is proved to have none."""
    asking = _Asking(instance, eligibility)
    left, minimal = list(asking.requirements), True
    for each in asking.requirements:
        fewer = [other for other in left if other != each]
        status = asking.status(frozenset(fewer), budget)
        if status is Status.INFEASIBLE:
            left = fewer
        elif status is Status.UNKNOWN:
            minimal = False
    told = tuple(Requirement(*each, _words(instance.challenge, each)) for each in reversed(left))
    return Core(told or (_NO_DAYS,), minimal)


@dataclass(eq=False)
class _Asking:
    """All that is asked of a team, and the problem of any part of it."""

    instance: Instance
    eligibility: Eligibility
    wide: Instance = field(init=False)

    def __post_init__(self) -> None:
        challenge = self.instance.challenge
        on_site = challenge.on_site.model_copy(update={"avoid": ()})
        at_once = LeadTime(minimum_weeks=0, advised_weeks=challenge.lead_time.advised_weeks)
        anywhen = challenge.model_copy(update={"on_site": on_site, "lead_time": at_once})
        self.wide = replace(self.instance, windows=find_windows(anywhen))

    @cached_property
    def requirements(self) -> tuple[Asked, ...]:
        """
        Everything that can be given up, in the order in which it is tried.

        What is tried late is likelier to stay: what is easiest to understand and to change.
        """
        challenge, stops = self.instance.challenge, self.eligibility.stops
        pairs = [rule for rule in self.instance.conflicts.hits if rule in PAIR_RULES and self._blocks(rule)]
        hard = [place for place, rule in enumerate(challenge.team_rules, start=1) if rule.strength == "hard"]
        dates = (("dates", "minimum_weeks"), ("dates", "avoid"))
        no_window = not len(self.instance.windows)
        return (
            *(("rule", rule) for rule in ("trained", "active")),
            *(("rule", rule) for rule in pairs),
            *(("rule", rule) for rule in stops if rule not in {"trained", "active", "excluded", "pin"}),
            ("rule", "excluded"),
            ("rule", "first_timers"),
            *(("team_rule", str(place)) for place in hard),
            *(("rule", rule) for rule in ("max_per_year", "rest", "overlap")),
            *(() if no_window else dates),
            *(("pin", seat) for seat in challenge.pins),
            *(("seat", seat.id) for seat in challenge.seats if seat.required),
            ("rule", "availability"),
            *(dates if no_window else ()),
        )

    def _blocks(self, rule: str) -> bool:
        return self.instance.conflicts.blocking(rule)

    @cached_property
    def _closed(self) -> dict[str, NDArray[np.bool_]]:
        return closed_windows(self.wide, np.arange(len(self.wide.pool), dtype=np.int32))

    def _windows(self, asked: frozenset[Asked]) -> NDArray[np.intp]:
        """Return the windows, of those there are at most, that the dates asked for leave."""
        challenge = self.instance.challenge
        update: dict[str, object] = {}
        if ("dates", "avoid") not in asked:
            update["on_site"] = challenge.on_site.model_copy(update={"avoid": ()})
        if ("dates", "minimum_weeks") not in asked:
            update["lead_time"] = LeadTime(minimum_weeks=0, advised_weeks=challenge.lead_time.advised_weeks)
        starts = find_windows(challenge.model_copy(update=update)).starts
        return np.flatnonzero(np.isin(self.wide.windows.starts, starts))

    def status(self, asked: frozenset[Asked], budget: Budget) -> Status:
        """Return whether some team meets what is asked."""
        if budget.over():
            return Status.UNKNOWN
        found = search(self.problem(asked), Limits(budget.left, seed=None), None, budget)
        return Status.OPTIMAL if found.choice is not None else found.status

    def problem(self, asked: frozenset[Asked]) -> Problem:
        """Return the problem of what is asked, without points."""
        challenge = self._challenge(asked)
        windows = self._windows(asked)
        stops = [mask for rule, mask in self.eligibility.stops.items() if rule != "pin" and ("rule", rule) in asked]
        peers, seat, fit = self.eligibility.peers, self.eligibility.seat, self.eligibility.fit
        pool = self.instance.pool
        counts = np.array([place.counts for place in challenge.seats], dtype=np.bool_)
        passed = np.flatnonzero(~np.any([off_pin(pool, challenge, peers, seat), *stops], axis=0))
        serves = np.ones((len(passed), len(windows)), dtype=np.bool_)
        for rule, closed in self._closed.items():
            if ("rule", rule) in asked:
                binds = np.ones(len(passed), dtype=np.bool_)
                if rule in {"rest", "max_per_year"}:
                    binds = counts[seat[passed]]
                serves[binds] &= ~closed[np.ix_(peers[passed[binds]], windows)]
        able = serves.any(axis=1)
        passed, serves = passed[able], serves[able]
        hits = {
            rule: hits
            for rule, hits in self.instance.conflicts.hits.items()
            if rule in PAIR_RULES and ("rule", rule) in asked
        }
        compilation = Compilation(
            pool=pool,
            challenge=challenge,
            windows=self.wide.windows,
            bookings=self.instance.bookings,
            conflicts=replace(self.instance.conflicts, hits=hits),
            peers=peers[passed],
            seat=seat[passed],
            fit=fit[passed],
        )
        rules = (*one_seat.add(compilation), *conflicts.blocked_pairs(compilation), *team_rules.hard(compilation))
        if ("rule", "first_timers") in asked:
            rules = (*rules, *first_timers.add(compilation))
        return Problem(
            seats=challenge.seat_ids,
            required=tuple(place.required or place.id in challenge.pins for place in challenge.seats),
            peers=compilation.peers,
            seat=compilation.seat,
            starts=self.wide.windows.starts[windows],
            serves=serves,
            terms={},
            rules=rules,
            peer_ids=pool.peers.ids,
        )

    def _challenge(self, asked: frozenset[Asked]) -> Challenge:
        """Return the challenge with the seats, pins and team rules that are asked for."""
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


def _words(challenge: Challenge, each: Asked) -> str:
    kind, name = each
    match kind:
        case "seat":
            words = f"the seat {name} must be filled"
        case "pin":
            words = f"the pin on the seat {name}"
        case "team_rule":
            rule = challenge.team_rules[int(name) - 1]
            words = f"team rule {name}, on {rule.attribute}: {rule.bounds}"
        case "dates" if name == "avoid":
            words = "the dates to avoid"
        case "dates":
            words = f"{challenge.lead_time.minimum_weeks} weeks or more from {challenge.as_of} to the visit"
        case _ if name in _STATES:
            words = f"{name}: {_STATES[name]}"
        case _:
            words = f"{name}: {'' if name in PAIR_RULES else 'who '}{CONFLICTS[name]} is blocked"
    return words
