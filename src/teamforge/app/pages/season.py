"""The season: every challenge, who is where week by week, what people answered, and who has no visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from starlette.responses import Response

from teamforge.app.asking import Ask
from teamforge.app.beginning import can_begin, programme_to_begin
from teamforge.assignments import Assignment, double_bookings, in_force, live
from teamforge.challenge import Challenge
from teamforge.challenge.history import overlap_in_words
from teamforge.page.words import day_in_words, days_in_words
from teamforge.pool import Pool
from teamforge.spec.dates import day_number

_MOST_IDLE = 100


@dataclass(frozen=True)
class _SeasonVisit:
    """A challenge in the season: when it is, and how its team stands."""

    challenge: Challenge
    when: str
    first: date
    states: Mapping[str, int]
    open: int
    out: int


@dataclass(frozen=True)
class _TeamInWeek:
    """The standing team of a challenge, in its week."""

    id: str
    title: str
    start: date
    end: date
    rows: Sequence[Assignment]


@dataclass(frozen=True)
class _Week:
    name: str
    visits: Sequence[_TeamInWeek]


def season(ask: Ask) -> Response:
    """Show the season."""
    now = ask.season
    rows = () if now.pool is None else in_force(now.pool)
    visits = sorted((_visit(each, rows) for each in now.challenges.values()), key=lambda each: each.first)
    since = min((each.challenge.as_of for each in visits), default=None)
    programme = now.programme
    return ask.show(
        "season",
        heading=(programme.title or programme.id) if programme else "The season",
        visits=visits,
        weeks=() if now.pool is None else tuple(_weeks(now.pool, now.challenges)),
        clashes=[overlap_in_words(*each) for each in double_bookings(rows)],
        idle=None if now.pool is None or since is None else _idle(now.pool, since),
        since=since,
        most=_MOST_IDLE,
        can_begin=can_begin(ask.desk.files.project),
        together=None if now.faults else programme_to_begin(ask.desk.files.project, now.challenges),
        one_date=len({each.as_of for each in now.challenges.values()}) == 1,
        listed=ask.desk.files.project.file.exists(),
    )


def _visit(challenge: Challenge, rows: Sequence[Assignment]) -> _SeasonVisit:
    own = [row for row in rows if row.challenge_id == challenge.id]
    live = [row for row in own if row.live]
    if live:
        first, when = live[0].start, days_in_words(live[0].start, live[0].end)
    else:
        dates = challenge.on_site.dates
        first = dates[0] if dates else challenge.as_of
        when = "between {} and {}".format(*map(day_in_words, dates)) if dates else "no dates are listed"
    states = Counter(row.state for row in live)
    held = {row.seat for row in live}
    still = sum(seat.required and seat.id not in held for seat in challenge.seats)
    return _SeasonVisit(challenge, when, first, states, still, sum(row.out for row in own))


def _weeks(pool: Pool, challenges: Mapping[str, Challenge]) -> Iterator[_Week]:
    """Yield the weeks in which a team stands, each with its visits."""
    by_challenge: dict[str, list[Assignment]] = {}
    for row in in_force(pool):
        if row.live:
            by_challenge.setdefault(row.challenge_id, []).append(row)
    weeks: dict[date, list[_TeamInWeek]] = {}
    for identity, rows in by_challenge.items():
        known = challenges.get(identity)
        own = rows if known is None else live(pool, known)
        title = (known.title if known else None) or identity
        start = own[0].start
        monday = start - timedelta(days=start.weekday())
        weeks.setdefault(monday, []).append(_TeamInWeek(identity, title, start, own[0].end, own))
    for monday in sorted(weeks):
        yield _Week(day_in_words(monday), sorted(weeks[monday], key=lambda each: (each.start, each.id)))


def _idle(pool: Pool, since: date) -> list[str]:
    """Return the trained, active peers with no visit from a day on, in the pool or its history."""
    busy = {row.peer_id for row in in_force(pool) if row.live and row.end >= since}
    booked = np.zeros(len(pool), dtype=np.bool_)
    counted = ~pool.engagements.status.isin("cancelled") & (pool.engagements.end >= day_number(since))
    booked[pool.engagements.peer[counted]] = True
    able = pool.peers.trained & pool.peers.active & ~booked
    return [peer for peer in pool.peers.ids[np.flatnonzero(able)].tolist() if peer not in busy]
