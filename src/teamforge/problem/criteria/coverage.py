"""`coverage`: what the members know about the scope's themes; the best member counts most (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.challenge import Challenge
from teamforge.problem.instance import Compilation
from teamforge.problem.labels import labels_of
from teamforge.problem.tallies import Tallies, Term
from teamforge.spec.rounding import round_half_up

TOP_LEVEL = 4
_LEVELS = labels_of([str(level) for level in range(1, TOP_LEVEL + 1)])


def add(compilation: Compilation) -> Term:
    """
    Return, for each theme t and level l, the tally of members with level ≥ l.

    The k-th member gains c_{t,k} = round(weight·1000·w_t·a_k / (4·Σw·Σa)): summed over the levels that is
    c_{t,k} times the k-th highest level.
    """
    tallies = []
    for theme in compilation.challenge.scope:
        gains = gains_of(compilation.challenge, theme)
        if not any(gains):
            continue
        levels = compilation.pool.peers.levels[theme][compilation.peers]
        by_level = [np.flatnonzero(compilation.members & (levels >= level)) for level in range(1, TOP_LEVEL + 1)]
        offsets = np.cumsum([0, *map(len, by_level)]).astype(np.int32)
        tallies.append(
            Tallies(f"coverage:{theme}", np.concatenate(by_level).astype(np.int32), offsets, gains, labels=_LEVELS)
        )
    return Term(tallies=tuple(tallies))


def gains_of(challenge: Challenge, theme: str) -> tuple[int, ...]:
    """Return c_{t,1}, c_{t,2}, … of a theme: the points per level of its best member, of the second best, and so on."""
    rule, scope = challenge.rulebook.criteria["coverage"], challenge.scope
    depth = rule.depth or ()
    denominator = TOP_LEVEL * sum(scope.values()) * sum(depth)
    return tuple(round_half_up(1000 * rule.weight * scope[theme] * step, denominator) for step in depth)
