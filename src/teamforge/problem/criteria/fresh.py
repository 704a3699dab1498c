"""`fresh`: members who were not asked for much lately (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.dates import day_number
from teamforge.problem.points import round_half_up
from teamforge.problem.problem import Term
from teamforge.problem.setting import Setting

DAYS = 365


def add(setting: Setting) -> Term:
    """Return round(weight·1000·max(0, max_per_year − r) / (max_per_year·n)), r the engagements since a year ago."""
    since = day_number(setting.challenge.as_of) - DAYS
    bookings = setting.bookings
    recent = np.bincount(bookings.peer[bookings.start > since], minlength=len(setting.pool))[setting.peers]
    most = setting.pool.peers.max_per_year[setting.peers].astype(np.int64)
    # A peer with `max_per_year` 0 is never a member: rule 4 of section 4.
    spare = np.maximum(0, most - recent)
    points = round_half_up(setting.weight("fresh") * spare, np.maximum(1, most) * setting.n)
    return Term(points=np.where(setting.members, points, 0).astype(np.int64))
