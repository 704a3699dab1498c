"""
The limit on peers from one organisation on site in one week (SPEC.md section 10, rule 4).

It counts different peers. So a row has one day of the week for each peer, who has at most one of the visits that
hold that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.rows.day import on_day
from teamforge.forge.programme.rows.row import EPSILON, Found, Key, Row
from teamforge.forge.programme.visits import VisitShare, by_peer
from teamforge.problem.arrays import Points

_MONDAY = 4
"""Day number 4, 5 January 1970, was a Monday."""


def weeks(start: int, end: int) -> range:
    """Return the numbers of the weeks, Monday to Sunday, that some days touch; confirmed ones may hold a weekend."""
    return range((start - _MONDAY) // 7, (end - _MONDAY) // 7 + 1)


def broken(whole: Year, visits: Sequence[VisitShare]) -> Iterator[Found]:
    """Yield the rows of the weeks with more peers from one organisation than the limit."""
    limit = whole.per_organisation
    home = whole.pool.peers.organisation
    groups: dict[tuple[int, int], list[VisitShare]] = defaultdict(list)
    for visit in visits if limit is not None else ():
        for week in weeks(visit.start, visit.end) if home[visit.peer] >= 0 else ():
            groups[int(home[visit.peer]), week].append(visit)
    for (organisation, week), here in groups.items():
        days = {peer: _busiest(own, week) for peer, own in by_peer(here).items()}
        if limit is None or sum(share for _, share in days.values()) <= limit + EPSILON:
            continue
        ids = sorted(f"{whole.pool.peers.ids[peer]}@{day}" for peer, (day, _) in days.items())
        key: Key = ("per_organisation", str(whole.pool.organisations.ids[organisation]), week, *ids)
        yield key, partial(_row, whole, key, limit, {peer: day for peer, (day, _) in days.items()})


def _row(whole: Year, key: Key, limit: int, days: Mapping[int, int]) -> Row:
    held: dict[int, list[Points]] = defaultdict(list)
    for peer, day in days.items():
        for place, visits in on_day(whole, peer, day).items():
            held[place].append(visits)
    return Row(key, limit, {place: np.unique(np.concatenate(visits)) for place, visits in held.items()})


def _busiest(own: list[VisitShare], week: int) -> tuple[int, float]:
    """Return the day of a week that most of a peer's visits hold, and how many do."""
    days = range(7 * week + _MONDAY, 7 * week + _MONDAY + 7)
    held = {day: sum(visit.share for visit in own if visit.start <= day <= visit.end) for day in days}
    return max(held.items(), key=lambda item: (item[1], -item[0]))
