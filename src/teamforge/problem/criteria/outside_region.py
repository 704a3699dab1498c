"""`outside_region`: members come from outside the hosts' regions (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.points import round_half_up
from teamforge.problem.problem import Term
from teamforge.problem.setting import Setting


def add(setting: Setting) -> Term:
    """Return round(weight·1000/n) for each member whose region is known and no host's."""
    points = round_half_up(setting.weight("outside_region"), setting.n)
    return Term(points=np.where(setting.members & setting.away[setting.peers], points, 0).astype(np.int64))
