"""The seats of the plan that stands that a plan must keep (SPEC.md section 10, "Changing a plan")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.row import Row
from teamforge.problem.arrays import Points


@dataclass(frozen=True, eq=False)
class StandingSeats:
    """
    The plan that stands, as far as it counts.

    Parameters
    ----------
    seats
        The number of its seats whose peer could hold them in some window.
    visits
        The visits of each challenge that keep a seat, as `Year.members` writes them.
    """

    seats: int
    visits: Mapping[int, Points]

    @property
    def lost(self) -> int:
        """How many seats no plan can keep: their days are no longer a window, or the peer is not free then."""
        return self.seats - sum(map(len, self.visits.values()))


def standing_of(whole: Year) -> StandingSeats:
    """Return the plan that stands, as far as it counts."""
    seats, visits = 0, {}
    for place, block in enumerate(whole.blocks):
        problem, kept = block.problem, []
        for seat, peer, start, end in block.standing:
            if seat not in problem.seats:
                continue
            here = np.flatnonzero((problem.peers == peer) & (problem.seat == problem.seats.index(seat)))
            seats += len(here)
            for candidate in here.tolist():
                days = (problem.starts == start) & (end - start + 1 == block.days) & problem.serves[candidate]
                kept += [candidate * len(days) + window for window in np.flatnonzero(days).tolist()]
        if kept:
            visits[place] = np.array(sorted(kept), dtype=np.int64)
    return StandingSeats(seats, visits)


def change_row(standing: StandingSeats, budget: int) -> Row:
    """Return the row that keeps a plan within a budget of changes: enough seats must stay as they are."""
    return Row(("change", budget), budget - standing.seats, standing.visits, sign=-1)
