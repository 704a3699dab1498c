"""The warnings of SPEC.md, which a result shows next to its team."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

import numpy as np

from teamforge.challenge import Challenge, Waiver
from teamforge.conflicts import Finding, in_force
from teamforge.log import log_failure
from teamforge.page.words import listed
from teamforge.pool.nearest import Nearest
from teamforge.problem import Eligibility, Instance
from teamforge.spec.dates import CURRENT_DAYS, to_date
from teamforge.spec.words import spoken
from teamforge.team import Window


def input_warnings(instance: Instance, eligibility: Eligibility) -> list[str]:
    """Return the warnings that do not depend on the team."""
    return [
        *instance.pool.warnings,
        *instance.news,
        *_found("availability", lambda: _unknown_availability(instance)),
        *_found("hosts", lambda: _hosts(instance)),
        *_found("team rules", lambda: _team_rules(instance)),
        *_found("purpose", lambda: _purpose(instance.challenge)),
        *_found("listed dates", lambda: _refused_dates(instance)),
        *_found("bookings without an id", lambda: _unnamed_bookings(instance)),
        *_found("waivers", lambda: _waivers(instance)),
        *_found("pins", lambda: _pins(instance, eligibility)),
    ]


def window_warnings(challenge: Challenge, window: Window) -> list[str]:
    """Return the warnings about the chosen window."""
    return _found("window", lambda: _window(challenge, window))


def _found(about: str, find: Callable[[], Iterable[str]]) -> list[str]:
    """Return warnings about one thing; a failure to find them is a warning too, for no answer may be lost to it."""
    try:
        return list(find())
    except Exception as error:  # noqa: BLE001 -- likewise, whatever it is
        log_failure("warnings", error)
        return [f"warnings about {about} are missing: a fault of TeamForge, please report it; the log says where"]


def _window(challenge: Challenge, window: Window) -> Iterator[str]:
    lead = challenge.lead_time
    if window.start < challenge.as_of + timedelta(weeks=lead.advised_weeks):
        weeks = (window.start - challenge.as_of).days // 7
        yield f"the window starts {weeks} weeks after {challenge.as_of}: fewer than the {lead.advised_weeks} advised"
    if window.end > challenge.as_of + timedelta(days=CURRENT_DAYS):
        yield (
            f"the window ends more than {CURRENT_DAYS} days after {challenge.as_of}: "
            "ties that begin after that are not checked"
        )


def _unknown_availability(instance: Instance) -> Iterator[str]:
    if len(instance.pool) and not len(instance.pool.availability):
        free = instance.challenge.unknown_availability
        effect = "everybody is taken to be free" if free == "free" else "nobody is taken to be free"
        yield f"nobody's availability is known: {effect} (unknown_availability is {free})"


def _hosts(instance: Instance) -> Iterator[str]:
    """Yield a warning for each host that no row of the pool names, and for each that has been replaced."""
    known = instance.pool.first_assignments(0).organisations.position  # a visit does not tie a peer to the host
    unseen = [host for host in instance.challenge.hosts if host not in known]
    hints = Nearest(known).hints(unseen)
    for host in unseen:
        hint = hints.get(host, "")
        yield f"the host {host} appears nowhere in the pool: nobody can be tied to it" + (hint and f"; {hint}")
    related, places = instance.pool.relations, instance.pool.organisations
    replaced = related.kind.isin("predecessor_of") & np.isin(related.source, instance.hosts)
    for row in np.flatnonzero(replaced & ~np.isin(related.target, instance.hosts)).tolist():
        host, successor = (places.ids[side[row]] for side in (related.source, related.target))
        yield (
            f"the host {host} was replaced by {successor} (relations, row {related.row[row]}): "
            f"people who work there are not tied to {host}; is {successor} a host?"
        )


def _team_rules(instance: Instance) -> Iterator[str]:
    """Yield a warning for each team rule with a value that no trained and active peer has."""
    peers = instance.pool.peers
    for rule in instance.challenge.team_rules:
        if rule.value is not None:
            attribute = instance.pool.attribute(rule.attribute)
            held = np.unique(attribute.codes[peers.trained & peers.active]).tolist()
            value = instance.pool.attribute_value(rule.attribute, rule.value)
            if not any(value in attribute.values[code] for code in held if code >= 0):
                yield f"nobody who is trained and active counts for this team rule: {rule.called}"


def _purpose(challenge: Challenge) -> Iterator[str]:
    if (challenge.preset == "lga_progress_review") != (challenge.purpose == "progress_review"):
        preset, purpose = spoken(challenge.preset), spoken(challenge.purpose)
        yield f"the preset is {preset} but the purpose is {purpose}: a preset does not set it"


def _refused_dates(instance: Instance) -> Iterator[str]:
    if instance.challenge.on_site.windows is not None:
        for start, reason in instance.windows.refused.items():
            yield f"the listed window of {to_date(start)} is not valid: it {reason}"


def _unnamed_bookings(instance: Instance) -> Iterator[str]:
    """Yield a warning for each booking that may be this visit but lacks its challenge_id."""
    bookings, windows = instance.bookings, instance.windows
    table, rows = bookings.table, bookings.rows
    unnamed = table.challenge_id.codes[rows] < 0
    at_host = np.isin(table.host[rows], instance.hosts)
    first = np.searchsorted(windows.ends, table.start[rows])
    past = np.searchsorted(windows.starts, table.end[rows], side="right")
    for row in sorted(rows[unnamed & at_host & (first < past)].tolist(), key=lambda row: int(table.row[row])):
        peer = instance.pool.peers.ids[table.peer[row]]
        yield (
            f"engagements, row {table.row[row]}: {peer} is booked at a host over a possible window, without the id of "
            "a challenge; if it is this visit, give it this challenge's id"
        )


def _waivers(instance: Instance) -> Iterator[str]:
    for waiver in instance.challenge.waivers:
        named = [waiver.peer] if waiver.other_peer is None else [waiver.peer, waiver.other_peer]
        who = f"the waiver of {spoken(waiver.rule)} for {' and '.join(named)}"
        findings = instance.conflicts.findings(named)
        waived = [each for each in findings if each.rule == waiver.rule and set(each.peers) == set(named)]
        if reason := _without_effect(instance.challenge, waiver, waived):
            yield f"{who} has no effect: {reason}"
        for finding in () if reason else waived:
            latest = max((path.latest_start for path in finding.evidence if path.latest_start), default=None)
            if latest is not None and waiver.on < latest:
                yield f"{who} was given on {waiver.on}, before the tie it waives began on {latest}"
        blocked = [(each.peers, each.reason) for each in findings if each.effect == "blocks"]
        blocked += [((peer,), reason) for peer in named for reason in _states(instance, peer)]
        if blocked:
            are = "are" if waiver.other_peer else "is"
            yield f"{' and '.join(named)} {are} still blocked: {_sentences(blocked)}"


def _states(instance: Instance, peer: str) -> list[str]:
    """Return in words what keeps a peer off every team, apart from conflicts of interest."""
    place = instance.pool.peers.position[peer]
    states = {
        "trained": not instance.pool.peers.trained[place],
        "active": not instance.pool.peers.active[place],
        "excluded": any(exclusion.peer == peer for exclusion in instance.challenge.exclude),
    }
    rulebook = instance.challenge.rulebook
    return [rulebook.rule(state).reason for state, stops in states.items() if stops]


def _without_effect(challenge: Challenge, waiver: Waiver, waived: list[Finding]) -> str | None:
    strength = challenge.rulebook.conflicts[waiver.rule].strength
    if not in_force(waiver, challenge):
        until = f" to {waiver.until}" if waiver.until else ""
        return f"it is in force from {waiver.on}{until}, not on {challenge.as_of}"
    if not strength.can_be_waived:
        return f"the rule is {strength}"
    return None if waived else "there is no such finding"


def _pins(instance: Instance, eligibility: Eligibility) -> Iterator[str]:
    position = instance.pool.peers.position
    pinned = dict(instance.challenge.pins)
    for seat_id, peer in pinned.items():
        if reasons := _stops(instance, eligibility, seat_id, position[peer]):
            yield f"{peer} is pinned to {spoken(seat_id)} but still blocked: {peer} {listed(reasons)}"
    for finding in instance.conflicts.findings(list(pinned.values())):
        if len(finding.peers) > 1 and finding.effect == "blocks":
            both = " and ".join(finding.peers)
            yield f"{both} are pinned together but still blocked: {both} {finding.reason}"


def _stops(instance: Instance, eligibility: Eligibility, seat_id: str, peer: int) -> list[str]:
    """Return in words each reason that by itself keeps a peer off a seat in every window."""
    rule = instance.challenge.rulebook.rule
    seat = instance.challenge.seat_ids.index(seat_id)
    pair = np.flatnonzero((eligibility.peers == peer) & (eligibility.seat == seat))
    if not len(pair):
        return [rule("eligible").reason]
    stopped = [rule(name).reason for name, stops in eligibility.stops.items() if stops[pair[0]]]
    if stopped or not len(instance.windows):
        return stopped
    counts = instance.challenge.seats[seat].counts
    row = np.searchsorted(eligibility.free_peers, peer)
    closed = {
        name: windows[row]
        for name, windows in eligibility.closed.items()
        if windows[row].any() and (counts or name not in eligibility.member_rules)
    }
    if not closed or not np.any(list(closed.values()), axis=0).all():
        return []
    known = (instance.pool.availability.peer == peer).any()
    return [rule(name if name != "availability" or known else "unknown_availability").reason for name in closed]


def _sentences(blocked: list[tuple[tuple[str, ...], str]]) -> str:
    """Return what blocks each peer or pair, one clause each."""
    by_subject: dict[str, list[str]] = {}
    for peers, reason in blocked:
        reasons = by_subject.setdefault(" and ".join(peers), [])
        if reason not in reasons:
            reasons.append(reason)
    return "; ".join(f"{subject} {listed(reasons)}" for subject, reasons in by_subject.items())
