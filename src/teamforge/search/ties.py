"""Ties between teams of equal points: broken by seed and content, never by the order of rows."""

from __future__ import annotations

import hashlib

from teamforge.problem import Problem

__all__ = ["tie_costs"]

_LOTTERY_BITS = 30


def tie_costs(problem: Problem, seed: int) -> tuple[list[int], list[int]]:
    """
    Return what each candidate and each window costs in a tie: of the best teams the cheapest is chosen.

    The earliest window comes first. In it every (peer, seat) draws a lot that depends on the seed and their ids
    alone; the lowest sum wins. A window costs more than all lots of a team together.

    Returns
    -------
    tuple of two lists of int
        A cost a candidate, from 0 to 2³⁰ − 1, and a cost a window.
    """
    lots = [
        _lot(seed, problem.seats[seat], str(problem.peer_ids[peer]))
        for peer, seat in zip(problem.peers.tolist(), problem.seat.tolist(), strict=True)
    ]
    step = len(problem.seats) << _LOTTERY_BITS
    return lots, [place * step for place in range(len(problem.starts))]


def _lot(seed: int, seat: str, peer: str) -> int:
    """Return bits that nobody can choose: the first of a SHA-256 digest."""
    digest = hashlib.sha256("\x1f".join((str(seed), seat, peer)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _LOTTERY_BITS)
