"""The rules of SPEC.md section 4 about the window, the seats and each peer; conflicts of interest are elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from teamforge.spec.dates import programme_year, to_date
from teamforge.verify.case import fit
from teamforge.verify.record import Violation
from teamforge.verify.windows import faults

if TYPE_CHECKING:
    from teamforge.verify.case import Case
    from teamforge.verify.history import Engagement
    from teamforge.verify.people import Person


def window(case: Case) -> Iterator[Violation]:
    """Every window must be a candidate, and valid (section 2); or the days that people confirmed (section 9)."""
    confirmed = case.ground.history.first_day
    if confirmed is not None:
        if case.team.start != confirmed:
            text = f"{case.team.start} is not {confirmed}, the first of the days that were confirmed"
            yield Violation("window", None, (), text)
        return
    for fault in faults(case.challenge, case.team.start):
        yield Violation("window", None, (), fault)


def unknown_seat(case: Case) -> Iterator[Violation]:
    """Every seat of the team is a seat of the challenge."""
    known = {seat.id for seat in case.challenge.seats}
    for seat_id, peer_id in case.team.seats:
        if seat_id not in known:
            yield Violation("unknown_seat", seat_id, (peer_id,), f"the challenge has no seat {seat_id}")


def unknown_peer(case: Case) -> Iterator[Violation]:
    """Every peer of the team is a peer of the pool."""
    for seat_id, peer_id in case.team.seats:
        if peer_id not in case.people:
            yield Violation("unknown_peer", seat_id, (peer_id,), f"seat {seat_id}: the pool has no peer {peer_id}")


def required(case: Case) -> Iterator[Violation]:
    """Every required seat has a peer."""
    filled = {seat_id for seat_id, _ in case.team.seats}
    for seat in case.challenge.seats:
        if seat.required and seat.id not in filled:
            yield Violation("required", seat.id, (), f"seat {seat.id} is required and empty")


def seat_twice(case: Case) -> Iterator[Violation]:
    """No seat has more than one peer, or is named twice."""
    for seat_id in dict.fromkeys(seat_id for seat_id, _ in case.team.seats):
        peers = tuple(peer_id for other, peer_id in case.team.seats if other == seat_id)
        if len(peers) > 1:
            yield Violation("seat_twice", seat_id, peers, f"seat {seat_id} is filled {len(peers)} times")


def peer_twice(case: Case) -> Iterator[Violation]:
    """No peer has two seats."""
    for peer_id in dict.fromkeys(peer_id for _, peer_id in case.team.seats):
        seats = tuple(dict.fromkeys(seat_id for seat_id, other in case.team.seats if other == peer_id))
        if len(seats) > 1:
            yield Violation("peer_twice", None, (peer_id,), f"{peer_id} is on the seats {', '.join(seats)}")


def trained(case: Case) -> Iterator[Violation]:
    """Every peer is trained."""
    for seat, person in case.seated:
        if not person.trained:
            yield _about("trained", seat.id, person, "is not trained")


def active(case: Case) -> Iterator[Violation]:
    """Every peer is active."""
    for seat, person in case.seated:
        if not person.active:
            yield _about("active", seat.id, person, "is not active")


def eligible(case: Case) -> Iterator[Violation]:
    """Every peer is eligible: their seat accepts one of their roles."""
    for seat, person in case.seated:
        if fit(person, seat) is None:
            yield _about("eligible", seat.id, person, "has no role that the seat accepts")


def excluded(case: Case) -> Iterator[Violation]:
    """No peer is excluded."""
    history = case.ground.history
    barred = {exclusion.peer for exclusion in case.challenge.exclude} | history.out
    for seat, person in case.seated:
        if person.peer_id in barred:
            yield _about("excluded", seat.id, person, "is excluded from the challenge")


def pin(case: Case) -> Iterator[Violation]:
    """Every pin holds: the seat has the peer pinned to it."""
    history = case.ground.history
    pins = [(seat, peer) for seat, peer in case.challenge.pins.items() if peer not in history.out]
    for seat_id, peer_id in dict.fromkeys((*pins, *history.confirmed)):
        if (seat_id, peer_id) not in case.team.seats:
            yield Violation("pin", seat_id, (peer_id,), f"seat {seat_id}: {peer_id} is pinned to it, but is not on it")


def availability(case: Case) -> Iterator[Violation]:
    """Every peer (the manager too) is free on every day of the window."""
    for seat, person in case.seated:
        busy = [_day(day) for day in case.window if not _free(case, person, day)]
        if busy:
            yield _about("availability", seat.id, person, f"is not free on {', '.join(busy)}")


def _free(case: Case, person: Person, day: int) -> bool:
    """Return whether a peer is free: on `available` days, less `unavailable` ones."""
    rows = person.availability
    if not rows:
        return case.challenge.unknown_availability == "free"
    if any(row.covers(day) for row in rows if not row.available):
        return False
    return any(row.covers(day) for row in rows if row.available) or not any(row.available for row in rows)


def overlap(case: Case) -> Iterator[Violation]:
    """No engagement of a peer overlaps the window."""
    for seat, person in case.seated:
        for row in case.engagements(person):
            if _whole_days_between(case, row) < 0:
                yield _about("overlap", seat.id, person, f"is engaged from {_day(row.start)} to {_day(row.end)}")


def rest(case: Case) -> Iterator[Violation]:
    """On a seat with `counts` no engagement leaves fewer than `rest_days` whole days between it and the window."""
    least = case.ground.rulebook.rest_days
    for seat, person in case.seated:
        for row in case.engagements(person) if seat.counts else ():
            between = _whole_days_between(case, row)
            if 0 <= between < least:
                days = f"{between} whole days between the engagement from {_day(row.start)} to {_day(row.end)}"
                yield _about("rest", seat.id, person, f"has {days} and the window; at least {least} are needed")


def _whole_days_between(case: Case, row: Engagement) -> int:
    """Return the whole days between an engagement and the window; negative if they overlap."""
    return max(case.window[0] - row.end, row.start - case.window[-1]) - 1


def max_per_year(case: Case) -> Iterator[Violation]:
    """On a seat with `counts` the peer has fewer than `max_per_year` engagements in the window's programme year."""
    year = programme_year(case.window[0])
    for seat, person in case.seated:
        engaged = sum(programme_year(start) == year for start in case.starts(person))
        if seat.counts and engaged >= person.max_per_year:
            engagements = "engagement" if engaged == 1 else "engagements"
            booked = f"{engaged} {engagements} in the programme year from {date(year, 4, 1)}"
            yield _about("max_per_year", seat.id, person, f"already has {booked}; the limit is {person.max_per_year}")


def _about(rule: str, seat_id: str, person: Person, what: str) -> Violation:
    """Return a violation about one peer on one seat."""
    return Violation(rule, seat_id, (person.peer_id,), f"seat {seat_id}: {person.peer_id} {what}")


def _day(number: int) -> str:
    """Return a day number as a date."""
    return str(to_date(number))
