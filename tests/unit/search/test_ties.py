"""Lots and orders depend on seed and content, never on the order of rows."""

from __future__ import annotations

import hashlib

import numpy as np

from teamforge.search.ties import LOT_BITS, in_order, tie_costs

from .problems import make


def test_by_seat_and_peer_id() -> None:
    """Whatever the order of the candidates; ids sort as text."""
    problem = make([("P9", 1), ("P10", 0), ("P9", 0), ("A", 1)], required=[True, True])
    assert in_order(problem, np.arange(4)).tolist() == [1, 2, 3, 0]
    assert in_order(problem, np.array([3, 2, 0])).tolist() == [2, 3, 0]


def test_a_lot() -> None:
    """The first 24 bits of the digest of seed, seat and peer."""
    problem = make([("A", 0), ("B", 0), ("A", 1)], required=[True, True])
    digests = [
        hashlib.sha256("\x1f".join(key).encode()).hexdigest() for key in (("3", "seat0", "A"), ("3", "seat1", "A"))
    ]
    assert [int(digest[:6], 16) for digest in digests] == tie_costs(problem, np.array([0, 2]), 3).tolist()


def test_lots_depend_on_seed_seat_and_peer() -> None:
    """And on nothing else; they fit their bits."""
    problem = make([(f"P{number}", seat) for number in range(50) for seat in (0, 1)], required=[True, True])
    lots = tie_costs(problem, np.arange(100), 0)
    assert len(set(lots.tolist())) == 100
    assert lots.min() >= 0
    assert lots.max() < 1 << LOT_BITS
    assert not np.array_equal(lots, tie_costs(problem, np.arange(100), 1))
    assert np.array_equal(lots[::-1], tie_costs(problem, np.arange(100)[::-1], 0))
