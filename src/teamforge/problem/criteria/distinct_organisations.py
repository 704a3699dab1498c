"""`distinct_organisations`: members come from different organisations (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.labels import labels_of
from teamforge.problem.tallies import Tallies, Term
from teamforge.spec.rounding import round_half_up


def add(compilation: Compilation) -> Term:
    """Return a cost of round(weight·1000/n) for each member of an organisation after the first."""
    cost = round_half_up(compilation.weight("distinct_organisations"), compilation.n)
    organisation = compilation.pool.peers.organisation[compilation.peers]
    # Independents have no organisation and cost nothing.
    employed = np.flatnonzero(compilation.members & (organisation >= 0))
    if not cost:
        return Term()
    groups, labels = organisation[employed], labels_of(compilation.pool.organisations.ids)
    return Term(tallies=(Tallies.grouped("distinct_organisations", employed, groups, labels, (0, -cost)),))
