"""`similar_authority`: members on authority seats come from organisations like the hosts (SPEC.md section 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.points import round_half_up
from teamforge.problem.problem import Term
from teamforge.problem.setting import Setting


def add(setting: Setting) -> Term:
    """Return round(weight·1000/a) for each member on an authority seat of a host's kind, or `similar_to` a host."""
    seats = sum(seat.authority for seat in setting.challenge.seats)
    if not seats:
        return Term()
    points = round_half_up(setting.weight("similar_authority"), seats)
    similar = setting.organisations_with("kind", setting.of_hosts("kind"))
    similar[setting.conflicts.beside_hosts("similar_to")] = True
    earns = setting.members & setting.on_seats("authority") & similar[setting.pool.peers.organisation[setting.peers]]
    return Term(points=np.where(earns, points, 0).astype(np.int64))
