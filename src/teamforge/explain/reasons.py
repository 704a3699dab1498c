"""Every rule and state that keeps a peer off the team, with its evidence, and what would lift it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from teamforge.conflicts import Finding
from teamforge.page.words import days_in_words
from teamforge.problem import Eligibility, Instance
from teamforge.problem.eligibility import closed_windows
from teamforge.spec.dates import to_date
from teamforge.spec.rulebook import CONFLICT_RULES, PAIR_RULES, Strength
from teamforge.spec.words import STATES

__all__ = ["Reason", "Reasons", "for_host"]

Bools = NDArray[np.bool_]

_LIFTED = {
    "trained": "train them",
    "active": "make them active",
    "excluded": "lift the exclusion",
    "pin": "lift the pin",
    "outside_region": None,
}
"""What would lift each state that has nothing to do with dates."""


@dataclass(frozen=True, slots=True)
class Reason:
    """
    What keeps a peer off the team.

    Parameters
    ----------
    rule
        The rule or state, as SPEC.md names it: `trained`, `neighbour`, `availability`; `role` where no seat accepts
        the peer's roles, `windows` where no window is valid.
    text
        In words, with the evidence.
    change
        What would lift it; None where nothing may: a hard conflict of interest is never waived.
    """

    rule: str
    text: str
    change: str | None


_NOT_CLEARED = Reason("conflict_of_interest", "has a conflict of interest that was found, or is not cleared", None)


def for_host(reason: Reason) -> Reason:
    """Return a reason as the host may know it: of a conflict of interest no more than that there is one."""
    return _NOT_CLEARED if reason.rule in CONFLICT_RULES else reason


class Reasons:
    """What keeps peers off the team of a challenge."""

    def __init__(self, instance: Instance, eligibility: Eligibility) -> None:
        self._given, self._screened = instance, eligibility

    def of(self, peer: int) -> tuple[Reason, ...]:
        """Return every reason that keeps a peer off every team by itself; none if nothing does."""
        pairs = np.flatnonzero(self._screened.peers == peer)
        if not len(pairs):
            return (Reason("role", "has no role that a seat accepts", None),)
        # A rule that leaves one of several seats open does not keep anybody off.
        stopping = [rule for rule, stops in self._screened.stops.items() if stops[pairs].all()]
        findings = self._findings.get(str(self._given.pool.peers.ids[peer]), ())
        reasons = [
            *(Reason(rule, STATES[rule], _LIFTED[rule]) for rule in stopping if rule in _LIFTED),
            *(_conflict(finding) for finding in findings if finding.effect == "blocks"),
        ]
        # Each seat may be stopped by another rule.
        if not reasons and np.any([stops[pairs] for stops in self._screened.stops.values()], axis=0).all():
            some = [rule for rule, stops in self._screened.stops.items() if stops[pairs].any()]
            reasons = [Reason(rule, STATES[rule], _LIFTED[rule]) for rule in some]
        return (*reasons, *self._dates(peer, pairs))

    @cached_property
    def _findings(self) -> dict[str, list[Finding]]:
        """The findings of single peers, by peer."""
        found: dict[str, list[Finding]] = {}
        for finding in self._given.conflicts.findings():
            if finding.rule not in PAIR_RULES:
                found.setdefault(finding.peers[0], []).append(finding)
        return found

    @cached_property
    def _closed(self) -> dict[str, Bools]:
        """Rule to the windows it closes for each peer (peers × windows)."""
        return closed_windows(self._given, np.arange(len(self._given.pool), dtype=np.int32))

    def _dates(self, peer: int, pairs: NDArray[np.intp]) -> Iterator[Reason]:
        """Yield what closes windows, where together it closes all of them."""
        starts = self._given.windows.starts
        if not len(starts):
            yield Reason("windows", "has no valid window to come in", "add a window")
            return
        # A seat that does not count has neither rest nor cap: where it is open the others do not matter.
        stopped = np.any([stops[pairs] for stops in self._screened.stops.values()], axis=0)
        open_ = pairs if stopped.all() else pairs[~stopped]
        members = all(self._given.challenge.seats[seat].counts for seat in self._screened.seat[open_].tolist())
        rules = [rule for rule in self._closed if members or rule not in self._screened.member_rules]
        closed = {rule: self._closed[rule][peer] for rule in rules}
        if np.any(list(closed.values()), axis=0).all():
            for rule, windows in closed.items():
                if windows.any():
                    text = f"{STATES[rule]} {_of_windows(int(windows.sum()), len(starts))}"
                    yield Reason(rule, text, self._freed(rule, closed))

    def _freed(self, rule: str, closed: dict[str, Bools]) -> str | None:
        """Return the first window that nothing but a rule closes."""
        others = np.any([windows for other, windows in closed.items() if other != rule], axis=0)
        free = np.flatnonzero(closed[rule] & ~others)
        if rule != "availability" or not len(free):
            return None
        start, end = (to_date(int(days[free[0]])) for days in (self._given.windows.starts, self._given.windows.ends))
        return None if start is None or end is None else f"free {days_in_words(start, end)}"


def _conflict(finding: Finding) -> Reason:
    paths = "; ".join(str(path) for path in finding.evidence)
    change = f"waive {finding.rule}" if finding.strength is Strength.REVIEW else None
    if finding.rule == "declaration":
        change = "renew the declaration"
    return Reason(finding.rule, f"{finding.rule} ({paths})", change)


def _of_windows(count: int, windows: int) -> str:
    if windows == 1:
        return "in the only window"
    return "in any window" if count == windows and windows else f"in {count} of {windows} windows"
