"""`coverage`: what the members know of the scope's themes, the best most (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.labels import labels_of
from teamforge.problem.points import round_half_up
from teamforge.problem.problem import Tallies, Term
from teamforge.problem.setting import Setting

TOP_LEVEL = 4
_LEVELS = labels_of([str(level) for level in range(1, TOP_LEVEL + 1)])


def add(setting: Setting) -> Term:
    """
    Return, for each theme t and level l, the tally of members with level ≥ l.

    Its k-th member gains c_{t,k} = round(weight·1000·w_t·a_k / (4·Σw·Σa)): summed over the levels that is
    c_{t,k} times the k-th highest level.
    """
    depth = setting.challenge.rulebook.criteria["coverage"].depth or ()
    scope = setting.challenge.scope
    denominator = TOP_LEVEL * sum(scope.values()) * sum(depth)
    tallies = []
    for theme, weight in scope.items():
        gains = tuple(round_half_up(setting.weight("coverage") * weight * step, denominator) for step in depth)
        if not any(gains):
            continue
        levels = setting.pool.peers.levels[theme][setting.peers]
        by_level = [np.flatnonzero(setting.members & (levels >= level)) for level in range(1, TOP_LEVEL + 1)]
        offsets = np.cumsum([0, *map(len, by_level)]).astype(np.int32)
        tallies.append(
            Tallies(f"coverage:{theme}", np.concatenate(by_level).astype(np.int32), offsets, gains, labels=_LEVELS)
        )
    return Term(tallies=tuple(tallies))
