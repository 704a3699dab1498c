"""`experienced_lead`: somebody on a leads seat has done this before (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.problem import Tallies, Term
from teamforge.problem.setting import Setting

CHALLENGES = 2


def add(setting: Setting) -> Term:
    """Return weight·1000 for the first member on a `leads` seat with `challenges_done` ≥ 2."""
    done = setting.pool.peers.challenges_done
    weight = setting.weight("experienced_lead")
    if done is None or not weight:
        return Term()
    leads = setting.members & setting.on_seats("leads") & (done[setting.peers] >= CHALLENGES)
    return Term(tallies=(Tallies.one("experienced_lead", np.flatnonzero(leads), (weight,)),))
