"""
The history of a challenge: who was proposed, who was asked, who confirmed, and who said no.

Rows are only ever added. These functions add them; `compose` and `repair` never do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from teamforge.errors import Fault, InputError
from teamforge.pool.assignments.adding import judged
from teamforge.pool.assignments.history import Assignment, in_force
from teamforge.pool.assignments.log import add_rows
from teamforge.spec.vocabulary import LIVE

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.pool import Pool
    from teamforge.team import Team

__all__ = ["Assignment", "add_rows", "answers", "changes", "in_force", "judged", "live"]


def answers(
    pool: Pool,
    challenge: Challenge,
    states: Mapping[str, str] | Iterable[tuple[str, str]],
    *,
    on: date | None = None,
    by: str = "",
    note: str = "",
) -> list[Assignment]:
    """
    Return the rows that say what people answered.

    Parameters
    ----------
    pool, challenge
        The pool with its history, and the challenge.
    states
        Peer id to state. Seat and days are taken from the peer's row in force.
    on
        The day it happened; today if left out.
    by, note
        Who reported it, and a remark.

    Raises
    ------
    InputError
        If somebody was never proposed for this challenge, so that their seat is not known.

    Examples
    --------
    >>> from teamforge import compose, load_demo
    >>> pool, challenge = load_demo()
    >>> asked = pool.with_assignments(changes(compose(pool, challenge).team, pool, challenge, on=date(2027, 1, 11)))
    >>> answers(asked, challenge, {"P015": "declined"}, on=date(2027, 1, 14))
    [<Assignment plymouth-2027, director_of_public_health: P015 declined on 2027-01-14>]
    """
    known = {row.peer_id: row for row in in_force(pool, challenge.id)}
    day = on or date.today()  # noqa: DTZ011 -- the day where the user is
    rows, faults = [], []
    for peer, state in states.items() if isinstance(states, Mapping) else states:
        if peer not in known:
            expected = f"somebody who was proposed for {challenge.id}"
            mend = "record the team first: `teamforge propose RESULT POOL CHALLENGE`"
            faults.append(Fault("assignments", None, "peer_id", peer, expected, mend))
            continue
        last = known[peer]
        rows.append(
            Assignment(challenge.id, last.seat, peer, challenge.hosts[0], last.start, last.end, state, day, by, note)
        )
    if faults:
        raise InputError(faults)
    return rows


def changes(
    team: Team,
    pool: Pool,
    challenge: Challenge,
    *,
    gone: Mapping[str, str] | None = None,
    on: date | None = None,
    by: str = "",
    note: str = "",
) -> list[Assignment]:
    """
    Return the rows that record a team: newcomers are proposed, and those who leave are released or out.

    Members who are already live on the same seat and days get no row.

    Parameters
    ----------
    team
        The team.
    pool, challenge
        The pool with its history, and the challenge.
    gone
        Peer id to state, for those who leave for a reason: `declined`, `objected` or `withdrawn`.
    on
        The day; today if left out.
    by, note
        Who reported it, and a remark.

    Raises
    ------
    InputError
        If a member is out, or if somebody who confirmed is not on the team (SPEC.md section 9, 4).
    """
    reasons = dict(gone or {})
    day = on or date.today()  # noqa: DTZ011 -- the day where the user is
    rows_in_force = {row.peer_id: row for row in in_force(pool, challenge.id)}
    confirmed = next((row for row in rows_in_force.values() if row.state == "confirmed"), None)
    days = challenge.on_site.days if confirmed is None else (confirmed.end - confirmed.start).days + 1
    end = team.start + timedelta(days=days - 1)
    members = {peer: seat for seat, peer in team.seats}
    faults = [
        Fault("assignments", row.row, "state", row.peer_id, f"nobody on the team who is out; this peer: {row.reason}")
        for row in rows_in_force.values()
        if row.out and row.peer_id in members
    ]
    faults += [
        Fault("assignments", row.row, "state", row.peer_id, "everybody who confirmed on the team, on their own seat")
        for row in rows_in_force.values()
        if row.state == "confirmed" and members.get(row.peer_id) != row.seat and row.peer_id not in reasons
    ]
    if faults:
        raise InputError(faults)

    def said(seat: str, peer: str, start: date, last: date, state: str) -> Assignment:
        return Assignment(challenge.id, seat, peer, challenge.hosts[0], start, last, state, day, by, note)

    rows = [
        said(row.seat, peer, row.start, row.end, reasons.get(peer, "released"))
        for peer, row in rows_in_force.items()
        if row.live and peer not in members
    ]
    rows += [  # somebody who said no before they had a row
        said(seat, peer, team.start, end, state)
        for peer, state in reasons.items()
        if peer not in rows_in_force and (seat := _any_seat(challenge, pool, peer))
    ]
    for seat, peer in team.seats:
        there = rows_in_force.get(peer)
        if there is None or not there.live or (there.seat, there.start, there.end) != (seat, team.start, end):
            rows.append(said(seat, peer, team.start, end, "proposed"))
    return rows


def _any_seat(challenge: Challenge, pool: Pool, peer: str) -> str:
    """Return the first seat that accepts one of a peer's roles, for a peer who dropped out before they had a row."""
    roles = pool.peer(peer).roles
    return next((seat.id for seat in challenge.seats if any(role in seat.accepts for role in roles)), "")


def live(pool: Pool, challenge_id: str) -> list[Assignment]:
    """Return the team that stands: the live rows of a challenge."""
    return [row for row in in_force(pool, challenge_id) if row.state in LIVE]
