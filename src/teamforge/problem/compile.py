"""From a pool and a challenge to the compiled problem."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.conflicts import apply_rules
from teamforge.engagements import count_bookings
from teamforge.pool import Pool
from teamforge.problem.criteria import CRITERIA
from teamforge.problem.problem import Problem, Term
from teamforge.problem.rules import conflicts, first_timers, one_seat, team_rules
from teamforge.problem.screen import Screen, screen
from teamforge.problem.setting import Given, Setting
from teamforge.valid_windows import find_windows

__all__ = ["compile_problem", "derive", "setting_of"]


def derive(pool: Pool, challenge: Challenge) -> Given:
    """Return a pool and a challenge with the windows, bookings and conflicts that follow from them."""
    bookings = count_bookings(pool, challenge)
    return Given(pool, challenge, find_windows(challenge), bookings, apply_rules(pool, challenge, bookings))


def compile_problem(given: Given, screened: Screen | None = None) -> Problem:
    """
    Return the compiled problem.

    Parameters
    ----------
    given
        As `derive` returns it.
    screened
        The screened pairs, where the caller has them already.
    """
    setting, serves = setting_of(given, screened or screen(given))
    terms: dict[str, Term] = {name: add(setting) for name, add in CRITERIA.items()}
    terms |= conflicts.soft_rules(setting) | team_rules.soft(setting)
    rules = (
        *one_seat.add(setting),
        *conflicts.blocked_pairs(setting),
        *first_timers.add(setting),
        *team_rules.hard(setting),
    )
    return Problem(
        seats=given.challenge.seat_ids,
        required=tuple(seat.required or seat.id in given.challenge.pins for seat in given.challenge.seats),
        peers=setting.peers,
        seat=setting.seat,
        starts=given.windows.starts,
        serves=serves,
        terms=terms,
        rules=rules,
        peer_ids=given.pool.peers.ids,
    )


def setting_of(given: Given, screened: Screen) -> tuple[Setting, NDArray[np.bool_]]:
    """Return what rules and criteria compile from, and which candidate can serve in which window."""
    counts = np.array([seat.counts for seat in given.challenge.seats], dtype=np.bool_)
    pairs = screened.passed
    serves = screened.serves(pairs, counts)
    # A pair that can serve in no window is no candidate.
    able = serves.any(axis=1)
    pairs, serves = pairs[able], serves[able]
    own = {field.name: getattr(given, field.name) for field in fields(given)}
    setting = Setting(**own, peers=screened.peers[pairs], seat=screened.seat[pairs], fit=screened.fit[pairs])
    return setting, serves
