"""Compile a pool and a challenge into the problem."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.challenge.history import history_warnings, settled
from teamforge.challenge.windows import find_windows
from teamforge.conflicts import apply_rules, rewaived
from teamforge.pool import Pool
from teamforge.pool.bookings import bookings_of
from teamforge.problem.criteria import CRITERIA
from teamforge.problem.digest import PoolDigest
from teamforge.problem.eligibility import Eligibility, eligibility_of
from teamforge.problem.instance import Compilation, Instance
from teamforge.problem.problem import Problem
from teamforge.problem.rules import RULES, beside, conflicts, team_rules
from teamforge.problem.tallies import Term


def prepare(pool: Pool, challenge: Challenge, like: Instance | None = None) -> Instance:
    """
    Return a pool with its calendars read, a challenge, and their windows, bookings and conflicts.

    The challenge has its history applied (SPEC.md section 9, 1). Whatever is the same in `like`, an instance of a
    similar challenge, is reused from there.
    """
    warnings = tuple(history_warnings(pool, challenge))
    challenge = settled(pool, challenge)
    pool = pool.with_calendars(challenge.on_site.dates)
    if like is not None and pool is like.pool and _asked(challenge) == _asked(like.challenge):
        bookings, conflicts = like.bookings, rewaived(like.conflicts, pool, challenge)
    else:
        bookings = bookings_of(pool, challenge.as_of, challenge.id)
        conflicts = apply_rules(pool, challenge, bookings)
    kept = like is not None and like.pool_digest.holds_for(pool, challenge)
    pool_digest = like.pool_digest if like is not None and kept else PoolDigest(pool, challenge)
    return Instance(pool, challenge, find_windows(challenge), bookings, conflicts, warnings, pool_digest)


def _asked(challenge: Challenge) -> tuple[object, ...]:
    """Return the parts of a challenge that bookings and conflicts of interest depend on, apart from its waivers."""
    return challenge.id, challenge.as_of, challenge.hosts, challenge.purpose, challenge.preset, challenge.rules


def compile_problem(
    instance: Instance,
    eligibility: Eligibility | None = None,
    *,
    without: Collection[str] = (),
    points: bool = True,
) -> Problem:
    """
    Return the compiled problem.

    Parameters
    ----------
    instance
        The result of `prepare`.
    eligibility
        The screened pairs, if the caller already has them.
    without
        Names of `RULES` to leave out.
    points
        Whether to compile criteria and soft rules; without them all valid teams are equally good.
    """
    compilation, serves = compilation_of(instance, eligibility or eligibility_of(instance))
    terms: dict[str, Term] = {}
    if points:
        terms = {name: CRITERIA[name](compilation) for name in instance.challenge.rulebook.criteria}
        terms |= conflicts.soft_rules(compilation) | team_rules.soft(compilation)
    rules = tuple(tally for name, add in RULES.items() if name not in without for tally in add(compilation))
    if "per_organisation" not in without:
        rules += beside.per_organisation(compilation)
    return Problem(
        seats=instance.challenge.seat_ids,
        required=tuple(seat.required or seat.id in instance.challenge.pins for seat in instance.challenge.seats),
        peers=compilation.peers,
        seat=compilation.seat,
        starts=instance.windows.starts,
        serves=serves,
        terms=terms,
        rules=rules,
        peer_ids=instance.pool.peers.ids,
    )


def compilation_of(instance: Instance, eligibility: Eligibility) -> tuple[Compilation, NDArray[np.bool_]]:
    """Return what rules and criteria are compiled from, and which candidate can serve in which window."""
    counts = np.array([seat.counts for seat in instance.challenge.seats], dtype=np.bool_)
    pairs = eligibility.passed
    serves = eligibility.serves(pairs, counts)
    # A pair that can serve in no window is not a candidate.
    able = serves.any(axis=1)
    pairs, serves = pairs[able], serves[able]
    own = {field.name: getattr(instance, field.name) for field in fields(instance)}
    compilation = Compilation(
        **own, peers=eligibility.peers[pairs], seat=eligibility.seat[pairs], fit=eligibility.fit[pairs]
    )
    return compilation, serves
