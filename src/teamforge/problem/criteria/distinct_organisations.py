"""`distinct_organisations`: members come from different organisations (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.labels import labels_of
from teamforge.problem.points import round_half_up
from teamforge.problem.problem import Tallies, Term
from teamforge.problem.setting import Setting


def add(setting: Setting) -> Term:
    """Return a cost of round(weight·1000/n) for each member beyond the first of an organisation."""
    cost = round_half_up(setting.weight("distinct_organisations"), setting.n)
    organisation = setting.pool.peers.organisation[setting.peers]
    # Independents have no organisation and cost nothing.
    employed = np.flatnonzero(setting.members & (organisation >= 0))
    if not cost:
        return Term()
    groups, labels = organisation[employed], labels_of(setting.pool.organisations.ids)
    return Term(tallies=(Tallies.grouped("distinct_organisations", employed, groups, labels, (0, -cost)),))
