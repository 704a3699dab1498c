"""The challenges of a programme, each compiled, and the pool that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.challenge.programme import Programme
from teamforge.challenge.programme.matching import planned, pool_of_programme, programme_faults
from teamforge.errors import InputError
from teamforge.pool import Pool
from teamforge.pool.assignments.history import Assignment, in_force
from teamforge.problem import Eligibility, Instance, Problem, compile_problem, eligibility_of, prepare
from teamforge.problem.arrays import Bools, Ints, Points, Rows
from teamforge.problem.limits import within_limit
from teamforge.search.bound import Prices
from teamforge.search.ties import in_order
from teamforge.spec.dates import day_number, programme_years

Places = Mapping[str, Sequence[tuple[str, str, range]]]
"""Challenge id to the places of its team: seat id, peer id, and the days on site as day numbers."""


@dataclass(frozen=True, eq=False)
class Block:
    """
    A challenge of a programme, compiled.

    Parameters
    ----------
    instance, eligibility
        The challenge on the pool of the programme, and who can sit where.
    alone, problem
        The compiled problem, without and with the programme's limits on a single team.
    priority
        The factor on its points.
    without
        The points that going without a team costs, times the priority.
    confirmed
        Whether somebody has confirmed, so that it must have a team.
    standing
        Its team in the live rows of `assignments`: seat, peer, first and last day.
    least
        The fewest points of a team that a plan may give it; None for any.
    """

    instance: Instance
    eligibility: Eligibility
    alone: Problem
    problem: Problem
    priority: int
    without: int
    confirmed: bool
    standing: tuple[tuple[str, int, int, int], ...]
    least: int | None = None

    @property
    def id(self) -> str:
        """The id of the challenge."""
        return self.instance.challenge.id

    def widened(self, proofs: Iterable[Prices]) -> tuple[Prices, ...]:
        """Return prices of `alone` as prices of `problem`: the programme's limits on a team have no price yet."""
        proofs = list(proofs)
        more: list[dict[int, int]] = [{}] * (len(self.problem.tallies) - len(self.alone.tallies))
        of = {id(prices): (*prices, *more) for prices in proofs}  # windows share prices
        return tuple(of[id(prices)] for prices in proofs)

    @cached_property
    def counting(self) -> Bools:
        """Whether each seat counts."""
        return np.array([seat.counts for seat in self.instance.challenge.seats], dtype=np.bool_)

    @cached_property
    def years(self) -> Points:
        """The programme year in which each window starts."""
        return programme_years(self.problem.starts)

    @cached_property
    def rest(self) -> int:
        """The whole days of rest between two visits."""
        return self.instance.challenge.rulebook.rest_days

    @cached_property
    def days(self) -> int:
        """How many days a visit takes."""
        return self.instance.windows.days

    @cached_property
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
        """Return whether a finding of a conflict rule would stop a peer here, whatever it was about."""
        conflicts = self.instance.conflicts
        fires = rule in conflicts.matches and conflicts.blocking(rule)
        return fires and (peer,) not in conflicts.waived.get(rule, {})

    @cached_property
    def _by_peer(self) -> tuple[Rows, NDArray[np.int32]]:
        """The candidates by peer, and these peers."""
        order: Rows = np.argsort(self.problem.peers, kind="stable")
        return order, self.problem.peers[order]

    def of(self, peer: int) -> Rows:
        """Return the candidates of a peer."""
        order, peers = self._by_peer
        first, last = peers.searchsorted((peer, peer + 1))
        return order[first:last]


