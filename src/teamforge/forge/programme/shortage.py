"""Challenges that need more peers for a seat than there are: a Hall violator, by bipartite matching."""

from __future__ import annotations

from collections import Counter

import numpy as np

from teamforge.forge.programme.blocks import Block, Year
from teamforge.forge.programme.planned import Without

__all__ = ["too_few"]


def too_few(year: Year, challenge_id: str) -> Without | None:
    """
    Return the shortage that a challenge is part of: challenges that need more peers for a seat than there are.

    A peer counts as often as they can be on that seat in all programme years together, whatever the days.
    """
    for seat in next(block for block in year.blocks if block.id == challenge_id).problem.seats:
        wanting = [block for block in year.blocks if _needs(block, seat)]
        found = _Matching(year, seat, wanting).violator(challenge_id)
        if found is not None:
            return found
    return None


def _needs(block: Block, seat: str) -> bool:
    """Whether a challenge can have a team, and none without somebody on a seat."""
    seats = dict(zip(block.problem.seats, block.problem.required, strict=True))
    return seats.get(seat, False) and len(block.problem) > 0


class _Matching:
    """Challenges matched with the peers who could have a seat there."""

    def __init__(self, year: Year, seat: str, wanting: list[Block]) -> None:
        self.seat = seat
        self.options: dict[str, list[int]] = {}
        places: dict[tuple[int, int], int] = {}
        for block in wanting:
            problem, place = block.problem, block.problem.seats.index(seat)
            self.options[block.id] = np.unique(problem.peers[problem.seat == place]).tolist()
            for peer in self.options[block.id]:
                for own in np.unique(block.years).tolist():
                    often = year.places(peer, own) if block.counting[place] else len(year.blocks)
                    places[peer, own] = max(places.get((peer, own), 0), often)
        most = len(year.blocks) if year.per_peer is None else year.per_peer
        self.often: Counter[int] = Counter()
        for (peer, _), often in places.items():
            self.often[peer] = min(most, self.often[peer] + often)
        self.holders: dict[int, list[str]] = {peer: [] for peer in self.often}

    def violator(self, challenge_id: str) -> Without | None:
        """Return the challenges that outnumber the peers they share, the given one among them; None if they do not."""
        for each in sorted(self.options, key=lambda own: own == challenge_id):
            seen: set[int] = set()
            if not self._seated(each, seen) and each == challenge_id:
                short = {each, *(holder for peer in seen for holder in self.holders[peer])}
                people = {peer for own in short for peer in self.options[own]}
                return Without("too_few", tuple(sorted(short)), self.seat, len(people))
        return None

    def _seated(self, challenge: str, seen: set[int]) -> bool:
        """Find a peer for a challenge, moving others to make room (augmenting paths); return whether that worked."""
        for peer in self.options[challenge]:
            if peer in seen:
                continue
            seen.add(peer)
            holders = self.holders[peer]
            if len(holders) < self.often[peer]:
                holders.append(challenge)
                return True
            for place, other in enumerate(holders):
                if self._seated(other, seen):
                    holders[place] = challenge
                    return True
        return False
