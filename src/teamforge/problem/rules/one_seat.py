"""`one_seat`: no peer has two seats (SPEC.md section 4, rule 1)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.problem import Tallies
from teamforge.problem.setting import Setting

__all__ = ["add"]


def add(setting: Setting) -> tuple[Tallies, ...]:
    """Return, for each peer with several candidates, the tally of which at most one is chosen."""
    every = np.arange(len(setting.peers))
    return (Tallies.grouped("one_seat", every, setting.peers, setting.pool.peers.ids, maximum=1),)
