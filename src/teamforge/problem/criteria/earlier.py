"""`earlier`: sooner is better, after the advised lead time (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.tallies import Term
from teamforge.spec.rounding import round_half_up


def add(compilation: Compilation) -> Term:
    """Return round(weight·1000·(M−1−i)/(M−1)) for the i-th of the M advised windows; weight·1000 if M is 1."""
    advised = np.flatnonzero(compilation.windows.advised)
    points = np.zeros(len(compilation.windows), dtype=np.int64)
    last = len(advised) - 1
    steps = last - np.arange(len(advised), dtype=np.int64)
    points[advised] = round_half_up(compilation.weight("earlier") * (steps if last else steps + 1), max(1, last))
    return Term(windows=points)
