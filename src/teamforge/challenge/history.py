"""What the history of a challenge says about it: who is out, who is pinned, on which days (SPEC.md section 9, 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from teamforge.challenge.model import Challenge
from teamforge.challenge.people import Exclusion
from teamforge.errors import Fault
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment, clashes, double_bookings, in_force
from teamforge.spec.words import spoken
from teamforge.team import Responses, Team

WITHDRAWN, OBJECTED = "withdrawn", "objected to by the host"
"""The reasons for excluding those who drop out, as an answered challenge has them."""


def with_answers(challenge: Challenge, team: Team, answers: Responses) -> Challenge:
    """
    Return a challenge without those who dropped out, and with those who confirmed on their seats in a team.

    It keeps the answers, which override what the history says about the same peers. Answering twice changes nothing.
    """
    reasons = dict.fromkeys(answers.withdrawn, WITHDRAWN) | dict.fromkeys(answers.objected, OBJECTED)
    known = {each.peer for each in challenge.exclude}
    out = [Exclusion(peer=peer, reason=reason) for peer, reason in reasons.items() if peer not in known]
    stay = {seat: peer for seat, peer in team.seats if peer in answers.confirmed}
    # A pin on somebody who dropped out no longer holds, nor does one on a seat that another has confirmed.
    pins = {
        seat: peer
        for seat, peer in challenge.pins.items()
        if peer not in reasons and peer not in stay.values() and seat not in stay
    }
    # A waiver for somebody who has gone has nothing to lift.
    waivers = tuple(each for each in challenge.waivers if each.peer not in reasons and each.other_peer not in reasons)
    return challenge.with_answers(answers, exclude=(*challenge.exclude, *out), pins={**pins, **stay}, waivers=waivers)


def overruled(pool: Pool, challenge: Challenge) -> list[str]:
    """Return the peers whose row in force is contradicted by an answer given to a repair."""
    rows = _uncontradicted(pool, challenge)
    return sorted(row.peer_id for row in in_force(pool, challenge.id) if row not in rows)


def _uncontradicted(pool: Pool, challenge: Challenge) -> Sequence[Assignment]:
    """Return the rows in force of a challenge, without those that an answer contradicts."""
    dropped = {*challenge.answers.withdrawn, *challenge.answers.objected}
    return [
        row
        for row in in_force(pool, challenge.id)
        if not (row.live and row.peer_id in dropped) and not (row.out and row.peer_id in challenge.answers.confirmed)
    ]


def settled(pool: Pool, challenge: Challenge) -> Challenge:
    """
    Return a challenge as its history leaves it.

    Peers who are out are excluded, with what happened as the reason; peers who confirmed are pinned to their seats, and
    the days on site are theirs. A pin on somebody who is out is dropped. A challenge without a history is returned
    unchanged.

    Notes
    -----
    SPEC.md section 9, 1. Settling a challenge twice changes nothing.
    """
    rows = _uncontradicted(pool, challenge)
    out = {row.peer_id: row.reason for row in rows if row.out}
    confirmed = [row for row in rows if row.state == "confirmed"]
    if not out and not confirmed:
        return challenge
    known = {each.peer for each in challenge.exclude}
    more = [Exclusion(peer=peer, reason=reason) for peer, reason in out.items() if peer not in known]
    pins = {seat: peer for seat, peer in challenge.pins.items() if peer not in out}
    fixed = {row.seat: row.peer_id for row in confirmed}
    # A waiver for somebody who has gone has nothing to lift.
    waivers = tuple(each for each in challenge.waivers if each.peer not in out and each.other_peer not in out)
    on_site = challenge.on_site
    if confirmed:
        on_site = on_site.settled_on(confirmed[0].start, confirmed[0].end)
    return challenge.settled(
        exclude=(*challenge.exclude, *more), pins={**pins, **fixed}, on_site=on_site, waivers=waivers
    )


def history_faults(pool: Pool, challenge: Challenge) -> list[Fault]:
    """Return what in the history stops the challenge from being composed (SPEC.md section 9, 1 and 3)."""
    done = next((row for row in in_force(pool, challenge.id) if row.state == "done"), None)
    if done is not None:
        mend = "the visit is over: `teamforge assignments` shows its team, `teamforge review` begins the review"
        return [Fault("assignments", done.row, "state", "done", "a challenge that is not over", mend)]
    rows = _uncontradicted(pool, challenge)
    out = {row.peer_id for row in rows if row.out}
    pins = {seat: peer for seat, peer in challenge.pins.items() if peer not in out}  # theirs are dropped
    faults = [Fault("assignments", row.row, "seat", row.peer_id, expected, _MEND) for row, expected in clashes(rows)]
    for row in rows:
        if row.live and row.seat not in challenge.seat_ids:
            faults.append(Fault("assignments", row.row, "seat", row.seat, "a seat of the challenge", _MEND))
        if row.live and row.host != challenge.hosts[0]:
            expected = f"the lead host of the challenge, {challenge.hosts[0]}"
            faults.append(Fault("assignments", row.row, "host_organisation_id", row.host, expected, _MEND))
        if row.state == "confirmed":
            faults += _wrong_pins(pins, row.seat, row.peer_id)
    return faults


_MEND = "add a row that says what holds now"


def _wrong_pins(pins: Mapping[str, str], seat: str, peer: str) -> Iterator[Fault]:
    for pinned_seat, pinned in pins.items():
        if (pinned_seat == seat) != (pinned == peer):
            expected = f"no pin against the history: {peer} is confirmed on the seat {seat}"
            yield Fault("challenge", None, f"pins.{pinned_seat}", pinned, expected, "remove the pin")


def history_warnings(pool: Pool, challenge: Challenge) -> list[str]:
    """Return what is worth knowing about the history but is no fault: dropped pins, and visits that overlap."""
    out = {row.peer_id: row for row in _uncontradicted(pool, challenge) if row.out}
    lines = [
        f"the pin of {peer} on {spoken(seat)} is dropped: {out[peer].reason}"
        for seat, peer in challenge.pins.items()
        if peer in out
    ]
    return lines + [overlap_in_words(*each) for each in double_bookings(in_force(pool))]


def overlap_in_words(one: Assignment, other: Assignment) -> str:
    """Return a sentence, without its full stop, that says that a peer stands on two teams at once."""
    return f"{one.peer_id} stands on the teams of {one.challenge_id} and {other.challenge_id}, and the days overlap"
