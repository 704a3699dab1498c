"""
Screening: for every pair of a peer and a seat that accepts them, which rules stop it, and when it could serve.

Rules that stop a pair by itself are decided here and kept by rule, for explanations; rules that depend on others on
the team become tallies.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from teamforge.problem.instance import Instance
from teamforge.problem.rules.availability import free
from teamforge.problem.rules.beside import closed_beside, stopped_beside
from teamforge.problem.rules.eligible import accepted, excluded, off_pin
from teamforge.problem.rules.engagements import at_yearly_cap, overlaps, short_of_rest
from teamforge.spec.catalogue import BARS
from teamforge.spec.rules import Strength

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Eligibility:
    """
    The pairs of a peer and a seat that accepts them, and what stops each.

    Parameters
    ----------
    peers, seat, fit
        The peer, seat and fit of each pair, seat by seat.
    stops
        For each rule, whether it stops each pair in every window.
    free_peers
        The peers with a pair that nothing stops, sorted: the rows of `closed`.
    closed
        For each rule, the windows that it closes for each of those peers (peers × windows).
    """

    peers: Ints
    seat: NDArray[np.int16]
    fit: Ints
    stops: Mapping[str, Bools]
    free_peers: Ints
    closed: Mapping[str, Bools]

    @property
    def member_rules(self) -> tuple[str, ...]:
        """The rules of `closed` that apply only to seats that count."""
        return tuple(rule for rule in self.closed if BARS[rule].of_members)

    def without(self, rules: Collection[str]) -> Eligibility:
        """Return the pairs as if some rules stopped nobody and closed no window."""
        stops, closed = (
            {rule: np.zeros_like(mask) if rule in rules else mask for rule, mask in masks.items()}
            for masks in (self.stops, self.closed)
        )
        return replace(self, stops=stops, closed=closed)

    def in_windows(self, windows: NDArray[np.intp]) -> Eligibility:
        """Return the pairs with only some of the windows."""
        return replace(self, closed={rule: mask[:, windows] for rule, mask in self.closed.items()})

    @property
    def passed(self) -> NDArray[np.intp]:
        """The positions of the pairs that no rule stops."""
        return np.flatnonzero(~np.any(list(self.stops.values()), axis=0))

    def serves(self, pairs: NDArray[np.intp], counts: Bools) -> Bools:
        """Return the windows in which each of some passed pairs can serve; `counts` says which seats count."""
        of_members = self.member_rules
        others = reduce(np.logical_or, (windows for rule, windows in self.closed.items() if rule not in of_members))
        members = reduce(np.logical_or, (self.closed[rule] for rule in of_members), others)
        place = np.zeros(int(self.peers.max(initial=0)) + 1, dtype=np.int32)
        place[self.free_peers] = np.arange(len(self.free_peers), dtype=np.int32)
        row, beside = place[self.peers[pairs]], np.flatnonzero(~counts[self.seat[pairs]])
        closed = members.take(row, axis=0)
        closed[beside] = others.take(row[beside], axis=0)
        return np.logical_not(closed, out=closed)


def eligibility_of(instance: Instance) -> Eligibility:
    """Return every accepted pair of a pool and a challenge, with the rules that stop it."""
    pool, challenge, conflicts = instance.pool, instance.challenge, instance.conflicts
    peers, seat, fit = accepted(pool, challenge)
    stops = {
        "trained": ~pool.peers.trained[peers],
        "active": ~pool.peers.active[peers],
        "excluded": excluded(pool, challenge)[peers],
        "pin": off_pin(pool, challenge, peers, seat),
    }
    for rule in conflicts.matches:
        if not challenge.rulebook.conflicts[rule].pair and conflicts.blocking(rule):
            stops[rule] = conflicts.fires(rule)[peers]
    if challenge.rulebook.criteria["outside_region"].strength is Strength.HARD:
        at_host = instance.organisations_with("region", instance.of_hosts("region"))
        counts = np.array([place.counts for place in challenge.seats], dtype=np.bool_)
        stops["outside_region"] = counts[seat] & at_host[pool.peers.organisation[peers]]
    stops |= {rule: stopped[peers] for rule, stopped in stopped_beside(instance).items()}
    some = np.zeros(len(pool), dtype=np.bool_)
    some[peers[~np.any(list(stops.values()), axis=0)]] = True
    left = np.flatnonzero(some).astype(np.int32)
    return Eligibility(peers, seat, fit, stops, left, closed_windows(instance, left))


def closed_windows(instance: Instance, peers: Ints) -> dict[str, Bools]:
    """Return for each rule the windows that it closes for some peers (peers × windows), on a seat that counts."""
    closed = {
        "availability": ~free(instance, peers),
        "overlap": overlaps(instance, peers),
        "rest": short_of_rest(instance, peers),
        "max_per_year": at_yearly_cap(instance, peers),
        **closed_beside(instance, peers),
    }
    # The windows of a peer side by side: pairs ask for them together.
    return {rule: np.ascontiguousarray(windows) for rule, windows in closed.items()}
