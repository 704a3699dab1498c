"""`member_match`: a member on a political seat is of the group that controls the host (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.problem import Tallies, Term
from teamforge.problem.setting import Setting

NO_CONTROL = "no overall control"


def add(setting: Setting) -> Term:
    """Return weight·1000 for the first member on a political seat with the group that controls the host."""
    control = setting.pool.organisations.political_control
    group = next((control[host] for host in setting.hosts if control[host] not in {None, "", NO_CONTROL}), None)
    weight = setting.weight("member_match")
    if group is None or not weight:
        return Term()
    matches = setting.members & setting.on_seats("political")
    matches[matches] = setting.pool.peers.political_group.isin(group)[setting.peers[matches]]
    return Term(tallies=(Tallies.one("member_match", np.flatnonzero(matches), (weight,)),))
