"""Whether a programme fits a pool, which of its challenges are planned, and from which pool (SPEC.md section 10)."""

from __future__ import annotations

from dataclasses import replace

from teamforge.challenge.matching import challenge_faults
from teamforge.challenge.model import Challenge
from teamforge.challenge.programme.model import Programme
from teamforge.errors import Fault
from teamforge.pool import Pool
from teamforge.pool.assignments.history import in_force


def planned(pool: Pool, programme: Programme) -> tuple[Challenge, ...]:
    """Return the challenges that are not over: those without a `done` row in force in `assignments`."""
    over = {row.challenge_id for row in in_force(pool) if row.state == "done"}
    return tuple(each for each in programme.challenges if each.id not in over)


def pool_of_programme(pool: Pool, programme: Programme) -> Pool:
    """
    Return the pool of a programme: without the engagements of the challenges that are planned.

    The plan decides these again, whether they are in `engagements` or follow from `assignments`. What `assignments`
    says within each challenge still holds, and the engagements of a challenge that is over stay.
    """
    return pool.without_bookings_of([each.id for each in planned(pool, programme)])


def programme_faults(pool: Pool, programme: Programme, *, history: bool = True) -> list[Fault]:
    """
    Return the faults of planned challenges that name what the pool does not have; an empty list when they fit.

    `history` is as for `challenge_faults`.
    """
    places = {each: place for place, each in enumerate(programme.ids)}
    return [
        replace(fault, table="programme", column=f"challenges[{places[challenge.id]}].{fault.column}")
        if fault.table == "challenge"
        else fault
        for challenge in planned(pool, programme)
        for fault in challenge_faults(pool, challenge, history=history)
    ]
