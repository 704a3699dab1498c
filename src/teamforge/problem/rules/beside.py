"""What a plan's other teams, held fixed, leave for one challenge (SPEC.md section 10, rules 2 to 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.challenge.beside import PoolBeside, Visit
from teamforge.conflicts import in_force
from teamforge.pool import Pool
from teamforge.problem.instance import Compilation, Instance
from teamforge.problem.labels import labels_of
from teamforge.problem.tallies import Tallies
from teamforge.spec.dates import programme_year, programme_years
from teamforge.spec.rules import Strength

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
_MONDAY = 4
"""Day number 4, 5 January 1970, was a Monday."""


def stopped_beside(instance: Instance) -> dict[str, Bools]:
    """Return for each rule the peers that it stops in every window; no rules if the challenge is not in a plan."""
    if not isinstance(instance.pool, PoolBeside):
        return {}
    stopped = {rule: np.zeros(len(instance.pool), dtype=np.bool_) for rule in ("per_peer", "met_twice", "both_ways")}
    most = instance.pool.programme.limits.per_peer
    if most is not None:
        teams = np.bincount([visit.peer for visit in instance.visits], minlength=len(instance.pool))
        stopped["per_peer"] = teams >= most
    for visit in instance.visits:
        stopped["met_twice"][visit.peer] |= _meets_twice(instance, visit)
        stopped["both_ways"][_going_back(instance, visit)] = True
    return stopped


def closed_beside(instance: Instance, peers: Ints) -> dict[str, Bools]:
    """Return for each rule the windows that it closes for some peers (peers × windows), on seats of any kind."""
    if not isinstance(instance.pool, PoolBeside):
        return {}
    closed = {
        rule: np.zeros((len(peers), len(instance.windows)), np.bool_) for rule in ("elsewhere", "per_organisation")
    }
    place = {peer: row for row, peer in enumerate(peers.tolist())}
    starts, ends = instance.windows.starts.astype(np.int64), instance.windows.ends.astype(np.int64)
    for visit in instance.visits:
        if visit.peer in place and visit.seat.counts:  # a seat that does not count needs no rest and has no cap
            rest = visit.challenge.rulebook.rest_days
            near = (starts <= visit.last + rest) & (ends >= visit.first - rest)
            full = instance.windows.programme_years == programme_year(visit.first)
            closed["elsewhere"][place[visit.peer]] |= near | (full & _is_full(instance, visit))
    for organisation, week, present, room in _present(instance):
        if room <= 0:
            here = instance.pool.peers.organisation[peers] == organisation
            others = np.flatnonzero(here & ~np.isin(peers, sorted(present)))
            closed["per_organisation"][np.ix_(others, _week(starts) == week)] = True
    return closed


def per_organisation(compilation: Compilation) -> tuple[Tallies, ...]:
    """
    Return the tallies that limit the peers of one organisation on the team.

    A team is on site in one week. If an organisation's other peers are on site in some of the possible weeks and leave
    room for several, the smallest room applies in every week, because a tally does not depend on the window.
    """
    pool = compilation.pool
    most = pool.programme.limits.per_organisation if isinstance(pool, PoolBeside) else None
    if most is None:
        return ()
    starts = compilation.windows.starts.astype(np.int64)
    rooms = np.full(len(pool.organisations.ids), most)
    for organisation, week, _, room in _present(compilation):
        if room > 0 and (_week(starts) == week).any():
            rooms[organisation] = min(room, rooms[organisation])
    home, labels = pool.peers.organisation[compilation.peers], labels_of(pool.organisations.ids)
    families = []
    for room in range(1, min(most + 1, len(compilation.challenge.seats))):  # no team has more than that
        members = np.flatnonzero((home >= 0) & (rooms[home] == room))
        families.append(
            Tallies.grouped(f"per_organisation_{room}", members, home[members], labels, maximum=room, smallest=room + 1)
        )
    return tuple(families)


def _week(days: NDArray[np.int64]) -> NDArray[np.int64]:
    return (days - _MONDAY) // 7


def _present(instance: Instance) -> Iterator[tuple[int, int, frozenset[int], int]]:
    """Yield each organisation and week (Monday to Sunday), its peers on other teams then, and the room for more."""
    pool = instance.pool
    most = pool.programme.limits.per_organisation if isinstance(pool, PoolBeside) else None
    if most is None:
        return
    there: dict[tuple[int, int], set[int]] = defaultdict(set)
    for visit in instance.visits:
        home = int(pool.peers.organisation[visit.peer])
        if home >= 0:
            there[home, (visit.first - _MONDAY) // 7].add(visit.peer)
    for (home, week), present in there.items():
        yield home, week, frozenset(present), most - len(present)


def _is_full(instance: Instance, visit: Visit) -> bool:
    """Return whether a peer has reached their yearly maximum in the programme year of a visit."""
    year = programme_year(visit.first)
    booked = instance.bookings.start[instance.bookings.peer == visit.peer]
    visits = sum(each.peer == visit.peer and programme_year(each.first) == year for each in instance.visits)
    total = int((programme_years(booked) == year).sum()) + visits
    return total >= int(instance.pool.peers.max_per_year[visit.peer])


def _meets_twice(instance: Instance, visit: Visit) -> bool:
    """Return whether `reviewed_host`, in either challenge, keeps the peer of a visit from reviewing both hosts."""
    own, peer = instance.challenge, str(instance.pool.peers.ids[visit.peer])
    return (visit.challenge.hosts[0] in _system(instance.pool, own) and _stops(own, "reviewed_host", peer)) or (
        own.hosts[0] in _system(instance.pool, visit.challenge) and _stops(visit.challenge, "reviewed_host", peer)
    )


def _going_back(instance: Instance, visit: Visit) -> list[int]:
    """Return the peers who would make a visit of another team a reciprocal review."""
    pool, own = instance.pool, instance.challenge
    home, position = pool.peers.organisation, pool.organisations.position
    from_home: list[int] = []
    here, there = (position.get(each.hosts[0], -1) for each in (own, visit.challenge))
    if there >= 0 and int(home[visit.peer]) in instance.hosts:  # a peer of ours visits them
        theirs = np.flatnonzero(home == there).tolist()
        from_home += [peer for peer in theirs if _stops(own, "reciprocal_review", str(pool.peers.ids[peer]))]
    back = here >= 0 and home[visit.peer] == here  # their peer comes from here, so none of ours may come from there
    if back and _stops(visit.challenge, "reciprocal_review", str(pool.peers.ids[visit.peer])):
        hosts = [position[host] for host in visit.challenge.hosts if host in position]
        from_home += np.flatnonzero(np.isin(home, hosts)).tolist()
    return [peer for peer in from_home if peer != visit.peer]


def _stops(challenge: Challenge, rule: str, peer: str) -> bool:
    """Return whether any finding of a conflict rule would stop a peer."""
    if rule == "reviewed_host" and challenge.purpose == "progress_review":
        return False
    strength = challenge.rulebook.conflicts[rule].strength
    waived = any(each.peer == peer and each.rule == rule and in_force(each, challenge) for each in challenge.waivers)
    return strength is Strength.HARD or (strength is Strength.REVIEW and not waived)


def _system(pool: Pool, challenge: Challenge) -> frozenset[str]:
    """Return the ids of the hosts, in the pool or not, and of all their predecessors."""
    table = pool.relations
    links = table.kind.isin("predecessor_of")  # the target replaced the source
    source, target = table.source[links], table.target[links]
    position, ids = pool.organisations.position, pool.organisations.ids
    reached = {position[host] for host in challenge.hosts if host in position}
    new = set(reached)
    while new:
        new = set(source[np.isin(target, sorted(new))].tolist()) - reached
        reached |= new
    return frozenset({*challenge.hosts, *(ids[place] for place in reached)})
