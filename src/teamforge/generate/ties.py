"""The tables `availability`, `interests` and `engagements` of an invented pool."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from teamforge.generate import densities as d
from teamforge.generate.peers import Rng, shares, texts_of_days
from teamforge.register import Register
from teamforge.tables import Text, TextTable

_SEASON = (date(2027, 3, 1) - d.AS_OF).days
"""The first day about which people say when they are free or away."""
_FREE_SEASON, _AWAY_SEASON = 41, 110
"""The first row begins within this many days."""
_FREE_DAYS, _AWAY_DAYS, _BETWEEN = (4, 28), (0, 11), (3, 19)
"""Days from the first to the last of a row, and from there to the next row."""
_OLDEST, _LATEST = (date(2010, 8, 15) - d.AS_OF).days, (date(2026, 3, 16) - d.AS_OF).days
_SHORTEST, _LONGEST, _RECENT = 107, 2985, 200
"""How long an ended interest lasted, in days; one that would still be running ended in the last `_RECENT` days."""
_FIRST_REVIEW = (date(2022, 12, 5) - d.AS_OF).days
_LAST_BOOKING = (date(2027, 4, 8) - d.AS_OF).days
_ON_SITE = 3

Ints = NDArray[np.int32]


def availability_of(ids: Text, rng: Rng) -> TextTable:
    """Return when peers are free or away; nobody lists both."""
    answers = shares(rng, d.ANSWERS, len(ids))
    free_rows, away_rows = 1 + shares(rng, d.FREE_ROWS, len(ids)), 1 + shares(rng, d.AWAY_ROWS, len(ids))
    rows = np.where(answers == 1, free_rows, away_rows) * (answers > 0)
    peer = np.repeat(np.arange(len(ids), dtype=np.int32), rows)
    free = answers[peer] == 1
    size = len(peer)
    days = np.where(
        free, rng.integers(*_FREE_DAYS, size, endpoint=True), rng.integers(*_AWAY_DAYS, size, endpoint=True)
    )
    start = _SEASON + np.where(free, _one_after_the_other(days, rows, rng), rng.integers(0, _AWAY_SEASON, size))
    status = np.where(free, 0, np.where(rng.random(size) < d.TENTATIVE, 1, 2)).astype(np.int32)
    columns = {
        "peer_id": Text(peer, ids.texts),
        "start": texts_of_days(start),
        "end": texts_of_days(start + days),
        "status": Text(status, ("available", "tentative", "unavailable")),
    }
    return _shuffled("availability", columns, rng)


def interests_of(ids: Text, register: Register, rng: Rng) -> TextTable:
    """Return what peers have declared: ties to organisations, mostly ended, and to each other."""
    peer = _owners(rng, d.INTEREST_ROWS if len(ids) > 1 else (1.0,), len(ids))
    size = len(peer)
    kind = shares(rng, [each.share for each in d.INTERESTS], size)
    places = register.of_kind(*(set(register.organisations.kind) - d.NOT_OF_INTEREST - {None}))  # type: ignore[arg-type]
    in_organisation = rng.random(size) < np.array([each.in_organisation for each in d.INTERESTS])[kind]
    organisation = np.where(in_organisation, rng.choice(places, size=size), -1).astype(np.int32)
    # Anybody but oneself.
    other = (peer + rng.integers(1, max(2, len(ids)), size)) % len(ids)
    other = np.where(in_organisation, -1, other).astype(np.int32)
    ended = np.array([each.ended for each in d.INTERESTS])[kind]
    start = rng.integers(_OLDEST, _LATEST, size)
    end = start + rng.integers(_SHORTEST, _LONGEST, size)
    end = np.where(end < 0, end, -rng.integers(1, _RECENT, size, endpoint=True))
    columns = {
        "peer_id": Text(peer, ids.texts),
        "kind": Text(kind, tuple(each.kind for each in d.INTERESTS)),
        "organisation_id": Text(organisation, register.organisations.ids),
        "other_peer_id": Text(other, ids.texts),
        "start": _where(in_organisation, texts_of_days(start)),
        "end": _where(ended, texts_of_days(end)),
        "note": Text(np.full(size, -1, dtype=np.int32), ()),
    }
    return _shuffled("interests", columns, rng)


def engagements_of(peers: TextTable, register: Register, rng: Rng) -> TextTable:
    """Return the reviews that peers did or are booked for; a very large pool has no more of them than a smaller one."""
    ids, done = peers.columns["peer_id"], peers.columns["challenges_done"]
    peer = _owners(rng, d.ENGAGEMENT_ROWS, len(ids))
    peer = peer[(done.codes != done.texts.index("0"))[peer]]
    peer = peer[rng.random(len(peer)) < min(1.0, d.CROWDED / len(ids))]
    size = len(peer)
    hosts = register.of_kind(*d.HOST_KINDS)
    status = shares(rng, list(d.ENGAGEMENT_STATUSES.values()), size)
    start = np.where(
        status == 0, rng.integers(_FIRST_REVIEW, -_ON_SITE + 1, size), rng.integers(1, _LAST_BOOKING + 1, size)
    )
    columns = {
        "peer_id": Text(peer, ids.texts),
        "host_organisation_id": Text(rng.choice(hosts, size=size).astype(np.int32), register.organisations.ids),
        "start": texts_of_days(start),
        "end": texts_of_days(start + _ON_SITE - 1),
        "status": Text(status, tuple(d.ENGAGEMENT_STATUSES)),
        "challenge_id": Text(np.full(size, -1, dtype=np.int32), ()),
    }
    return _shuffled("engagements", columns, rng)


def _owners(rng: Rng, weights: Sequence[float], size: int) -> Ints:
    """Return the peer of each row; the weights are the shares of peers with 0, 1, 2, … rows."""
    return np.repeat(np.arange(size, dtype=np.int32), shares(rng, weights, size))


def _one_after_the_other(days: NDArray[np.int64], rows: Ints, rng: Rng) -> NDArray[np.int64]:
    """Return the start of each row, some days after the end of the same peer's previous row."""
    step = rng.integers(*_BETWEEN, len(days), endpoint=True)
    step[1:] += days[:-1]
    first = (np.cumsum(rows) - rows)[rows > 0]
    step[first] = rng.integers(0, _FREE_SEASON, len(first))
    begin = np.cumsum(step)
    before: NDArray[np.int64] = np.repeat((begin - step)[first], rows[rows > 0])
    return begin - before


def _where(given: NDArray[np.bool_], column: Text) -> Text:
    return Text(np.where(given, column.codes, -1).astype(np.int32), column.texts)


def _shuffled(name: str, columns: dict[str, Text], rng: Rng) -> TextTable:
    """Return a table with its rows shuffled."""
    size = len(next(iter(columns.values())))
    order = rng.permutation(size)
    mixed = {column: Text(text.codes[order], text.texts) for column, text in columns.items()}
    return TextTable(name, mixed, np.arange(2, size + 2, dtype=np.int32))
