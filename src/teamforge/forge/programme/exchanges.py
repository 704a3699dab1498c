"""Teams near the best ones found for a challenge, by exchanging members: where exchanges start and end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.visits import TeamColumn
from teamforge.problem import Choice
from teamforge.problem.arrays import Points
from teamforge.search.programme.swaps import Swaps

_WINDOWS = 4
"""In how many windows of a challenge exchanges start, each from the best team found there."""
_LIKELY = 2
"""And in how many more windows, in which the best team of all could do well."""


class Exchanges:
    """The exchanges of members of every challenge of a programme."""

    def __init__(self, whole: Year, swaps: Sequence[Swaps] | None = None) -> None:
        """Prepare every challenge; `swaps` are those of the same challenges with more windows for their candidates."""
        self._problems = [block.problem for block in whole.blocks]
        self._swaps = swaps or [Swaps(block.problem, block.priority) for block in whole.blocks]

    def of_part(self, part: Year, places: Sequence[int]) -> Exchanges:
        """Return those of some of the challenges, whose candidates may serve in fewer windows."""
        return Exchanges(part, [self._swaps[place] for place in places])

    def near(self, place: int, found: Sequence[TeamColumn], worth: Points, charges: Points) -> dict[TeamColumn, int]:
        """
        Return valid teams of a challenge that no single exchange improves, with their points times the priority.

        Parameters
        ----------
        place
            The challenge.
        found, worth
            The teams found for it, at least one, and what each is worth under the charges.
        charges
            The charges, as for `Problem.priced`.
        """
        problem, swaps = self._problems[place], self._swaps[place]
        order = np.argsort(-worth, kind="stable").tolist()
        starts: dict[int, Choice] = {}
        for each in order:
            starts.setdefault(found[each].window, found[each].choice)
        starts = dict(list(starts.items())[:_WINDOWS])
        best = found[order[0]].choice
        for window in swaps.windows(best, charges, problem.serves)[:_LIKELY]:
            starts.setdefault(window, Choice(window, best.candidates))
        near = (swaps.improved(start, charges, problem.serves) for start in starts.values())
        # A team that is best alone can break a limit of the programme by itself.
        return {
            TeamColumn(place, each.window, each.candidates): points
            for each in near
            if (points := swaps.points(each, problem.serves)) is not None
        }
