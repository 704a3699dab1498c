"""`earlier`: sooner is better, once the advised lead time is kept (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.points import round_half_up
from teamforge.problem.problem import Term
from teamforge.problem.setting import Setting


def add(setting: Setting) -> Term:
    """Return round(weight·1000·(M−1−i)/(M−1)) for the i-th of the M advised windows; all of it where M is 1."""
    advised = np.flatnonzero(setting.windows.advised)
    points = np.zeros(len(setting.windows), dtype=np.int64)
    last = len(advised) - 1
    steps = last - np.arange(len(advised), dtype=np.int64)
    points[advised] = round_half_up(setting.weight("earlier") * (steps if last else steps + 1), max(1, last))
    return Term(windows=points)
