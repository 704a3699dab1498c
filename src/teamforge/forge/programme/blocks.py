"""The challenges of a programme, each compiled, and the pool that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from teamforge.challenge import Challenge
from teamforge.challenge.programme import Programme
from teamforge.challenge.programme.matching import planned, pool_of_programme, programme_faults
from teamforge.errors import InputError
from teamforge.pool import Pool
from teamforge.problem import Eligibility, Instance, Problem, compile_problem, eligibility_of, prepare
from teamforge.problem.arrays import Bools, Rows
from teamforge.spec.dates import programme_years

__all__ = ["Block", "Year", "compile_year"]


@dataclass(frozen=True, eq=False)
class Block:
    """A challenge of a programme, compiled."""

    instance: Instance
    eligibility: Eligibility
    problem: Problem
    priority: int
    without: int
    """Points that going without a team costs, times the priority."""

    @property
    def id(self) -> str:
        """The id of the challenge."""
        return self.instance.challenge.id

    @cached_property
    def counts(self) -> tuple[bool, ...]:
        """Whether each seat counts."""
        return tuple(seat.counts for seat in self.instance.challenge.seats)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The programme year in which each window starts."""
        return tuple(self.instance.windows.programme_years.tolist())

    @property
    def rest(self) -> int:
        """The whole days of rest between two visits."""
        return self.instance.challenge.rulebook.rest_days

    @property
    def days(self) -> int:
        """How long a visit is."""
        return self.instance.windows.days

    @property
    def lead_host(self) -> str:
        """The id of the lead host, known to the pool or not."""
        return self.instance.challenge.hosts[0]

    @cached_property
    def system(self) -> frozenset[str]:
        """The ids of the hosts, known to the pool or not, and of their predecessors."""
        known = self.instance.pool.organisations.ids
        lineage = self.instance.conflicts.graph.lineage
        return frozenset({*self.instance.challenge.hosts, *(known[node.place] for node in lineage)})

    def barring(self, rule: str, peer: int) -> bool:
        """Whether a finding of a conflict rule would stop a peer here, whatever it was of."""
        conflicts = self.instance.conflicts
        fires = rule in conflicts.matches and conflicts.blocking(rule)
        return fires and (peer,) not in conflicts.waived.get(rule, {})

    @cached_property
    def _of_peer(self) -> Mapping[int, Rows]:
        rows: dict[int, list[int]] = defaultdict(list)
        for row, peer in enumerate(self.problem.peers.tolist()):
            rows[peer].append(row)
        return {peer: np.array(own, dtype=np.intp) for peer, own in rows.items()}

    def of(self, peer: int) -> Rows:
        """Return the candidates of a peer."""
        return self._of_peer.get(peer, np.array([], dtype=np.intp))


@dataclass(frozen=True, eq=False)
class Year:
    """The challenges of a programme, compiled, with the limits that they share."""

    pool: Pool
    blocks: tuple[Block, ...]
    per_organisation: int | None = None
    per_peer: int | None = None

    @cached_property
    def booked(self) -> Mapping[tuple[int, int], int]:
        """The engagements of each peer that start in each programme year."""
        if not self.blocks:
            return {}
        bookings = self.blocks[0].instance.bookings
        pairs, counts = np.unique(
            np.column_stack([bookings.peer, programme_years(bookings.start)]), axis=0, return_counts=True
        )
        return {(peer, year): count for (peer, year), count in zip(pairs.tolist(), counts.tolist(), strict=True)}

    def places(self, peer: int, year: int) -> int:
        """Return how many more engagements a peer may have in a programme year."""
        return int(self.pool.peers.max_per_year[peer]) - self.booked.get((peer, year), 0)

    def members(self, peer: int, windows: Mapping[int, Bools], *, counting: bool = False) -> dict[int, frozenset[int]]:
        """
        Return, for each of some challenges, the visits of a peer in some of its windows.

        A visit is written as candidate · number of windows + window. With `counting`, on seats that count alone.
        """
        found = {}
        for place, wanted in windows.items():
            block = self.blocks[place]
            here = [c for c in block.of(peer).tolist() if not counting or block.counts[block.problem.seat[c]]]
            width = len(block.problem.starts)
            visits = frozenset(
                c * width + w for c in here for w in np.flatnonzero(block.problem.serves[c] & wanted).tolist()
            )
            if visits:
                found[place] = visits
        return found


def compile_year(pool: Pool, programme: Programme) -> Year:
    """
    Compile the challenges of a programme that are planned, sorted by id, on the pool of the programme.

    Raises
    ------
    InputError
        If a challenge does not fit the pool; every fault of every challenge is listed.
    """
    faults = programme_faults(pool, programme)
    if faults:
        raise InputError(faults)
    own = pool_of_programme(pool, programme)
    without, limits = programme.without_team, programme.limits
    blocks = [
        _compiled(own, challenge, programme.priority[challenge.id], without)
        for challenge in sorted(planned(pool, programme), key=lambda each: each.id)
    ]
    return Year(own, tuple(blocks), limits.per_organisation, limits.per_peer)


def _compiled(pool: Pool, challenge: Challenge, priority: int, without_team: int) -> Block:
    instance = prepare(pool, challenge)
    eligibility = eligibility_of(instance)
    return Block(instance, eligibility, compile_problem(instance, eligibility), priority, priority * without_team)
