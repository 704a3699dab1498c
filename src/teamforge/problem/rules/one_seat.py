"""`one_seat`: no peer holds two seats (SPEC.md section 4, rule 1)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.tallies import Tallies


def add(compilation: Compilation) -> tuple[Tallies, ...]:
    """Return a tally with maximum 1 for each peer with several candidates."""
    every = np.arange(len(compilation.peers))
    return (Tallies.grouped("one_seat", every, compilation.peers, compilation.pool.peers.ids, maximum=1),)
