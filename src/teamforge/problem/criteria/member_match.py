"""`member_match`: a member on a political seat belongs to the group that controls the host (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.tallies import Tallies, Term

NO_CONTROL = "no overall control"


def add(compilation: Compilation) -> Term:
    """Return weight·1000 for the first member on a political seat who belongs to the group that controls the host."""
    control = compilation.pool.organisations.political_control
    group = next((control[host] for host in compilation.hosts if control[host] not in {None, "", NO_CONTROL}), None)
    weight = compilation.weight("member_match")
    if group is None or not weight:
        return Term()
    matches = compilation.members & compilation.on_seats("political")
    matches[matches] = compilation.pool.peers.political_group.isin(group)[compilation.peers[matches]]
    return Term(tallies=(Tallies.one("member_match", np.flatnonzero(matches), (weight,)),))
