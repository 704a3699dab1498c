"""Who can serve on one team, and when, next to the other teams of a plan: the rows, with those teams fixed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.met_twice import meets
from teamforge.forge.programme.rows.per_organisation import weeks
from teamforge.forge.programme.visits import VisitShare, by_peer
from teamforge.problem import Tallies
from teamforge.problem.arrays import Bools


def free_beside(whole: Year, place: int, visits: Sequence[VisitShare]) -> Bools:
    """Return which candidate of a challenge can serve in which window, given the visits of the other teams."""
    serves = whole.blocks[place].problem.serves.copy()
    _keep_apart(whole, place, visits, serves)
    _reciprocal(whole, place, visits, serves)
    if whole.per_organisation is not None:
        _per_organisation(whole, place, visits, serves, whole.per_organisation)
    return serves


def room_beside(whole: Year, place: int, visits: Sequence[VisitShare]) -> tuple[Tallies, ...]:
    """Return how many peers of each organisation the other visits leave room for in a challenge's only window."""
    problem, home, limit = whole.blocks[place].problem, whole.pool.peers.organisation, whole.per_organisation
    if limit is None:
        return ()
    start = int(problem.starts[0])
    here = set(weeks(start, start + whole.blocks[place].days - 1))
    there = {visit.peer for visit in visits if home[visit.peer] >= 0 and here & {*weeks(visit.start, visit.end)}}
    present = Counter(home[sorted(there)].tolist())
    more = ~np.isin(problem.peers, sorted(there))  # whoever is there already counts once
    return tuple(
        Tallies.one("room", np.flatnonzero(more & (home[problem.peers] == organisation)), (), maximum=limit - count)
        for organisation, count in sorted(present.items())
        if count < limit
    )


def _keep_apart(whole: Year, place: int, visits: Sequence[VisitShare], serves: Bools) -> None:
    """Bar peers because of the days, years, hosts or number of their other visits."""
    block = whole.blocks[place]
    everywhere: list[int] = []
    in_year: list[tuple[int, int]] = []
    near: list[tuple[int, int, int]] = []  # a candidate, and the first and last day on which a visit here cannot start
    for peer, own in by_peer(visits).items():
        rows = block.of(peer).tolist()
        if not rows:
            continue
        full = whole.per_peer is not None and len(own) >= whole.per_peer
        if full or any(meets(whole, peer, place, v.block) or meets(whole, peer, v.block, place) for v in own):
            everywhere += rows
            continue
        years = Counter(visit.year for visit in own)
        capped = {year for year, count in years.items() if count >= whole.places(peer, year)}
        counted = {visit.year for visit in own if visit.counts}
        for row in rows:
            counts = bool(block.counting[block.problem.seat[row]])
            for visit in own:
                rest = max(visit.rest, block.rest if counts else 0)
                near.append((row, visit.start - block.days + 1 - rest, visit.end + rest))
            in_year += [(row, year) for year in capped if counts or year in counted]
    starts = block.problem.starts.astype(np.int64)
    serves[everywhere] = False
    candidate, first, last = np.array(near, dtype=np.int64).reshape(-1, 3).T
    np.logical_and.at(serves, candidate, (starts < first[:, None]) | (starts > last[:, None]))
    candidate, year = np.array(in_year, dtype=np.int64).reshape(-1, 2).T
    np.logical_and.at(serves, candidate, block.years != year[:, None])


def _reciprocal(whole: Year, place: int, visits: Sequence[VisitShare], serves: Bools) -> None:
    """Bar peers who would make reviews reciprocal."""
    block, home = whole.blocks[place], whole.pool.peers.organisation
    peers, known = block.problem.peers, whole.pool.organisations.position
    for visit in visits:
        other = whole.blocks[visit.block]
        if other.lead_host in known and home[visit.peer] in block.instance.hosts:
            from_there = np.flatnonzero((home[peers] == known[other.lead_host]) & (peers != visit.peer))
            stopped = [row for row in from_there.tolist() if block.barring("reciprocal_review", int(peers[row]))]
            serves[stopped] = False
        visits_home = home[visit.peer] >= 0 and home[visit.peer] == known.get(block.lead_host)
        if visits_home and other.barring("reciprocal_review", visit.peer):
            serves[np.isin(home[peers], other.instance.hosts) & (peers != visit.peer)] = False


def _per_organisation(whole: Year, place: int, visits: Sequence[VisitShare], serves: Bools, limit: int) -> None:
    """Bar an organisation's other peers in the weeks in which it has its limit on site."""
    block, home = whole.blocks[place], whole.pool.peers.organisation
    there: dict[tuple[int, int], set[int]] = defaultdict(set)
    for visit in visits:
        for week in weeks(visit.start, visit.end) if home[visit.peer] >= 0 else ():
            there[int(home[visit.peer]), week].add(visit.peer)
    for window, start in enumerate(block.problem.starts.tolist()):
        for (organisation, week), present in there.items():
            if len(present) >= limit and week in weeks(start, start + block.days - 1):
                others = (home[block.problem.peers] == organisation) & ~np.isin(block.problem.peers, list(present))
                serves[others, window] = False
