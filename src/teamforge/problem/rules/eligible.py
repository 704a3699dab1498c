"""Who may hold a seat at all: roles and fit, exclusions, pins (SPEC.md sections 3 and 4)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.pool import Pool

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


def accepted(pool: Pool, challenge: Challenge) -> tuple[Ints, NDArray[np.int16], Ints]:
    """Return the peers, seats and fits of every (peer, seat) pair whose seat accepts a role of the peer."""
    roles = pool.peers.roles
    fits = np.zeros((len(roles.values) + 1, len(challenge.seats)), dtype=np.int32)
    for place, held in enumerate(roles.values):
        fits[place] = [max((seat.accepts.get(role, 0) for role in held), default=0) for seat in challenge.seats]
    by_seat = [np.flatnonzero(accepts[roles.codes]).astype(np.int32) for accepts in fits.T > 0]
    peers, seats = np.concatenate(by_seat), np.repeat(np.arange(len(by_seat), dtype=np.int16), list(map(len, by_seat)))
    return peers, seats, fits[roles.codes[peers], seats]


def best_role(pool: Pool, challenge: Challenge, peer: int, seat: int) -> tuple[str, int]:
    """Return the best-fitting accepted role of a peer, the first by name among equals, and its fit."""
    accepts = challenge.seats[seat].accepts
    held = [role for role in pool.peers.roles.value(peer) or () if role in accepts]
    role = min(held, key=lambda role: (-accepts[role], role))
    return role, accepts[role]


def excluded(pool: Pool, challenge: Challenge) -> Bools:
    """Return for each peer whether the challenge excludes them: withdrawn, declined or objected to."""
    mask = np.zeros(len(pool), dtype=np.bool_)
    mask[[pool.peers.position[exclusion.peer] for exclusion in challenge.exclude]] = True
    return mask


def off_pin(pool: Pool, challenge: Challenge, peers: Ints, seat: NDArray[np.int16]) -> Bools:
    """Return for each pair whether a pin rules it out: another peer on the seat, or the peer on another seat."""
    pinned_peer = np.full(len(challenge.seats), -1, dtype=np.int32)
    pinned_seat = np.full(len(pool), -1, dtype=np.int16)
    for place, seat_id in enumerate(challenge.seat_ids):
        if seat_id in challenge.pins:
            pinned_peer[place] = pool.peers.position[challenge.pins[seat_id]]
            pinned_seat[pinned_peer[place]] = place
    other_peer = (pinned_peer[seat] >= 0) & (pinned_peer[seat] != peers)
    other_seat = (pinned_seat[peers] >= 0) & (pinned_seat[peers] != seat)
    barred: Bools = other_peer | other_seat
    return barred
