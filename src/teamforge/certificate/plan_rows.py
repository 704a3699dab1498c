"""
The rows of a plan's certificate, read from SPEC.md section 10 again: nothing here is shared with the planner.

A row is true if no valid plan has more than its limit of the visits in it. Each family below returns the visits for
which that holds, and refuses ids for which it does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from teamforge.pool import Pool
from teamforge.pool.bookings import Bookings
from teamforge.problem import Instance, Problem
from teamforge.problem.arrays import Bools, Rows
from teamforge.spec.dates import programme_years
from teamforge.spec.rules import Strength
from teamforge.verify.ground import Ground


class RowError(ValueError):
    """A row that some valid plan breaks."""


@dataclass(frozen=True, eq=False)
class Visits:
    """Some candidates of a challenge, and whether the visit of each in each window is in a row."""

    candidates: Rows
    windows: Bools


@dataclass(frozen=True, eq=False)
class RowRead:
    """The limit of a row, and the visits in it by challenge."""

    limit: int
    visits: Mapping[str, Visits]
    sign: int = 1


@dataclass(frozen=True, eq=False)
class ChallengeGround:
    """A planned challenge: as given on the pool of the programme, and as compiled."""

    instance: Instance
    problem: Problem

    def of(self, peer: int) -> Rows:
        """Return the candidates of a peer."""
        return self._candidates.get(peer, _NOBODY)

    @cached_property
    def _candidates(self) -> Mapping[int, Rows]:
        peers = self.problem.peers
        by_peer = np.argsort(peers, kind="stable")
        ids, first = np.unique(peers[by_peer], return_index=True)
        return dict(zip(ids.tolist(), np.split(by_peer, first[1:]), strict=True)) if len(ids) else {}

    @cached_property
    def counts(self) -> Bools:
        """Whether each candidate's seat counts."""
        seats = np.array([seat.counts for seat in self.instance.challenge.seats], dtype=np.bool_)
        return seats[self.problem.seat]

    @cached_property
    def first(self) -> NDArray[np.int64]:
        """The first day of each window."""
        return self.problem.starts.astype(np.int64)

    @property
    def last(self) -> NDArray[np.int64]:
        """The last day of each window."""
        return self.first + self.instance.windows.days - 1

    @property
    def lead_host(self) -> str:
        """The id of the lead host."""
        return self.instance.challenge.hosts[0]

    @cached_property
    def system(self) -> frozenset[str]:
        """The ids of the hosts and all their predecessors."""
        ids = self.instance.pool.organisations.ids
        ground = Ground(self.instance.pool, self.instance.challenge)
        return frozenset({*self.instance.challenge.hosts, *(ids[place] for place in ground.hosts_plus)})

    def stops(self, rule: str, peer_id: str) -> bool:
        """Whether a conflict rule is hard here, or review without a waiver in force for the peer."""
        challenge = self.instance.challenge
        if rule == "reviewed_host" and challenge.purpose == "progress_review":
            return False
        strength = challenge.rulebook.conflicts[rule].strength
        waived = any(
            waiver.rule == rule
            and waiver.peer == peer_id
            and waiver.on <= challenge.as_of
            and (waiver.until is None or challenge.as_of <= waiver.until)
            for waiver in challenge.waivers
        )
        return strength is Strength.HARD or (strength is Strength.REVIEW and not waived)


@dataclass(frozen=True, eq=False)
class PlanGround:
    """The pool of a programme with the engagements that count, its limits, and its challenges by id."""

    pool: Pool
    bookings: Bookings
    challenges: Mapping[str, ChallengeGround]
    per_organisation: int | None
    per_peer: int | None
    standing: Mapping[str, Sequence[tuple[str, str, int, int]]]
    budget: int | None

    def peer(self, peer_id: object) -> int:
        """Return the position of a peer."""
        place = self.pool.peers.position.get(str(peer_id)) if isinstance(peer_id, str) else None
        if place is None:
            raise RowError(f"no peer {peer_id}")
        return int(place)

    def of(self, challenge_id: object) -> ChallengeGround:
        """Return a challenge."""
        found = self.challenges.get(challenge_id) if isinstance(challenge_id, str) else None
        if found is None:
            raise RowError(f"no challenge {challenge_id}")
        return found

    def places(self, peer: int, year: int) -> int:
        """Return how many more engagements a peer may have that start in a programme year."""
        return max(0, int(self.pool.peers.max_per_year[peer]) - self._booked[peer, year])

    @cached_property
    def _booked(self) -> Counter[tuple[int, int]]:
        peers, starts = self.bookings.peer.tolist(), programme_years(self.bookings.start).tolist()
        return Counter(zip(peers, starts, strict=True))


