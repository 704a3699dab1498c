"""A programme's limit on one team: the part of SPEC.md section 10, rule 4, that concerns a single team."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from teamforge.pool import Pool
from teamforge.problem.problem import Problem
from teamforge.problem.tallies import Tallies


def within_limit(problem: Problem, pool: Pool, per_organisation: int) -> Problem:
    """Return the problem with a limit on a team's peers from one organisation, since a visit lies within one week."""
    if per_organisation >= len(problem.seats):
        return problem
    home = pool.peers.organisation[problem.peers]
    employed = np.flatnonzero(home >= 0)
    labels = np.array(pool.organisations.ids, dtype=np.object_)
    limit = Tallies.grouped("per_organisation", employed, home[employed], labels, maximum=per_organisation)
    return replace(problem, rules=(*problem.rules, limit))
