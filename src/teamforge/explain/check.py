"""`check`: what a careful colleague would say before a team is composed, or a year is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from teamforge.challenge import Challenge
from teamforge.challenge.defaults import CORE_TEAM
from teamforge.challenge.matching import require_fit
from teamforge.challenge.programme import Programme
from teamforge.explain.notes import Note, idle, notes_of_challenge, notes_of_pool
from teamforge.log import phase
from teamforge.pool import Pool
from teamforge.problem import eligibility_of, prepare
from teamforge.problem.warnings import input_warnings
from teamforge.spec.rulebook import preset

if TYPE_CHECKING:
    from teamforge.explain.check_programme import ProgrammeCheck
    from teamforge.search import Progress

_PRESET = "lga_system_wide"


@overload
def check(pool: Pool, challenge: Challenge | None = None, *, progress: Progress | None = None) -> tuple[Note, ...]: ...
@overload
def check(pool: Pool, challenge: Programme, *, progress: Progress | None = None) -> ProgrammeCheck: ...
def check(
    pool: Pool, challenge: Challenge | Programme | None = None, *, progress: Progress | None = None
) -> tuple[Note, ...] | ProgrammeCheck:
    """
    Return what a careful colleague would say before a team is composed, or a year is planned.

    Parameters
    ----------
    pool
        The pool.
    challenge
        A challenge or a programme; without one, `check` assumes the LGA core team's seats and rules, and skips what
        depends on dates.
    progress
        Called with a line of text as the work on a programme proceeds.

    Returns
    -------
    tuple of Note, or ProgrammeCheck
        What is worth a look, if anything; for a programme also what its seats need and what the pool has.

    Raises
    ------
    InputError
        If a challenge does not fit the pool; every fault is listed.

    Examples
    --------
    >>> from teamforge.demo import load_demo, load_demo_programme
    >>> sorted({note.kind for note in check(*load_demo())})[:1]
    ['availability_unknown']
    >>> [(demand.seat, demand.peers) for demand in check(*load_demo_programme()).seats if demand.peers < 5]
    [('manager', 4)]
    """
    if isinstance(challenge, Programme):
        from teamforge.explain.check_programme import check_programme  # noqa: PLC0415 -- it loads the solver

        return check_programme(pool, challenge, progress)
    if challenge is not None:
        require_fit(pool, challenge)
    with phase("check", challenge=None if challenge is None else challenge.id, peers=len(pool)) as facts:
        notes = _looked_at(pool, challenge)
        facts["notes"] = len(notes)
    return notes


def _looked_at(pool: Pool, challenge: Challenge | None) -> tuple[Note, ...]:
    if challenge is not None:
        pool = pool.with_calendars(challenge.on_site.dates)
    notes = notes_of_pool(pool, CORE_TEAM if challenge is None else challenge.seats)
    if challenge is None:
        read = [Note("reading", warning) for warning in pool.warnings]
        return (*read, *notes, *idle(pool, preset(_PRESET)))
    instance = prepare(pool, challenge)
    eligibility = eligibility_of(instance)
    warnings = [Note("warning", warning) for warning in input_warnings(instance, eligibility)]
    return (*warnings, *notes, *notes_of_challenge(instance, eligibility))
