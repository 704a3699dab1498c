"""`seat_fit`: how well the peers' roles, including the manager's, fit their seats (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.tallies import Term
from teamforge.spec.rounding import round_half_up


def add(compilation: Compilation) -> Term:
    """Return round(weight·1000·fit / (100·number of seats)) for each candidate."""
    fit = compilation.fit.astype(np.int64)
    return Term(points=round_half_up(compilation.weight("seat_fit") * fit, 100 * len(compilation.challenge.seats)))
