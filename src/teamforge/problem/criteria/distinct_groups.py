"""`distinct_groups`: members on political seats come from different groups (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.labels import labels_of
from teamforge.problem.tallies import Tallies, Term
from teamforge.spec.rounding import round_half_up

FEWEST_SEATS = 2


def add(compilation: Compilation) -> Term:
    """Return a cost of round(weight·1000/(s − 1)) for each member of a group after the first; unknowns form one."""
    seats = sum(seat.political for seat in compilation.challenge.seats)
    weight = compilation.weight("distinct_groups")
    if seats < FEWEST_SEATS or not weight:
        return Term()
    cost = round_half_up(weight, seats - 1)
    political = np.flatnonzero(compilation.members & compilation.on_seats("political"))
    group = compilation.pool.peers.political_group
    # The label is the rank of a group's name, never the name; unknowns, code -1, have the last label.
    labels = labels_of([*(str(place) for place in np.argsort(np.argsort(group.values))), "unknown"])
    groups = group.codes[compilation.peers[political]]
    return Term(tallies=(Tallies.grouped("distinct_groups", political, groups, labels, (0, -cost)),))
