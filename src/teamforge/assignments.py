"""
The history of a challenge: who was proposed, who was asked, who confirmed, and who said no.

Rows are only ever added. These functions add them; `compose` and `repair` never do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from teamforge.errors import Fault, InputError
from teamforge.pool.assignments.adding import judged
from teamforge.pool.assignments.history import Assignment, double_bookings, in_force, states_of
from teamforge.pool.assignments.log import add_rows
from teamforge.spec.vocabulary import LIVE
from teamforge.team import Team

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.challenge.programme import Programme
    from teamforge.pool import Pool

__all__ = [
    "Assignment",
    "add_rows",
    "answers",
    "changes",
    "changes_of_plan",
    "double_bookings",
    "in_force",
    "judged",
    "live",
    "standing",
    "states_of",
]


def answers(  # noqa: PLR0913 -- the columns of a row
    pool: Pool,
    challenge: Challenge,
    states: Mapping[str, str] | Iterable[tuple[str, str]],
    *,
    team: Team | None = None,
    on: date | None = None,
    by: str = "",
    note: str = "",
    notes: Mapping[str, str] | None = None,
) -> list[Assignment]:
    """
    Return the rows that say what people answered.

    Parameters
    ----------
    pool, challenge
        The pool with its history, and the challenge.
    states
        The state of each peer, by id. Seat and days are taken from the peer's row in force.
    team
        The team that people were asked to join; for its members, seat and days are taken from it instead.
    on
        The day it happened; today if left out.
    by, note
        Who reported it, and a remark.
    notes
        A remark for a single peer, by id.

    Raises
    ------
    InputError
        If somebody was never proposed for this challenge and is not on the team, so that their seat is unknown.

    Examples
    --------
    >>> from teamforge import compose, load_demo
    >>> pool, challenge = load_demo()
    >>> asked = pool.with_assignments(changes(compose(pool, challenge).team, pool, challenge, on=date(2027, 1, 11)))
    >>> answers(asked, challenge, {"P015": "declined"}, on=date(2027, 1, 14))
    [<Assignment plymouth-2027, director_of_public_health: P015 declined on 2027-01-14>]
    """
    day = on or date.today()  # noqa: DTZ011 -- the day where the user is
    places = {row.peer_id: (row.seat, row.start, row.end) for row in in_force(pool, challenge.id)}
    if team is not None:
        places |= {peer: (seat, *_days(pool, challenge, team)) for seat, peer in team.seats}
    rows, faults = [], []
    for peer, state in states.items() if isinstance(states, Mapping) else states:
        if peer not in places and team is not None and (seat := _any_seat(challenge, pool, peer)):
            places[peer] = seat, *_days(pool, challenge, team)
        if peer not in places:
            expected = f"somebody who was on a recorded team of {challenge.id}"
            mend = "" if places else "record the team first: `teamforge propose RESULT POOL CHALLENGE`"
            faults.append(Fault("assignments", None, "peer_id", peer, expected, mend))
            continue
        remark = (notes or {}).get(peer) or note
        rows.append(
            Assignment(
                challenge.id, places[peer][0], peer, challenge.hosts[0], *places[peer][1:], state, day, by, remark
            )
        )
    if faults:
        raise InputError(faults)
    return rows


def changes(  # noqa: PLR0913 -- likewise
    team: Team | None,
    pool: Pool,
    challenge: Challenge,
    *,
    states: Mapping[str, str] | None = None,
    before: Team | None = None,
    on: date | None = None,
    by: str = "",
    note: str = "",
    notes: Mapping[str, str] | None = None,
) -> list[Assignment]:
    """
    Return the rows that record a team: newcomers are proposed, and those who leave are released or out.

    Members who are already live on the same seat and days get a row only if their state changed.

    Parameters
    ----------
    team
        The team; None if nobody is to stand any longer.
    pool, challenge
        The pool with its history, and the challenge.
    states
        The state of each peer who answered, by id: `declined`, `objected` or `withdrawn` for those who leave, `asked`,
        `accepted` or `confirmed` for members.
    before
        The previous team, if it is not in the history: it gives the seats of those who leave.
    on
        The day; today if left out.
    by, note
        Who reported it, and a remark.
    notes
        A remark for a single peer, by id.

    Raises
    ------
    InputError
        If a member is out, or if somebody who confirmed is not on the team (SPEC.md section 9, 4).
    """
    states, remarks = dict(states or {}), dict(notes or {})
    day = on or date.today()  # noqa: DTZ011 -- the day where the user is
    known = {row.peer_id: row for row in in_force(pool, challenge.id)}
    members = {} if team is None else {peer: (seat, *_days(pool, challenge, team)) for seat, peer in team.seats}
    if faults := [*_refused(known, members, states)]:
        raise InputError(faults)

    def row(peer: str, state: str, seat: str, start: date, end: date) -> Assignment:
        remark = remarks.get(peer) or note
        return Assignment(challenge.id, seat, peer, challenge.hosts[0], start, end, state, day, by, remark)

    rows = []
    for peer, there in known.items():
        state = states.get(peer, "released" if there.live else there.state)
        if peer not in members and state != there.state:
            rows.append(row(peer, state, there.seat, there.start, there.end))
    seats = {} if before is None else {peer: seat for seat, peer in before.seats}
    asked_on = before or team
    for peer, state in states.items():  # somebody who said no before they had a row
        if asked_on is None or peer in known or peer in members:
            continue
        if seat := seats.get(peer) or _any_seat(challenge, pool, peer):
            rows.append(row(peer, state, seat, *_days(pool, challenge, asked_on)))
    for peer, place in members.items():
        last, state = known.get(peer), states.get(peer, "proposed")
        stands = last is not None and last.live and (last.seat, last.start, last.end) == place
        if not stands or (peer in states and last is not None and last.state != state):
            rows.append(row(peer, state, *place))
    return rows


def changes_of_plan(  # noqa: PLR0913 -- likewise
    teams: Mapping[str, Team | None],
    pool: Pool,
    programme: Programme,
    *,
    states: Mapping[str, Mapping[str, str]] | None = None,
    before: Mapping[str, Team] | None = None,
    on: date | None = None,
    by: str = "",
    note: str = "",
) -> list[Assignment]:
    """
    Return the rows that record the teams of a plan, as `changes` does for each.

    Parameters
    ----------
    teams
        The team of each challenge, by id. If it is None, the plan has no team for the challenge, and those who stand on
        one are released. Challenges that are not named stay as they are.
    pool, programme
        The pool with its history, and the programme.
    states, before
        What people answered, and the previous teams, as for `changes`; by the id of the challenge.
    on, by, note
        As for `changes`.

    Raises
    ------
    InputError
        If a team cannot be recorded; the faults of all challenges are listed.

    Examples
    --------
    >>> from teamforge import compose
    >>> from teamforge.demo import load_demo_programme
    >>> pool, programme = load_demo_programme()
    >>> teams = {"plymouth-2027": compose(pool, programme.challenges[0]).team, "derby-2027": None}
    >>> rows = changes_of_plan(teams, pool, programme, on=date(2027, 1, 11))
    >>> rows[0], len(rows)
    (<Assignment plymouth-2027, lead_peer: P002 proposed on 2027-01-11>, 7)
    """
    rows: list[Assignment] = []
    faults: list[Fault] = []
    for challenge in programme.challenges:
        if challenge.id in teams:
            try:
                own, stood = (states or {}).get(challenge.id), (before or {}).get(challenge.id)
                rows += changes(teams[challenge.id], pool, challenge, states=own, before=stood, on=on, by=by, note=note)
            except InputError as error:
                faults += error.faults
    if faults:
        raise InputError(faults)
    return rows


def _refused(
    known: Mapping[str, Assignment], members: Mapping[str, tuple[str, date, date]], states: Mapping[str, str]
) -> Iterator[Fault]:
    """Yield why a team cannot be recorded."""
    for peer, row in known.items():
        if row.out and peer in members and states.get(peer) not in LIVE:
            expected = f"nobody on the team who is out; this peer: {row.reason}"
            yield Fault("assignments", row.row, "state", peer, expected)
        elif row.state == "confirmed" and peer not in states and members.get(peer) != (row.seat, row.start, row.end):
            expected = "everybody who confirmed on the team, on their own seat and days"
            yield Fault("assignments", row.row, "state", peer, expected)


def _days(pool: Pool, challenge: Challenge, team: Team) -> tuple[date, date]:
    """Return the first and the last day on site: the confirmed days may not be those the challenge asks for."""
    rows = (row for row in in_force(pool, challenge.id) if row.live and row.start == team.start)
    return team.start, next((row.end for row in rows), team.end(challenge.on_site.days))


def _any_seat(challenge: Challenge, pool: Pool, peer: str) -> str:
    """Return the first seat that accepts one of a peer's roles, for a peer who dropped out before they had a row."""
    roles = pool.peer(peer).roles
    return next((seat.id for seat in challenge.seats if any(role in seat.accepts for role in roles)), "")


def live(pool: Pool, challenge: Challenge) -> list[Assignment]:
    """Return the team that stands: the live rows of a challenge by seat; seats that it no longer has come last."""
    order = {seat: place for place, seat in enumerate(challenge.seat_ids)}
    rows = (row for row in in_force(pool, challenge.id) if row.live)
    return sorted(rows, key=lambda row: order.get(row.seat, len(order)))


def standing(pool: Pool, challenge_id: str) -> Team | None:
    """
    Return the team that stands by the history; an empty seat shows whoever left it last.

    Parameters
    ----------
    pool
        The pool with its history.
    challenge_id
        The challenge.

    Returns
    -------
    Team or None
        None if nobody was ever proposed.

    Examples
    --------
    >>> from teamforge import compose, load_demo
    >>> pool, challenge = load_demo()
    >>> team = compose(pool, challenge).team
    >>> standing(pool.with_assignments(changes(team, pool, challenge)), challenge.id) == team
    True
    """
    rows = sorted(in_force(pool, challenge_id), key=lambda row: row.live)  # the live ones last, each in table order
    if not rows:
        return None
    start = rows[-1].start
    seats = {row.seat: row.peer_id for row in rows if row.live or (row.out and row.start == start)}
    return Team(start, tuple(seats.items()))
