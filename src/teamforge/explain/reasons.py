"""Why a peer cannot be on the team: each rule that stops them, with its evidence and what would lift it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teamforge.conflicts import Finding
from teamforge.page.plain import Plain
from teamforge.page.words import days_in_words
from teamforge.pool.assignments.history import Assignment, in_force
from teamforge.problem import Eligibility, Instance
from teamforge.problem.eligibility import closed_windows
from teamforge.spec.dates import date_of
from teamforge.spec.rules import Strength
from teamforge.spec.words import spoken

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reason(Plain):
    """
    One reason why a peer cannot be on the team.

    Parameters
    ----------
    rule
        The rule as SPEC.md names it, such as `trained`, `neighbour` or `availability`; `role` if no seat accepts
        the peer's roles, `windows` if no window is valid.
    text
        The reason in words, with the evidence.
    change
        What would lift it; None if nothing may, because a hard conflict of interest cannot be waived.
    for_host
        Whether a host may read it.
    days
        For `availability`, the first window that only this closes, in words; empty if there is none.
    """

    rule: str
    text: str
    change: str | None
    for_host: bool = True
    days: str = ""

    _KEYS = ("rule", "text", "change")


_TAKEN = "would need a seat that somebody else has confirmed"
_NOT_CLEARED = Reason("conflict_of_interest", "has a conflict of interest, or has not been cleared of one", None)


def for_host(reason: Reason) -> Reason:
    """Return a reason as a host may read it: a conflict of interest without its details."""
    return reason if reason.for_host else _NOT_CLEARED


class Reasons:
    """
    The reasons why peers cannot be on the team of a challenge.

    Parameters
    ----------
    instance, eligibility
        The challenge, and who can sit where.
    peers
        The positions of the peers to ask about; None for anybody.
    """

    def __init__(
        self, instance: Instance, eligibility: Eligibility, peers: NDArray[np.integer[Any]] | None = None
    ) -> None:
        self._instance, self._eligibility, self._peers = instance, eligibility, peers
        self._rulebook = instance.challenge.rulebook

    def of(self, peer: int) -> tuple[Reason, ...]:
        """Return every reason that by itself keeps a peer off the team; empty if there is none."""
        pairs = np.flatnonzero(self._eligibility.peers == peer)
        if not len(pairs):
            return (self._state("role"),)
        # A rule that leaves one of their seats open does not keep them off.
        stopping = [rule for rule, stops in self._eligibility.stops.items() if stops[pairs].all()]
        findings = self._findings.get(str(self._instance.pool.peers.ids[peer]), ())
        reasons = [
            *(self._bar(rule, peer) for rule in stopping if rule not in self._rulebook.conflicts),
            *(self._conflict(finding) for finding in findings if finding.effect == "blocks"),
        ]
        # A different rule may stop each seat.
        if not reasons and np.any([stops[pairs] for stops in self._eligibility.stops.values()], axis=0).all():
            some = [rule for rule, stops in self._eligibility.stops.items() if stops[pairs].any()]
            reasons = [self._bar(rule, peer) for rule in some]
        return (*reasons, *self._dates(peer, pairs))

    def _state(self, name: str) -> Reason:
        rule = self._rulebook.rule(name)
        return Reason(name, rule.reason, rule.remedy, rule.for_host)

    def _bar(self, name: str, peer: int) -> Reason:
        """Return a rule's reason against a peer; if the history says they are out, what happened."""
        happened = self._out.get(str(self._instance.pool.peers.ids[peer])) if name == "excluded" else None
        found = self._state(name)
        if name == "pin" and self._confirmed(peer):
            return replace(found, text=_TAKEN, change="ask again whoever confirmed it, and record what they say")
        return (
            found
            if happened is None
            else replace(found, text=happened, change="ask them again, and record what they say")
        )

    def _confirmed(self, peer: int) -> bool:
        """Return whether, by the history, somebody else has confirmed every seat that pins close to a peer."""
        confirmed = {row.seat for row in self._history if row.state == "confirmed"}
        closed = self._eligibility.seat[(self._eligibility.peers == peer) & self._eligibility.stops["pin"]]
        return {self._instance.challenge.seat_ids[seat] for seat in closed.tolist()} <= confirmed

    @cached_property
    def _out(self) -> dict[str, str]:
        """The answers of those who are out by the history, by peer."""
        return {row.peer_id: row.reason for row in self._history if row.out}

    @cached_property
    def _history(self) -> tuple[Assignment, ...]:
        """The rows in force of the challenge."""
        return in_force(self._instance.pool, self._instance.challenge.id)

    def _conflict(self, finding: Finding) -> Reason:
        rule = self._rulebook.conflicts[finding.rule]
        paths = "; ".join(str(path) for path in finding.evidence)
        waive = f"waive {spoken(finding.rule)}" if finding.strength is Strength.REVIEW else None
        return Reason(finding.rule, f"{rule.reason} ({paths})", rule.remedy or waive, rule.for_host)

    @cached_property
    def _findings(self) -> dict[str, list[Finding]]:
        """The findings about single peers, by peer; those about pairs are left out."""
        found: dict[str, list[Finding]] = {}
        asked = None if self._peers is None else self._instance.pool.peers.ids[self._peers].tolist()
        for finding in self._instance.conflicts.findings(asked):
            if not self._rulebook.conflicts[finding.rule].pair:
                found.setdefault(finding.peers[0], []).append(finding)
        return found

    @cached_property
    def _closed(self) -> dict[str, Bools]:
        """The windows that each rule closes, by its name: peers × windows."""
        return closed_windows(self._instance, np.arange(len(self._instance.pool), dtype=np.int32))

    def _dates(self, peer: int, pairs: NDArray[np.intp]) -> Iterator[Reason]:
        """Yield the rules that close windows to a peer, if together they close every window."""
        starts = self._instance.windows.starts
        if not len(starts):
            yield self._state("windows")
            return
        # Rest and the yearly limit do not hold on a seat that does not count: if such a seat is open, skip them.
        stopped = np.any([stops[pairs] for stops in self._eligibility.stops.values()], axis=0)
        open_ = pairs if stopped.all() else pairs[~stopped]
        members = all(self._instance.challenge.seats[seat].counts for seat in self._eligibility.seat[open_].tolist())
        rules = [rule for rule in self._closed if members or rule not in self._eligibility.member_rules]
        closed = {rule: self._closed[rule][peer] for rule in rules}
        if np.any(list(closed.values()), axis=0).all():
            for rule, windows in closed.items():
                if windows.any():
                    unknown = rule == "availability" and not (self._instance.pool.availability.peer == peer).any()
                    many = "" if unknown else f" {_of_windows(int(windows.sum()), len(starts), rule)}"
                    days = "" if unknown else self._freed(rule, closed)
                    name = "unknown_availability" if unknown else rule
                    words = self._rulebook.rule(name)
                    yield Reason(
                        name, words.reason + many, words.remedy or (f"free {days}" if days else None), days=days
                    )

    def _freed(self, rule: str, closed: dict[str, Bools]) -> str:
        """Return the first window that only availability closes, in words; empty for another rule or without one."""
        others = np.any([windows for other, windows in closed.items() if other != rule], axis=0)
        free = np.flatnonzero(closed[rule] & ~others)
        if rule != "availability" or not len(free):
            return ""
        windows = self._instance.windows
        return days_in_words(date_of(windows.starts[free[0]]), date_of(windows.ends[free[0]]))


def _of_windows(count: int, windows: int, rule: str) -> str:
    if windows == 1:
        return "in the only window"
    if count == windows:
        return "in any window" if rule == "availability" else "in every window"
    return f"in {count} of {windows} windows"
