"""`similar_authority`: members on authority seats come from organisations like the hosts (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.tallies import Term
from teamforge.spec.rounding import round_half_up


def add(compilation: Compilation) -> Term:
    """Return round(weight·1000/a) for each member on an authority seat from a host's kind or `similar_to` a host."""
    seats = sum(seat.authority for seat in compilation.challenge.seats)
    if not seats:
        return Term()
    points = round_half_up(compilation.weight("similar_authority"), seats)
    similar = compilation.organisations_with("kind", compilation.of_hosts("kind"))
    similar[compilation.conflicts.related_to_hosts("similar_to")] = True
    earns = (
        compilation.members
        & compilation.on_seats("authority")
        & similar[compilation.pool.peers.organisation[compilation.peers]]
    )
    return Term(points=np.where(earns, points, 0).astype(np.int64))