_NOBODY: Rows = np.array([], dtype=np.intp)


def _of(challenge: ChallengeGround, peer: int, windows: Bools, counting: Bools | None = None) -> Visits:
    """Return a peer's visits in some windows on any seat, and in others on seats that count."""
    candidates = challenge.of(peer)
    asked = windows if counting is None else windows | (challenge.counts[candidates][:, None] & counting)
    return Visits(candidates, challenge.problem.serves[candidates] & asked)


def _all(challenge: ChallengeGround) -> Bools:
    return np.ones(len(challenge.problem.starts), dtype=np.bool_)


def _none(challenge: ChallengeGround) -> Bools:
    return ~_all(challenge)


def _in(challenge: ChallengeGround, year: int) -> Bools:
    here: Bools = programme_years(challenge.first) == year
    return here


def _year(ground: PlanGround, ids: Sequence[str | int]) -> RowRead:
    """Rule 2: visits that count are at most the places left; so is one that counts with as many others of any kind."""
    peer_id, year, *more = ids
    peer = ground.peer(peer_id)
    if not isinstance(year, int):
        raise RowError("no programme year")
    places = ground.places(peer, year)
    if not more:
        return RowRead(places, {own: _of(c, peer, _none(c), _in(c, year)) for own, c in ground.challenges.items()})
    first, *others = more
    if len(others) != places or len({first, *others}) != len(more):
        raise RowError("another number of challenges than the peer has places")
    visits = {str(own): _of(ground.of(own), peer, _in(ground.of(own), year)) for own in others}
    here = ground.of(first)
    return RowRead(places, {**visits, str(first): _of(here, peer, _none(here), _in(here, year))})


def _day(ground: PlanGround, ids: Sequence[str | int]) -> RowRead:
    """Rule 2: at most one of the visits on a day, counting the rest after (or before) visits that count."""
    peer_id, day, side = ids
    peer = ground.peer(peer_id)
    if not isinstance(day, int) or side not in {"after", "before"}:
        raise RowError("no day, or no side of it")
    return RowRead(1, {own: _holds(c, peer, day, str(side)) for own, c in ground.challenges.items()})


def _holds(challenge: ChallengeGround, peer: int, day: int, side: str) -> Visits:
    rest = challenge.instance.challenge.rulebook.rest_days
    on_site = (challenge.first <= day) & (day <= challenge.last)
    resting = (challenge.last < day) & (day <= challenge.last + rest)
    if side == "before":
        resting = (challenge.first - rest <= day) & (day < challenge.first)
    return _of(challenge, peer, on_site, resting)


def _met_twice(ground: PlanGround, ids: Sequence[str | int]) -> RowRead:
    """Rule 3: if `reviewed_host` binds, a peer is on only one team at a host."""
    peer_id, *pair = ids
    one, other = (ground.of(own) for own in pair)
    meets = (other.lead_host in one.system and one.stops("reviewed_host", str(peer_id))) or (
        one.lead_host in other.system and other.stops("reviewed_host", str(peer_id))
    )
    if one is other or not meets:
        raise RowError("the peer may review both")
    peer = ground.peer(peer_id)
    return RowRead(1, {str(own): _of(ground.of(own), peer, _all(ground.of(own))) for own in pair})