class PeerVisits(NamedTuple):
    """
    The visits that a peer can make, each with its challenge, its first and last day, and its programme year.

    `counts` says whether its seat counts, and `rest` how many whole days of rest lie around it: none if it does not.
    """

    place: NDArray[np.int16]
    visit: NDArray[np.integer]
    start: Ints
    end: Ints
    year: Ints
    counts: Bools
    rest: NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Year:
    """
    The challenges of a programme, compiled, with the limits that they share.

    Parameters
    ----------
    pool, blocks
        The pool, and the challenges.
    per_organisation, per_peer
        The programme's limits.
    beside
        How many visits on seats that count each peer has, in each programme year, on teams that are fixed.
    """

    pool: Pool
    blocks: tuple[Block, ...]
    per_organisation: int | None = None
    per_peer: int | None = None
    beside: Mapping[tuple[int, int], int] = field(default_factory=dict)

    @cached_property
    def booked(self) -> Mapping[tuple[int, int], int]:
        """How many engagements of each peer start in each programme year."""
        if not self.blocks:
            return {}
        bookings = self.blocks[0].instance.bookings
        pairs, counts = np.unique(
            np.column_stack([bookings.peer, programme_years(bookings.start)]), axis=0, return_counts=True
        )
        return {(peer, year): count for (peer, year), count in zip(pairs.tolist(), counts.tolist(), strict=True)}

    def places(self, peer: int, year: int) -> int:
        """Return how many more engagements a peer may have in a programme year."""
        taken = self.booked.get((peer, year), 0) + self.beside.get((peer, year), 0)
        return int(self.pool.peers.max_per_year[peer]) - taken

    def members(self, peer: int, chosen: Callable[[PeerVisits], Bools]) -> dict[int, Points]:
        """
        Return, for each challenge, those visits that a peer can make that are chosen.

        A visit is written as candidate · number of windows + window.
        """
        if not self.blocks:
            return {}
        visits = self._visits(peer)
        kept = chosen(visits)
        places, firsts = np.unique(visits.place[kept], return_index=True)
        # If none is chosen, `split` still gives one part, without visits.
        return dict(zip(places.tolist(), np.split(visits.visit[kept].astype(np.int64), firsts[1:]), strict=False))

    def _visits(self, peer: int) -> PeerVisits:
        """Return the visits that a peer can make: in the order of the challenges, those of each sorted."""
        if peer not in self._known_visits:
            found = []
            for place, block in enumerate(self.blocks):
                rows = block.of(peer)
                candidate, window = np.nonzero(block.problem.serves[rows])
                counts = block.counting[block.problem.seat[rows[candidate]]]
                start = block.problem.starts[window].astype(np.int32)
                visit = rows[candidate] * len(block.problem.starts) + window
                # There are many visits: half the memory, where the numbers allow it.
                small = block.problem.serves.size <= np.iinfo(np.int32).max
                found.append(
                    (
                        np.full(len(window), place, dtype=np.int16),
                        visit.astype(np.int32) if small else visit,
                        start,
                        start + np.int32(block.days - 1),
                        block.years[window].astype(np.int32),
                        counts,
                        (counts * block.rest).astype(np.int16),
                    )
                )
            self._known_visits[peer] = PeerVisits(*(np.concatenate(each) for each in zip(*found, strict=True)))
        return self._known_visits[peer]

    @cached_property
    def _known_visits(self) -> dict[int, PeerVisits]:
        return {}


def compile_year(pool: Pool, programme: Programme) -> Year:
    """
    Compile the challenges of a programme that are planned, sorted by id, on the pool of the programme.

    Parameters
    ----------
    pool, programme
        The pool as it was read, and the programme.

    Raises
    ------
    InputError
        If a challenge does not fit the pool; every fault of every challenge is listed.
    """
    faults = programme_faults(pool, programme)
    if faults:
        raise InputError(faults)
    own = pool_of_programme(pool, programme)
    limits = programme.limits
    rows = in_force(pool)
    standing = _live(rows)
    confirmed = {row.challenge_id for row in rows if row.state == "confirmed"}
    blocks = [
        _compiled(own, programme, challenge, standing.get(challenge.id, ()), confirmed=challenge.id in confirmed)
        for challenge in sorted(planned(pool, programme), key=lambda each: each.id)
    ]
    return Year(own, tuple(blocks), limits.per_organisation, limits.per_peer)


def _live(rows: Iterable[Assignment]) -> Places:
    found: dict[str, list[tuple[str, str, range]]] = defaultdict(list)
    for row in rows:
        if row.live:
            days = range(day_number(row.start), day_number(row.end) + 1)
            found[row.challenge_id].append((row.seat, row.peer_id, days))
    return found


def _compiled(
    pool: Pool,
    programme: Programme,
    challenge: Challenge,
    standing: Sequence[tuple[str, str, range]],
    *,
    confirmed: bool,
) -> Block:
    instance = prepare(pool, challenge)
    eligibility = eligibility_of(instance)
    problem = compile_problem(instance, eligibility)
    # From here on nothing depends on the order of rows.
    alone = problem.restrict(in_order(problem, np.arange(len(problem))), np.arange(len(problem.starts)))
    limit = programme.limits.per_organisation
    priority = programme.priority[challenge.id]
    return Block(
        instance,
        eligibility,
        alone,
        alone if limit is None else within_limit(alone, pool, limit),
        priority,
        priority * programme.without_team,
        confirmed,
        tuple(
            (seat, pool.peers.position[peer], days[0], days[-1])
            for seat, peer, days in standing
            if peer in pool.peers.position
        ),
    )
