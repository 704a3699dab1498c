"""Challenges that need more peers for a seat than there are: a Hall violator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from teamforge.forge.programme.blocks import Block, Year
from teamforge.forge.programme.outcome import NoTeamReason
from teamforge.problem.shortage import shortages


def too_few(year: Year, challenge_id: str) -> NoTeamReason | None:
    """
    Return the shortage that a challenge is part of: challenges that need more peers for a seat than there are.

    A peer counts as often as they can be on that seat in all programme years together, whatever the days.
    """
    for seat in next(block for block in year.blocks if block.id == challenge_id).problem.seats:
        needing = [block for block in year.blocks if _needs(block, seat)]
        needing.sort(key=lambda block: block.id == challenge_id)  # last: the others are matched before it
        options = {block.id: _candidates(block, seat) for block in needing}
        for challenges, peers in shortages(options, _places(year, seat, needing, options)):
            if challenge_id in challenges:
                return NoTeamReason("too_few", tuple(sorted(challenges)), seat, len(peers))
    return None


def _needs(block: Block, seat: str) -> bool:
    """Return whether a challenge has candidates, and requires a seat."""
    seats = dict(zip(block.problem.seats, block.problem.required, strict=True))
    return seats.get(seat, False) and len(block.problem) > 0


def _candidates(block: Block, seat: str) -> list[int]:
    """Return the peers who could have a seat."""
    peers: list[int] = np.unique(block.problem.peers[block.problem.seat == block.problem.seats.index(seat)]).tolist()
    return peers


def _places(year: Year, seat: str, blocks: Sequence[Block], options: Mapping[str, Sequence[int]]) -> Counter[int]:
    """Return how often each peer can be on a seat, in all years of the challenges together."""
    by_year: dict[tuple[int, int], int] = {}
    for block in blocks:
        counts = block.counting[block.problem.seats.index(seat)]
        for own in np.unique(block.years).tolist():
            for peer in options[block.id]:
                often = year.places(peer, own) if counts else len(year.blocks)
                by_year[peer, own] = max(by_year.get((peer, own), 0), often)
    most = len(year.blocks) if year.per_peer is None else year.per_peer
    places: Counter[int] = Counter()
    for (peer, _), often in by_year.items():
        places[peer] = min(most, places[peer] + often)
    return places
