"""`outside_region`: members come from outside the hosts' regions (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.tallies import Term
from teamforge.spec.rounding import round_half_up


def add(compilation: Compilation) -> Term:
    """Return round(weight·1000/n) for each member whose region is known and is not a host's."""
    points = round_half_up(compilation.weight("outside_region"), compilation.n)
    return Term(points=np.where(compilation.members & compilation.away[compilation.peers], points, 0).astype(np.int64))
