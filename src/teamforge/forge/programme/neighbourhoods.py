"""Which challenges are composed again together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from teamforge.forge.programme.composing import Composer, Plan

__all__ = ["Neighbourhoods"]

_LEAST, _MOST = 3, 8
"""The fewest and the most challenges to compose again together."""
_TOGETHER = 4
"""How many neighbourhoods are composed at once, whatever the number of workers."""


@dataclass(eq=False)
class Neighbourhoods:
    """
    Challenges to compose again: those that lose most against their priced worth, and those with the peers they want.

    Parameters
    ----------
    composer
        The composer, which knows the losses.
    random
        The source of the draws.
    """

    composer: Composer
    random: Random

    def drawn(self, plan: Plan) -> list[tuple[list[int], float]]:
        """Return neighbourhoods that share no challenge, each with a share of the prices."""
        whole = self.composer.generation.whole
        free = list(range(len(whole.blocks)))
        found = []
        for _ in range(max(1, min(_TOGETHER, len(free) // _MOST))):
            size = min(self.random.randint(_LEAST, _MOST), len(free))
            losses = {place: self.composer.loss(place, plan) + 1 for place in free}
            here: list[int] = []
            while len(here) < size:
                related = [place for place in self._holders(here, plan) if place in losses]
                if related and self.random.random() < 0.5:  # noqa: PLR2004 -- half of them
                    pick = self.random.choice(related)
                else:
                    pick = self.random.choices(list(losses), list(losses.values()))[0]
                here.append(pick)
                del losses[pick]
            free = [place for place in free if place not in here]
            found.append((here, self.random.choice((0.0, 0.5, 1.0))))
        return found

    def _holders(self, places: list[int], plan: Plan) -> list[int]:
        """Return the challenges whose teams hold somebody who is on the best team of one of some other challenges."""
        generation = self.composer.generation
        wanted = {peer for place in places for peer in self._wanted(place)}
        return [
            place
            for place, column in sorted(plan.items())
            if place not in places
            and wanted & set(generation.whole.blocks[place].problem.peers[list(column.candidates)].tolist())
        ]

    def _wanted(self, place: int) -> Iterator[int]:
        generation = self.composer.generation
        problem = generation.whole.blocks[place].problem
        for choice in generation.best[place].choices[:1]:
            yield from problem.peers[list(choice.candidates)].tolist()
