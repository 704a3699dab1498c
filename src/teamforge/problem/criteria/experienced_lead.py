"""`experienced_lead`: somebody on a leads seat has done this before (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.tallies import Tallies, Term

CHALLENGES = 2


def add(compilation: Compilation) -> Term:
    """Return weight·1000 for the first member on a `leads` seat with `challenges_done` ≥ 2."""
    done = compilation.pool.peers.challenges_done
    weight = compilation.weight("experienced_lead")
    if done is None or not weight:
        return Term()
    leads = compilation.members & compilation.on_seats("leads") & (done[compilation.peers] >= CHALLENGES)
    return Term(tallies=(Tallies.one("experienced_lead", np.flatnonzero(leads), (weight,)),))