def _reciprocal(ground: PlanGround, ids: Sequence[str | int]) -> RowRead:
    """Rule 3: if `reciprocal_review` binds, either the peer visits, or somebody from their hosts visits in return."""
    own, peer_id, back, seat = ids
    here, away, peer = ground.of(own), ground.of(back), ground.peer(peer_id)
    home, ids_of = ground.pool.peers.organisation, ground.pool.organisations.ids
    goes_back = home[peer] >= 0 and ids_of[home[peer]] == away.lead_host
    if here is away or not goes_back or not here.stops("reciprocal_review", str(peer_id)):
        raise RowError("no review goes both ways")
    if seat not in away.problem.seats:
        raise RowError(f"no seat {seat}")
    hosts = [ground.pool.organisations.position.get(host, -2) for host in here.instance.challenge.hosts]
    from_hosts = np.isin(home[away.problem.peers], hosts) & (away.problem.peers != peer)
    able = np.flatnonzero(from_hosts & (away.problem.seat == away.problem.seats.index(str(seat))))
    return RowRead(1, {str(own): _of(here, peer, _all(here)), str(back): Visits(able, away.problem.serves[able])})


def _per_organisation(ground: PlanGround, ids: Sequence[str | int]) -> RowRead:
    """Rule 4: peers of an organisation on site in one week, each on a day of it."""
    organisation, week, *people = ids
    if ground.per_organisation is None or not isinstance(week, int) or organisation == "":
        raise RowError("no such limit")
    found: dict[str, list[Visits]] = {own: [] for own in ground.challenges}
    seen = set()
    for each in people:
        peer_id, _, written = str(each).rpartition("@")
        peer, day = ground.peer(peer_id), int(written)
        home = ground.pool.peers.organisation[peer]
        if home < 0 or ground.pool.organisations.ids[home] != organisation or (day - 4) // 7 != week or peer in seen:
            raise RowError("a peer of another organisation, a day of another week, or a peer twice")
        seen.add(peer)
        for own, challenge in ground.challenges.items():
            found[own].append(_of(challenge, peer, (challenge.first <= day) & (day <= challenge.last)))
    return RowRead(ground.per_organisation, {own: _together(each) for own, each in found.items() if each})


def _together(visits: Sequence[Visits]) -> Visits:
    """Return the visits of different peers as one."""
    return Visits(
        np.concatenate([each.candidates for each in visits]), np.concatenate([each.windows for each in visits])
    )


def _per_peer(ground: PlanGround, ids: Sequence[str | int]) -> RowRead:
    """Rule 4: the teams of a peer."""
    (peer_id,) = ids
    if ground.per_peer is None:
        raise RowError("no such limit")
    peer = ground.peer(peer_id)
    return RowRead(ground.per_peer, {own: _of(c, peer, _all(c)) for own, c in ground.challenges.items()})


def _change(ground: PlanGround, ids: Sequence[str | int]) -> RowRead:
    """Of the standing seats that their peers could still hold, all but the budget of changes are kept."""
    (budget,) = ids
    if ground.budget is None or not isinstance(budget, int) or budget < ground.budget:
        raise RowError("no such budget")
    seats, visits = 0, {}
    for own, challenge in ground.challenges.items():
        problem = challenge.problem
        kept = np.zeros(problem.serves.shape, dtype=np.bool_)
        for seat, peer_id, start, end in ground.standing[own]:
            here = (problem.peer_ids[problem.peers] == peer_id) & (np.array(problem.seats)[problem.seat] == seat)
            seats += int(here.any())
            kept |= problem.serves & here[:, None] & ((challenge.first == start) & (challenge.last == end))
        standing = np.flatnonzero(kept.any(axis=1))
        visits[own] = Visits(standing, kept[standing])
    return RowRead(budget - seats, visits, sign=-1)


FAMILIES: Mapping[str, Callable[[PlanGround, Sequence[str | int]], RowRead]] = {
    "year": _year,
    "day": _day,
    "met_twice": _met_twice,
    "reciprocal": _reciprocal,
    "per_organisation": _per_organisation,
    "per_peer": _per_peer,
    "change": _change,
}
"""How each kind of row is read."""
