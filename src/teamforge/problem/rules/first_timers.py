"""`first_timers`: at most `max` members have `challenges_done` 0 (SPEC.md sections 4 and 6)."""

from __future__ import annotations

import numpy as np

from teamforge.problem.instance import Compilation
from teamforge.problem.tallies import Tallies


def add(compilation: Compilation) -> tuple[Tallies, ...]:
    """Return the tally of first-timers among the members; without the column there are none."""
    done = compilation.pool.peers.challenges_done
    if done is None:
        return ()
    first_timers = np.flatnonzero(compilation.members & (done[compilation.peers] == 0))
    return (Tallies.one("first_timers", first_timers, (), maximum=compilation.challenge.rulebook.first_timers_max),)
