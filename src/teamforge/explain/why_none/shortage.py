"""A shortage: required seats with too few peers between them, found by bipartite matching (Hall's theorem)."""

from __future__ import annotations

import numpy as np

from teamforge.problem import Problem
from teamforge.result.counts import Shortage
from teamforge.spec.dates import to_date


def find_shortage(problem: Problem) -> Shortage | None:
    """
    Return seats with too few peers between them.

    Returns
    -------
    Shortage or None
        The shortage of the window that lacks the fewest peers, the earliest among equals; it has no window if the
        seats are short in all windows together. None if some window has enough peers for its seats, so that this is
        not the reason.
    """
    short = []
    for window in range(len(problem.starts)):
        seats, peers = _violator(problem, problem.serves[:, window])
        if not seats:
            return None
        short.append((len(seats) - peers, window, seats, peers))
    if not short:
        return None
    together, people = _violator(problem, np.ones(len(problem), dtype=np.bool_))
    if together:
        return Shortage(_named(problem, together), people, None)
    _, window, seats, peers = min(short)
    return Shortage(_named(problem, seats), peers, to_date(int(problem.starts[window])))


def _named(problem: Problem, seats: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(problem.seats[seat] for seat in seats)


def _violator(problem: Problem, able: np.ndarray) -> tuple[tuple[int, ...], int]:
    """Return required seats that outnumber the peers they share, and the number of these peers; empty if none do."""
    required = [seat for seat, needed in enumerate(problem.required) if needed]
    options: dict[int, list[int]] = {}
    for seat in required:
        peers = np.unique(problem.peers[able & (problem.seat == seat)])
        # A seat with as many peers as there are seats is never short, so the first of them are enough.
        options[seat] = peers[: len(required)].tolist() if len(peers) >= len(required) else peers.tolist()
    holder: dict[int, int] = {}
    for seat in required:
        seen: set[int] = set()
        if not _seated(seat, options, holder, seen):
            # Every peer that the failed search reached is on a seat that it also reached.
            seats = {seat, *(holder[peer] for peer in seen)}
            reached = {peer for each in seats for peer in options[each]}
            return tuple(sorted(seats)), len(reached)
    return (), 0


def _seated(seat: int, options: dict[int, list[int]], holder: dict[int, int], seen: set[int]) -> bool:
    """Find a peer for a seat, moving others to make room (augmenting paths); return whether that worked."""
    for peer in options[seat]:
        if peer not in seen:
            seen.add(peer)
            if peer not in holder or _seated(holder[peer], options, holder, seen):
                holder[peer] = seat
                return True
    return False
