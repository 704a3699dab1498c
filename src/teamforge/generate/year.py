"""
A programme year for an invented pool: challenges from April to March, when peers are free in it, and new declarations.

Shares and amounts are those of a programme year at the size of the LGA's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from teamforge.errors import Fault, InputError
from teamforge.generate import densities as d
from teamforge.generate.peers import Rng, shares, texts_of_days
from teamforge.register import Register
from teamforge.spec.dates import NEAR_YEARS, day_number
from teamforge.tables import Text, TextTable

FIRST_YEAR = d.AS_OF.year
"""Engagements and interests are drawn around January of this year."""
LAST_YEAR = NEAR_YEARS[-1] - 1
"""The last programme year whose days a challenge may have."""
_FREE_DAYS, _AWAY_DAYS, _BETWEEN = (4, 28), (0, 11), (3, 19)
"""Days from the first to the last of a row, and from there to the next row."""
_AWAY_ROWS = (3, 14)
_FIRST_ROW = 41
_MOST_ROWS = 53
"""More rows than a year can hold, even of the shortest ones, one after another."""
_RENEWED, _DECLARED_WITHIN = 0.94, 300
_WEEKS = (4, 9)
_THEMES, _WEIGHTS = (4, 7), (2, 10)
_PRIORITIES = (0.6, 0.3, 0.1)
_DATES = ("start", "end")
_BREAKS = 2 / 3
"""The share of challenges that avoid the summer and Christmas."""


def _season(year: int) -> tuple[int, int]:
    """Return the first and the last day of a programme year, counted from `densities.AS_OF`."""
    first, last = date(year, 4, 1), date(year + 1, 3, 31)
    return (first - d.AS_OF).days, (last - d.AS_OF).days


def availability_of_year(ids: Text, year: int, rng: Rng) -> TextTable:
    """Return when peers are free or away in a programme year; nobody lists both."""
    first, last = _season(year)
    answers = shares(rng, d.ANSWERS, len(ids))
    free, away = np.flatnonzero(answers == 1), np.flatnonzero(answers > 1)
    shape = (len(free), _MOST_ROWS)
    lasting = rng.integers(*_FREE_DAYS, shape, endpoint=True)
    steps = lasting + rng.integers(*_BETWEEN, shape, endpoint=True)
    starts = first + rng.integers(0, _FIRST_ROW, (len(free), 1)) + np.cumsum(steps, axis=1) - steps
    row, column = np.nonzero(starts <= last)
    often = rng.integers(*_AWAY_ROWS, len(away), endpoint=True)
    owners = np.repeat(away, often)
    since = rng.integers(first, last, len(owners), endpoint=True)
    absent = rng.integers(*_AWAY_DAYS, len(owners), endpoint=True)
    peer = np.concatenate([free[row], owners]).astype(np.int32)
    start = np.concatenate([starts[row, column], since])
    end = start + np.concatenate([lasting[row, column], absent])
    tentative = rng.random(len(owners)) < d.TENTATIVE
    status = np.concatenate([np.zeros(len(row), int), np.where(tentative, 1, 2)]).astype(np.int32)
    order = np.argsort(peer, kind="stable")
    columns = {
        "peer_id": Text(peer[order], ids.texts),
        "start": texts_of_days(start[order]),
        "end": texts_of_days(np.minimum(end, last)[order]),
        "status": Text(status[order], ("available", "tentative", "unavailable")),
    }
    return TextTable("availability", columns, np.arange(2, len(peer) + 2, dtype=np.int32))


def moved(table: TextTable, year: int) -> TextTable:
    """Return a table whose dates lie around another January, on the same days of the week."""
    later = timedelta(weeks=(_decided(year) - d.AS_OF).days // 7)  # what is done stays done
    columns = {
        name: replace(column, texts=tuple(str(date.fromisoformat(text) + later) for text in column.texts))
        if name in _DATES
        else column
        for name, column in table.columns.items()
    }
    return replace(table, columns=columns)


def declared_anew(peers: TextTable, year: int, rng: Rng) -> TextTable:
    """Return the peers with declarations renewed in the months before the programme was decided."""
    size = len(peers)
    days = texts_of_days((_decided(year) - d.AS_OF).days - rng.integers(0, _DECLARED_WITHIN, size))
    codes = np.where(rng.random(size) < _RENEWED, days.codes, -1).astype(np.int32)
    return replace(peers, columns={**peers.columns, "declared_on": Text(codes, days.texts)})


def programme_for(register: Register, year: int, challenges: int, rng: Rng) -> dict[str, object]:
    """
    Return the fields of a programme: every council of a kind that hosts challenges once, with its board, then again.

    The first challenges are the same however many there are.

    Raises
    ------
    InputError
        If no council of such a kind is part of a board.
    """
    organisations = register.organisations
    councils = [pair for pair in register.boards(d.AS_OF) if organisations.kind[pair[0]] in d.HOST_KINDS]
    if not councils:
        expected = f"a council ({', '.join(d.HOST_KINDS)}) that is part_of an icb, to be a host"
        raise InputError([Fault("relations", None, None, None, expected, "add one")])
    order = rng.permutation(len(councils))
    own = rng.spawn(challenges)  # each challenge draws for itself
    found, priority = [], {}
    for number in range(challenges):
        hosts = [organisations.ids[place] for place in councils[order[number % len(order)]]]
        name = f"c{number:03d}-{hosts[0]}"
        found.append({"id": name, "hosts": hosts, **_challenge(year, own[number])})
        if (weight := 1 + int(own[number].choice(3, p=_PRIORITIES))) > 1:
            priority[name] = weight
    title = f"An invented programme year, {year}/{(year + 1) % 100:02}"
    return {
        "id": f"year-{year}",
        "title": title,
        "as_of": str(_decided(year)),
        "challenges": found,
        "priority": priority,
    }


def _decided(year: int) -> date:
    return date(year, 1, 11)


def _challenge(year: int, rng: Rng) -> Mapping[str, object]:
    """Return the dates and the scope of a challenge: some whole weeks from mid-April to mid-March."""
    weeks = int(rng.integers(*_WEEKS, endpoint=True))
    first = _monday_after(date(year, 4, 11))
    last = _monday_after(date(year + 1, 3, 11)) - timedelta(weeks=weeks - 1)
    start = first + timedelta(weeks=int(rng.integers(0, (last - first).days // 7, endpoint=True)))
    breaks = rng.random() < _BREAKS
    avoid = [(date(year, 12, 20), date(year + 1, 1, 3)), (date(year, 8, 2), date(year, 8, 20))] if breaks else []
    themes = rng.choice(np.array(d.THEMES), int(rng.integers(*_THEMES, endpoint=True)), replace=False).tolist()
    weights = sorted(rng.integers(*_WEIGHTS, len(themes), endpoint=True).tolist(), reverse=True)
    return {
        "on_site": {
            "days": 3,
            "earliest": str(start),
            "latest": str(start + timedelta(weeks=weeks, days=-3)),
            "avoid": [{"start": str(one), "end": str(other)} for one, other in avoid],
        },
        "scope": dict(zip(themes, weights, strict=True)),
    }


def _monday_after(day: date) -> date:
    """Return the first Monday on or after a day."""
    return day + timedelta(days=(4 - day_number(day)) % 7)  # day number 4 was a Monday
