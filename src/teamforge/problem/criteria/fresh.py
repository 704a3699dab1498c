"""`fresh`: members with few recent engagements (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.tallies import Term
from teamforge.spec.dates import day_number
from teamforge.spec.rounding import round_half_up

DAYS = 365


def add(compilation: Compilation) -> Term:
    """Return round(weight·1000·max(0, max_per_year − r) / (max_per_year·n)), r the engagements from a year ago on."""
    since = day_number(compilation.challenge.as_of) - DAYS
    bookings = compilation.bookings
    recent = np.bincount(bookings.peer[bookings.start > since], minlength=len(compilation.pool))[compilation.peers]
    most = compilation.pool.peers.max_per_year[compilation.peers].astype(np.int64)
    # A peer with `max_per_year` 0 is never a member: rule 4 of section 4.
    spare = np.maximum(0, most - recent)
    points = round_half_up(compilation.weight("fresh") * spare, np.maximum(1, most) * compilation.n)
    return Term(points=np.where(compilation.members, points, 0).astype(np.int64))
