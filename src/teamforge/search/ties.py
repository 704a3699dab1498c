"""Ties between teams of equal points: broken by seed and content, never by the order of rows."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from teamforge.problem import Problem

__all__ = ["LOT_BITS", "in_order", "tie_costs"]

LOT_BITS = 24
"""Of each lot: enough that equal sums are rare, few enough that points and lots fit one integer."""


def in_order(problem: Problem, candidates: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return candidates by seat and peer id: solvers see them in this order, whatever the order of rows."""
    ids = problem.peer_ids[problem.peers[candidates]].astype(str)
    return candidates[np.lexsort((ids, problem.seat[candidates]))]


def tie_costs(problem: Problem, candidates: NDArray[np.intp], seed: int) -> NDArray[np.int64]:
    """
    Return the lot that each of some candidates draws: of the best teams the one with the lowest sum is chosen.

    Returns
    -------
    numpy.ndarray
        `LOT_BITS` bits a candidate, which depend on the seed and the ids of seat and peer alone.
    """
    peers = problem.peer_ids[problem.peers[candidates]].tolist()
    lots = [
        _lot(seed, problem.seats[seat], str(peer))
        for seat, peer in zip(problem.seat[candidates].tolist(), peers, strict=True)
    ]
    return np.array(lots, dtype=np.int64)


def _lot(seed: int, seat: str, peer: str) -> int:
    """Return bits that nobody can choose: the first of a SHA-256 digest."""
    digest = hashlib.sha256("\x1f".join((str(seed), seat, peer)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - LOT_BITS)
