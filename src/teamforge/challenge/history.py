"""What the history of a challenge says of it: who is out, who is pinned, on which days (SPEC.md section 9, 1)."""

from __future__ import annotations

from collections.abc import Iterator

from teamforge.challenge.model import Challenge
from teamforge.challenge.people import Exclusion
from teamforge.errors import Fault
from teamforge.pool import Pool
from teamforge.pool.assignments.history import clashes, double_bookings, in_force

__all__ = ["history_faults", "history_warnings", "settled"]


def settled(pool: Pool, challenge: Challenge) -> Challenge:
    """
    Return a challenge as its history leaves it.

    Who is out is excluded, with what happened as the reason; who is confirmed is pinned to their seat, and the days on
    site are theirs. A pin on somebody who is out is dropped. A challenge without a history is returned as it is.

    Notes
    -----
    SPEC.md section 9, 1. To settle a challenge twice changes nothing.
    """
    rows = in_force(pool, challenge.id)
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
    return challenge.model_copy(
        update={
            "exclude": (*challenge.exclude, *more),
            "pins": {**pins, **fixed},
            "on_site": on_site,
            "waivers": waivers,
        }
    )


def history_faults(pool: Pool, challenge: Challenge) -> list[Fault]:
    """Return what in the history stops the challenge from being composed (SPEC.md section 9, 1 and 3)."""
    rows = in_force(pool, challenge.id)
    if any(row.state == "done" for row in rows):
        done = next(row for row in rows if row.state == "done")
        mend = "its team is the rows in force of assignments"
        return [Fault("assignments", done.row, "state", "done", "a challenge that is not over", mend)]
    faults = [Fault("assignments", row.row, "seat", row.peer_id, expected, _MEND) for row, expected in clashes(rows)]
    for row in rows:
        if row.live and row.seat not in challenge.seat_ids:
            faults.append(Fault("assignments", row.row, "seat", row.seat, "a seat of the challenge", _MEND))
        if row.live and row.host != challenge.hosts[0]:
            expected = f"the lead host of the challenge, {challenge.hosts[0]}"
            faults.append(Fault("assignments", row.row, "host_organisation_id", row.host, expected, _MEND))
        if row.state == "confirmed":
            faults += _wrong_pins(challenge, row.seat, row.peer_id)
    return faults


_MEND = "add a row that says what holds now"


def _wrong_pins(challenge: Challenge, seat: str, peer: str) -> Iterator[Fault]:
    for pinned_seat, pinned in challenge.pins.items():
        if (pinned_seat == seat) != (pinned == peer):
            expected = f"no pin against the history: {peer} is confirmed on the seat {seat}"
            yield Fault("challenge", None, f"pins.{pinned_seat}", pinned, expected, "remove the pin")


def history_warnings(pool: Pool, challenge: Challenge) -> list[str]:
    """Return what should be known of the history and is no fault: dropped pins, and visits that overlap."""
    rows = in_force(pool, challenge.id)
    out = {row.peer_id: row for row in rows if row.out}
    lines = [
        f"the pin of {peer} on {seat} is dropped: {out[peer].reason}"
        for seat, peer in challenge.pins.items()
        if peer in out
    ]
    for one, other in double_bookings(in_force(pool)):
        lines.append(
            f"{one.peer_id} stands on the teams of {one.challenge_id} and {other.challenge_id}, and the days overlap"
        )
    return lines
