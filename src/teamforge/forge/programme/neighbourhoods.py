"""Which challenges are composed again together."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from teamforge.forge.programme.composing import Composer, Plan

_MOST = 60
"""The most challenges that are planned again together."""
_PART = 2
"""They are never more than all challenges divided by this."""
_WANTED = 8
"""How many of the teams found for a challenge tell who is wanted: the ones that the prices favour most."""
_HELD, _WANTED_TOO, _NO_RELATION = 1.0, 0.3, 0.05
"""How near a challenge is for each wanted peer on its team, for each that it wants too, and without any."""
_AGAIN = 0.1
"""How likely a challenge is drawn that was composed again already, until all were; 1 if it was not."""
_LEAST_LOSS = 200
"""Points added to each loss: a challenge that loses little holds peers that others want."""


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

    def __post_init__(self) -> None:
        """Begin with none."""
        self._done = set[int]()

    def drawn(self, plan: Plan) -> list[int]:
        """Return the challenges of the next neighbourhood, sorted."""
        places = range(len(self.composer.generation.whole.blocks))
        size = max(min(len(places), 2), min(_MOST, len(places) // _PART))
        losses = {place: self.composer.loss(place, plan) + _LEAST_LOSS for place in places}
        held = {place: self._peers(place, plan[place].candidates) if place in plan else set() for place in places}
        wanted = {place: self._wanted(place) for place in places}
        here: list[int] = []
        around: set[int] = set()
        while len(here) < size:
            left = {place: loss * self._factor(place) for place, loss in losses.items() if place not in here}
            if here:
                near = {
                    place: _HELD * len(around & held[place]) + _WANTED_TOO * len(around & wanted[place])
                    for place in left
                }
                left = {place: weight * (near[place] + _NO_RELATION) for place, weight in left.items()}
            pick = self.random.choices(list(left), list(left.values()))[0]
            here.append(pick)
            around |= held[pick] | wanted[pick]
        self._done = set(here) if self.all_drawn else self._done | set(here)
        return sorted(here)

    @property
    def all_drawn(self) -> bool:
        """Whether the last neighbourhood completed a round of all challenges."""
        return len(self._done) == len(self.composer.generation.whole.blocks)

    def _factor(self, place: int) -> float:
        return _AGAIN if place in self._done and not self.all_drawn else 1.0

    def _wanted(self, place: int) -> set[int]:
        """Return the peers on the teams of a challenge that the prices favour."""
        columns = self.composer.favoured(place)[:_WANTED]
        return self._peers(place, [candidate for column in columns for candidate in column.candidates])

    def _peers(self, place: int, candidates: list[int] | tuple[int, ...]) -> set[int]:
        peers = self.composer.generation.whole.blocks[place].problem.peers
        return set(peers[list(candidates)].tolist())
