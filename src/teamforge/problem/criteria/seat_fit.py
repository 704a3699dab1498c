"""`seat_fit`: how well the peers' roles fit their seats, the manager's too (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.points import round_half_up
from teamforge.problem.problem import Term
from teamforge.problem.setting import Setting


def add(setting: Setting) -> Term:
    """Return round(weight·1000·fit / (100·number of seats)) for each candidate."""
    fit = setting.fit.astype(np.int64)
    return Term(points=round_half_up(setting.weight("seat_fit") * fit, 100 * len(setting.challenge.seats)))
