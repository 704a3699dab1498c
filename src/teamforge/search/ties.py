"""Ties between teams of equal points: broken by seed and content, never by the order of rows."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from teamforge.pool.columns import as_bytes
from teamforge.problem import Problem

LOT_BITS = 24
"""The bits of each lot: enough that equal sums are rare, few enough that points and lots fit one integer."""

_BYTES = 8


def in_order(problem: Problem, candidates: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return candidates by seat and peer id: solvers see them in this order, whatever the order of rows."""
    ids = as_bytes(problem.peer_ids, problem.peers[candidates])
    return candidates[np.lexsort((ids, problem.seat[candidates]))]


def tie_costs(problem: Problem, candidates: NDArray[np.intp], seed: int) -> NDArray[np.int64]:
    """
    Return the lot that each candidate draws: of the best teams, the one with the lowest sum is chosen.

    Returns
    -------
    numpy.ndarray
        `LOT_BITS` bits per candidate, which depend only on the seed and the ids of seat and peer.
    """
    starts = [f"{seed}\x1f{seat}\x1f".encode() for seat in problem.seats]
    drawn = hashlib.sha256
    peers = as_bytes(problem.peer_ids, problem.peers[candidates]).tolist()
    pairs = zip(problem.seat[candidates].tolist(), peers, strict=True)
    lots = b"".join([drawn(starts[seat] + peer).digest() for seat, peer in pairs])
    # Bits that nobody can choose: the first bits of a SHA-256 digest.
    first = np.frombuffer(lots, dtype=">u8")[:: drawn().digest_size // _BYTES]
    return (first >> (8 * _BYTES - LOT_BITS)).astype(np.int64)
