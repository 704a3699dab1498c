"""The warnings of SPEC.md: what a result says beside its team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from teamforge.challenge import Challenge, Waiver
from teamforge.conflicts import Finding, in_force
from teamforge.dates import CURRENT_DAYS, to_date
from teamforge.problem import Given, Screen
from teamforge.result import Window
from teamforge.rulebook import Strength

__all__ = ["input_warnings", "window_warnings"]


def input_warnings(given: Given, screened: Screen) -> list[str]:
    """Return the warnings that hold whatever team is chosen."""
    return [
        *given.pool.warnings,
        *_unknown_availability(given),
        *_purpose(given.challenge),
        *_refused_dates(given),
        *_unnamed_bookings(given),
        *_waivers(given),
        *_pins(given, screened),
    ]


def window_warnings(challenge: Challenge, window: Window) -> list[str]:
    """Return the warnings about the chosen window."""
    found = []
    lead = challenge.lead_time
    if window.start < challenge.as_of + timedelta(weeks=lead.advised_weeks):
        weeks = (window.start - challenge.as_of).days // 7
        found.append(
            f"the window starts {weeks} weeks after {challenge.as_of}: fewer than the {lead.advised_weeks} advised"
        )
    if window.end > challenge.as_of + timedelta(days=CURRENT_DAYS):
        found.append(
            f"the window ends more than {CURRENT_DAYS} days after {challenge.as_of}: "
            "ties that begin later than that are not looked at"
        )
    return found


def _unknown_availability(given: Given) -> Iterator[str]:
    if len(given.pool) and not len(given.pool.availability):
        free = given.challenge.unknown_availability
        effect = "everybody is taken to be free" if free == "free" else "nobody is taken to be free"
        yield f"nobody's availability is known: {effect} (unknown_availability is {free})"


def _purpose(challenge: Challenge) -> Iterator[str]:
    if (challenge.preset == "lga_progress_review") != (challenge.purpose == "progress_review"):
        yield f"the preset is {challenge.preset} but the purpose is {challenge.purpose}: the preset does not set it"


def _refused_dates(given: Given) -> Iterator[str]:
    if given.challenge.on_site.windows is not None:
        for start, reason in given.windows.refused.items():
            yield f"the listed window of {to_date(start)} is not valid: it {reason}"


def _unnamed_bookings(given: Given) -> Iterator[str]:
    """Yield a warning for each row that may be this visit, booked without its id."""
    table, windows = given.pool.engagements, given.windows
    rows = given.bookings.rows
    unnamed = table.challenge_id.codes[rows] < 0
    at_host = np.isin(table.host[rows], given.hosts)
    first = np.searchsorted(windows.ends, table.start[rows])
    past = np.searchsorted(windows.starts, table.end[rows], side="right")
    for row in sorted(rows[unnamed & at_host & (first < past)].tolist(), key=lambda row: int(table.row[row])):
        peer = given.pool.peers.ids[table.peer[row]]
        yield (
            f"engagements, row {table.row[row]}: {peer} is booked at a host over a possible window, without a "
            "challenge_id; if it is this visit, give it this challenge's id"
        )


def _waivers(given: Given) -> Iterator[str]:
    for waiver in given.challenge.waivers:
        named = [waiver.peer] if waiver.other_peer is None else [waiver.peer, waiver.other_peer]
        who = f"the waiver of {waiver.rule} for {' and '.join(named)}"
        findings = given.conflicts.findings(named)
        waived = [each for each in findings if each.rule == waiver.rule and set(each.peers) == set(named)]
        if reason := _without_effect(given.challenge, waiver, waived):
            yield f"{who} has no effect: {reason}"
        for finding in () if reason else waived:
            latest = max((path.latest_start for path in finding.evidence if path.latest_start), default=None)
            if latest is not None and waiver.on < latest:
                yield f"{who} was given on {waiver.on}, before the tie it waives began on {latest}"
        blocked = {_worded(finding.rule) for finding in findings if finding.effect == "blocks"}
        blocked |= {_worded(state) for peer in named for state in _states(given, peer)}
        if blocked:
            are = "are" if waiver.other_peer else "is"
            yield f"{' and '.join(named)} {are} blocked all the same: {_listed(sorted(blocked))}"


def _states(given: Given, peer: str) -> list[str]:
    """Return what keeps a peer off every team, whatever their conflicts."""
    place = given.pool.peers.position[peer]
    states = {
        "trained": not given.pool.peers.trained[place],
        "active": not given.pool.peers.active[place],
        "excluded": any(exclusion.peer == peer for exclusion in given.challenge.exclude),
    }
    return [state for state, stops in states.items() if stops]


def _without_effect(challenge: Challenge, waiver: Waiver, waived: list[Finding]) -> str | None:
    strength = challenge.rulebook.conflicts[waiver.rule].strength
    if not in_force(waiver, challenge):
        until = f" to {waiver.until}" if waiver.until else ""
        return f"it is in force from {waiver.on}{until}, not on {challenge.as_of}"
    if strength not in {Strength.REVIEW, Strength.SOFT}:
        return f"the rule is {strength}"
    return None if waived else "there is no such finding"


def _pins(given: Given, screened: Screen) -> Iterator[str]:
    position = given.pool.peers.position
    pinned = dict(given.challenge.pins)
    for seat_id, peer in pinned.items():
        if reasons := _stops(given, screened, seat_id, position[peer]):
            yield f"{peer}, pinned to {seat_id}, is blocked all the same: {_listed(reasons)}"
    for finding in given.conflicts.findings(list(pinned.values())):
        if len(finding.peers) > 1 and finding.effect == "blocks":
            yield f"{_listed(list(finding.peers))} are pinned together and blocked all the same: {finding.rule}"


def _stops(given: Given, screened: Screen, seat_id: str, peer: int) -> list[str]:
    """Return every rule that keeps a peer off a seat by itself, in every window."""
    seat = given.challenge.seat_ids.index(seat_id)
    pair = np.flatnonzero((screened.peers == peer) & (screened.seat == seat))
    if not len(pair):
        return ["the seat accepts none of their roles"]
    stopped = [_worded(rule) for rule, stops in screened.stops.items() if stops[pair[0]]]
    if stopped or not len(given.windows):
        return stopped
    counts = given.challenge.seats[seat].counts
    row = np.searchsorted(screened.free_peers, peer)
    closed = {
        rule: windows[row]
        for rule, windows in screened.closed.items()
        if windows[row].any() and (counts or rule not in screened.member_rules)
    }
    if not closed or not np.any(list(closed.values()), axis=0).all():
        return []
    return [_worded(rule) for rule in closed]


def _worded(rule: str) -> str:
    """Return why a rule blocks, in words where its name alone would not say so."""
    return {
        "trained": "not trained",
        "active": "not active",
        "excluded": "excluded from this challenge",
        "pin": "another pin",
        "outside_region": "from a region of the hosts",
        "availability": "not free in any window",
        "overlap": "another engagement",
        "rest": "too close to another engagement",
        "max_per_year": "at the most engagements of their year",
    }.get(rule, rule)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
