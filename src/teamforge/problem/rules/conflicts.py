"""Blocked pairs, and the cost of soft conflict rules (SPEC.md section 5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teamforge.conflicts import merge_cliques
from teamforge.pool.columns import Ids, by_id
from teamforge.problem.instance import Compilation
from teamforge.problem.labels import GroupLabels
from teamforge.problem.tallies import Tallies, Term
from teamforge.spec.rounding import round_half_up
from teamforge.spec.rules import ConflictRule, Strength


def blocked_pairs(compilation: Compilation) -> tuple[Tallies, ...]:
    """Return a tally with maximum 1 for each clique of peers in which any two are a blocked pair."""
    everybody = np.ones(len(compilation.peers), dtype=np.bool_)
    pairs = _with_candidates(compilation, compilation.conflicts.blocked_pairs(), everybody)
    # Merged in the order of ids, so that the cliques do not depend on the order of rows.
    paired = np.zeros(len(compilation.pool), dtype=np.bool_)
    paired[pairs] = True
    peers = by_id(compilation.pool.peers.ids, np.flatnonzero(paired).astype(np.int32))
    rank = np.zeros(len(compilation.pool), dtype=np.int32)
    rank[peers] = np.arange(len(peers), dtype=np.int32)
    bare, cliques = merge_cliques(rank[pairs])
    groups = Groups.of(peers[bare], *(peers[list(clique)] for clique in cliques))
    return (_together("blocked_pairs", compilation, groups, everybody, maximum=1),)


@dataclass(frozen=True, eq=False, slots=True)
class Groups:
    """Groups of peers: all positions, one group after the other, and where each group begins."""

    peers: NDArray[np.int32]
    offsets: NDArray[np.intp]

    @classmethod
    def of(cls, pairs: NDArray[np.int32], *larger: NDArray[np.int32]) -> Groups:
        """Return groups of two from the rows of `pairs`, followed by the larger groups."""
        sizes = [2] * len(pairs) + [len(group) for group in larger]
        return cls(np.concatenate([pairs.ravel(), *larger]).astype(np.int32), np.cumsum([0, *sizes]))

    def labels(self, ids: Ids) -> GroupLabels:
        """Return the ids of each group."""
        return GroupLabels(ids, self.peers, self.offsets)


def soft_rules(compilation: Compilation) -> dict[str, Term]:
    """Return for each soft rule the cost of each member, or pair of members, with an unwaived finding."""
    rules = compilation.challenge.rulebook.conflicts.values()
    return {f"soft:{rule.name}": _cost(compilation, rule) for rule in rules if rule.strength is Strength.SOFT}


def _cost(compilation: Compilation, rule: ConflictRule) -> Term:
    cost = round_half_up(1000 * (rule.weight or 0), compilation.n)
    if not rule.pair:
        fires = compilation.members & compilation.conflicts.fires(rule.name)[compilation.peers]
        return Term(points=np.where(fires, -cost, 0).astype(np.int64))
    pairs = _with_candidates(compilation, compilation.conflicts.pairs(rule.name), compilation.members)
    return Term(tallies=(_together(rule.name, compilation, Groups.of(pairs), compilation.members, gains=(0, -cost)),))


def _with_candidates(compilation: Compilation, pairs: NDArray[np.int32], among: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the pairs whose peers both have a candidate in `among`."""
    left = np.zeros(len(compilation.pool), dtype=np.bool_)
    left[compilation.peers[among]] = True
    return pairs[left[pairs].all(axis=1)]


def _together(
    name: str,
    compilation: Compilation,
    groups: Groups,
    among: NDArray[np.bool_],
    gains: tuple[int, ...] = (),
    maximum: int | None = None,
) -> Tallies:
    """Return a tally for each group of peers, with all their candidates in `among`."""
    candidates = np.flatnonzero(among)
    candidates = candidates[np.argsort(compilation.peers[candidates], kind="stable")]
    by_peer = compilation.peers[candidates]
    of_peer = np.bincount(by_peer, minlength=len(compilation.pool))
    first, each = (np.cumsum(of_peer) - of_peer)[groups.peers], of_peer[groups.peers]
    ends = np.cumsum(each)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - each, each)
    offsets = np.concatenate(([0], ends))[groups.offsets]
    members = candidates[np.repeat(first, each) + within]
    labels = groups.labels(compilation.pool.peers.ids)
    return Tallies(name, members.astype(np.int32), offsets.astype(np.int32), gains, maximum=maximum, labels=labels)
